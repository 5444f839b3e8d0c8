"""Calls to a Milvus server: in bounded time, tried again where that may help, errors mapped."""

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

import grpc
from pymilvus import MilvusClient, MilvusException

from retrieval.engines.milvus.patience import Patience
from retrieval.errors import REBUILD, EngineUnavailableError, IndexDamagedError

T = TypeVar("T")
Call = Callable[[MilvusClient, float], T]
"""A call by a client, which may take so many seconds."""

# It logs whatever fails with a traceback and with what was asked, which is nobody's business. The
# errors that are raised say enough.
logging.getLogger("pymilvus").setLevel(logging.CRITICAL)

_NOT_FOUND = {100, 1600}
"""Milvus's codes for a collection and for an alias that is not there."""
_NOT_LOADED = 101
_PASSING_CODES = {2, 8, 9}
"""Connecting failed; asked too often; refused for want of memory or disk."""
_PASSING_STATUS = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.CANCELLED,
}


class NotThereError(IndexDamagedError):
    """A collection or an alias that the server does not have."""


class NotLoadedError(EngineUnavailableError):
    """A collection that is not in the server's memory: milvus-lite forgets which were."""


class Server:
    """A Milvus server, connected to when it is first called; may be used from any thread."""

    def __init__(
        self,
        uri: str,
        token: str = "",
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the address, e.g. http://127.0.0.1:19530, and what it asks for: "user:password"."""
        self._uri = uri
        self._token = token
        self._clock = clock
        self._sleep = sleep
        self._connecting = Lock()
        self._client: MilvusClient | None = None

    def call(self, do: Call[T], patience: Patience) -> T:
        """Return what `do` returns; it may be done more than once.

        Raises NotThereError, NotLoadedError, and EngineUnavailableError for whatever else.
        """
        begin, failures = self._clock(), 0
        while True:
            timeout = patience.timeout(self._clock() - begin)
            try:
                return do(self._connected(timeout), timeout)
            except (MilvusException, grpc.RpcError, grpc.FutureTimeoutError) as error:
                _raise_what_can_be_mended(error)
                failures += 1
                wait = patience.wait(failures, self._clock() - begin)
                if wait is None or not is_passing(error):
                    raise self._unavailable(error) from error
            self._sleep(wait)

    def close(self) -> None:
        """Give the connection back."""
        with self._connecting:
            if self._client is not None:
                self._client.close()
            self._client = None

    def _connected(self, timeout: float) -> MilvusClient:
        with self._connecting:
            if self._client is None:
                self._client = MilvusClient(
                    self._uri, token=self._token, timeout=timeout, dedicated=True
                )
            return self._client

    def _unavailable(self, error: Exception) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"Milvus can't be used ({_described(error)}); check that it runs and that MILVUS_URI "
            f"and MILVUS_TOKEN are its own"
        )


def _raise_what_can_be_mended(error: Exception) -> None:
    match error:
        case MilvusException(code=code) if code in _NOT_FOUND:
            raise NotThereError(f"Milvus does not have the index; {REBUILD}") from error
        case MilvusException(code=code) if code == _NOT_LOADED:
            raise NotLoadedError("Milvus has not loaded the index; load it there") from error


def is_passing(error: Exception) -> bool:
    """Tell whether a call that ended so may go well in a moment."""
    match error:
        case MilvusException():
            return error.retriable or error.code in _PASSING_CODES | _PASSING_STATUS
        case grpc.FutureTimeoutError():
            return True
    return isinstance(error, grpc.RpcError) and _status(error) in _PASSING_STATUS


def _status(error: grpc.RpcError) -> grpc.StatusCode | None:
    code = getattr(error, "code", None)  # gRPC's own errors are calls too, which have one
    return code() if callable(code) else None


def _described(error: Exception) -> str:
    """Return what went wrong, without what was asked: messages quote filters and data."""
    match error:
        case MilvusException():
            return f"{type(error).__name__}, code {error.code}"
        case grpc.RpcError():
            return f"{type(error).__name__}, {_status(error)}"
    return type(error).__name__
