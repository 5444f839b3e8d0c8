"""Calls to Milvus take bounded time, are tried again where that may help, and have one error."""

from collections.abc import Iterator

import grpc
import pytest
from pymilvus import MilvusClient, MilvusException

from retrieval.engines.milvus.patience import Patience
from retrieval.engines.milvus.server import NotThereError, Server, is_passing
from retrieval.errors import EngineUnavailableError
from tests.support.milvus_server import free_port, shared_milvus

SOON = Patience(total=0.2, attempt=0.2)


class Refusal(grpc.RpcError):  # type: ignore[misc] # gRPC has no types
    """An error of gRPC's."""

    def __init__(self, status: grpc.StatusCode) -> None:
        super().__init__()
        self._status = status

    def code(self) -> grpc.StatusCode:
        return self._status


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MilvusException(2, "Fail connecting"), True),
        (MilvusException(8, "rate limit"), True),
        (MilvusException(2200, "a node is away", retriable=True), True),
        (MilvusException(grpc.StatusCode.UNAVAILABLE, "Retry timeout"), True),
        (MilvusException(1100, "no such field"), False),
        (MilvusException(65535, "whatever else"), False),
        (Refusal(grpc.StatusCode.DEADLINE_EXCEEDED), True),
        (Refusal(grpc.StatusCode.UNAUTHENTICATED), False),
        (grpc.FutureTimeoutError(), True),
    ],
)
def test_what_passes_is_tried_again(error: Exception, expected: bool) -> None:  # noqa: FBT001
    assert is_passing(error) is expected


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(clock: Clock) -> Iterator[Server]:
    server = Server(shared_milvus().uri, clock=lambda: clock.now, sleep=clock.sleep)
    yield server
    server.close()


def test_a_call_is_tried_again_until_it_goes_well(timed: Server, clock: Clock) -> None:
    errors = [Refusal(grpc.StatusCode.UNAVAILABLE), MilvusException(8, "rate limit")]

    def do(_client: MilvusClient, _timeout: float) -> str:
        if errors:
            raise errors.pop()
        return "well"

    assert timed.call(do, Patience(total=9, attempt=9)) == "well"
    assert clock.slept == [0.05, 0.1]


def test_a_call_is_given_up_when_its_time_is_over(timed: Server, clock: Clock) -> None:
    timeouts: list[float] = []

    def do(_client: MilvusClient, timeout: float) -> None:
        timeouts.append(timeout)
        clock.now += timeout  # nothing came until then
        raise Refusal(grpc.StatusCode.DEADLINE_EXCEEDED)

    with pytest.raises(EngineUnavailableError, match="MILVUS_URI"):
        timed.call(do, Patience(total=4, attempt=2.5))
    assert timeouts == [2.5, pytest.approx(1.45)]


def test_what_does_not_pass_is_not_tried_again_and_its_message_not_repeated(
    timed: Server, clock: Clock
) -> None:
    def do(_client: MilvusClient, _timeout: float) -> None:
        raise MilvusException(1100, 'cannot parse expression: place == "Tân An"')

    with pytest.raises(EngineUnavailableError) as caught:
        timed.call(do, Patience(total=9, attempt=9))
    assert "Tân An" not in str(caught.value)
    assert clock.slept == []


def test_what_is_not_there_is_no_trouble_of_the_server(timed: Server) -> None:
    with pytest.raises(NotThereError):
        timed.call(lambda client, timeout: client.describe_alias("nobody", timeout=timeout), SOON)


def test_where_no_server_listens_the_engine_is_unavailable() -> None:
    server = Server(f"http://127.0.0.1:{free_port()}")

    with pytest.raises(EngineUnavailableError, match="check that it runs"):
        server.call(lambda client, _: client.list_collections(), SOON)
