"""An index that Milvus answers from, as soon as it holds what the library does.

Answers begin with this machine's own index. Beside them Milvus is filled, unless another process
did so; then it is asked first, and this machine's index wherever it can't be.
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from threading import Thread

from corpus.records import Article
from retrieval.derived import Analyses, Derivation, Derive
from retrieval.engines import Engine
from retrieval.engines.fallback import Failure, FallbackEngine, waiting
from retrieval.engines.milvus.engine import MilvusEngine
from retrieval.engines.milvus.patience import QUESTION
from retrieval.engines.milvus.server import Server
from retrieval.engines.milvus.statistics import Statistics
from retrieval.errors import EngineUnavailableError, IndexDamagedError
from retrieval.kept_index import stamp_of
from retrieval.reading import Split, key_of

INDEX = "danvan"
"""Its name in Milvus, and in the shared database."""

logger = logging.getLogger(__name__)


class Handover:
    """An `Engine`: one that is there now, until another of the same passages takes over."""

    def __init__(self, now: Engine) -> None:
        self._engine = now
        self._size = len(now)

    def __len__(self) -> int:
        return self._size

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """See `Engine.top`."""
        return self._engine.top(query, k, within=within)

    def to(self, engine: Engine) -> None:
        """Have `engine` asked from now on."""
        self._engine = engine


class Distributed:
    """Derives as `local` does, and has Milvus asked first; see `Derive`."""

    def __init__(
        self,
        local: Derive,
        server: Server,
        statistics: Statistics,
        *,
        index: str = INDEX,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take what derives on this machine; `pause` waits for so many seconds."""
        self._local = local
        self._server = server
        self._statistics = statistics
        self._index = index
        self._pause = pause
        self._newest: Handover | None = None
        self._filling: Thread | None = None

    def holds(self, articles: Sequence[Article], split: Split) -> bool:
        """Tell whether Milvus has these articles; EngineUnavailableError where it is away."""
        self._server.call(
            lambda client, seconds: client.get_server_version(timeout=seconds), QUESTION
        )
        engine = MilvusEngine(self._index, self._server, self._statistics)
        return engine.stamp == _stamp_of(articles, split)

    def settle(self) -> None:
        """Wait until Milvus has what was derived last; for as long as it is away."""
        if self._filling:
            self._filling.join()

    def __call__(self, articles: Sequence[Article], split: Split, processes: int) -> Derivation:
        """Derive on this machine, and begin to fill Milvus where it has something else."""
        found = self._local(articles, split, processes)
        handover = self._newest = Handover(found.index.engine)
        stamp = _stamp_of(articles, split)
        self._filling = Thread(
            target=self._fill, args=(stamp, found, handover), name="filling Milvus", daemon=True
        )
        self._filling.start()
        return replace(found, index=replace(found.index, engine=handover))

    def _fill(self, stamp: str, found: Derivation, handover: Handover) -> None:
        """Fill Milvus, trying again while it is away, unless the library has changed again."""
        failures = 0
        while handover is self._newest:
            try:
                self._have(stamp, found)
            except (EngineUnavailableError, IndexDamagedError) as error:
                failures += 1
                level = logging.ERROR if failures == 1 else logging.INFO
                logger.log(level, "Milvus can't be filled, this machine's index answers: %s", error)
                self._pause(waiting(failures, now=0.0).until)
            else:
                logger.info("Milvus answers, from %d passages", len(handover))
                engine = MilvusEngine(self._index, self._server, self._statistics, only=stamp)
                handover.to(FallbackEngine(engine, found.index.engine, observe=_tell))
                return

    def _have(self, stamp: str, found: Derivation) -> None:
        engine = MilvusEngine(self._index, self._server, self._statistics)
        if engine.stamp != stamp:
            logger.info("Milvus is filled: it has another state of the library, or none")
            engine.rebuild(found.index.batches(Analyses(found.readings)), stamp=stamp)


def _stamp_of(articles: Sequence[Article], split: Split) -> str:
    return stamp_of(key_of(article, split) for article in articles)


def _tell(failure: Failure | None) -> None:
    if failure is None:
        logger.info("Milvus answers again")
    else:
        logger.error("Milvus can't be asked, this machine's index answers: %s", failure)
