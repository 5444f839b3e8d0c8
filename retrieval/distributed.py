"""An index that Milvus answers from, as soon as it holds what the library does.

Answers begin with this machine's own index. Beside them Milvus is filled, or brought up to date by
the articles that have changed, unless another process did so; then it is asked first, and this
machine's index wherever it can't be.
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from threading import Lock, Thread

from corpus.records import Article
from retrieval.derived import Derivation, Derive, KeyedAnalyses
from retrieval.engines import Engine
from retrieval.engines.fallback import Failure, FallbackEngine, waiting
from retrieval.engines.milvus.engine import MilvusEngine
from retrieval.engines.milvus.patience import QUESTION
from retrieval.engines.milvus.server import Server
from retrieval.engines.milvus.statistics import Statistics
from retrieval.errors import EngineUnavailableError, IndexDamagedError, OtherStateError
from retrieval.in_milvus import Filling, LibraryEngine
from retrieval.kept_index import stamp_of
from retrieval.keyed import Numbering
from retrieval.reading import Split, key_of

INDEX = "danvan"
"""Its name in Milvus, and in the shared database."""

OTHERS_SECONDS = 5.0
"""How long to leave another process that fills Milvus at it before looking again."""

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
        self._turn = Lock()

    def holds(self, articles: Sequence[Article], split: Split) -> bool:
        """Tell whether Milvus has these articles; EngineUnavailableError where it is away."""
        self._server.call(
            lambda client, seconds: client.get_server_version(timeout=seconds), QUESTION
        )
        stamp = stamp_of(key_of(article, split) for article in articles)
        return Filling(self._engine()).holds(stamp)

    def settle(self) -> None:
        """Wait until Milvus has what was derived last; for as long as it is away."""
        if self._filling:
            self._filling.join()

    def __call__(self, articles: Sequence[Article], split: Split, processes: int) -> Derivation:
        """Derive on this machine, and begin to fill Milvus where it has something else."""
        found = self._local(articles, split, processes)
        handover = self._newest = Handover(found.index.engine)
        passages = KeyedAnalyses(found.readings, [key_of(one, split) for one in articles])
        self._filling = Thread(
            target=self._fill, args=(passages, found, handover), name="filling Milvus", daemon=True
        )
        self._filling.start()
        return replace(found, index=replace(found.index, engine=handover))

    def _fill(self, passages: KeyedAnalyses, found: Derivation, handover: Handover) -> None:
        """Fill Milvus, trying again while it is away, unless the library has changed again."""
        failures = 0
        while handover is self._newest:
            try:
                is_filled = self._is_filled(passages, found, handover)
            except (EngineUnavailableError, IndexDamagedError) as error:
                failures += 1
                level = logging.ERROR if failures == 1 else logging.INFO
                logger.log(level, "Milvus can't be filled, this machine's index answers: %s", error)
                self._pause(waiting(failures, now=0.0).until)
            except Exception:
                logger.exception("Milvus can't be filled, this machine's index answers")
                return
            else:
                if is_filled:
                    self._hand_over(passages, found, handover)
                    return
                self._pause(OTHERS_SECONDS)

    def _is_filled(self, passages: KeyedAnalyses, found: Derivation, handover: Handover) -> bool:
        """Fill Milvus in our turn; tell whether it has what is wanted, by us or by another."""
        with self._turn:
            if handover is not self._newest:
                return False
            filling = Filling(self._engine())
            with self._statistics.turn(self._index) as had:
                if had:
                    filling.fill(passages, found.index.average_lengths)
                return had or filling.holds(stamp_of(passages.keys))

    def _hand_over(self, passages: KeyedAnalyses, found: Derivation, handover: Handover) -> None:
        logger.info("Milvus answers, from %d passages", len(handover))
        engine = self._engine(only=stamp_of(passages.keys))
        distant = LibraryEngine(engine, Numbering(passages))
        handover.to(FallbackEngine(distant, found.index.engine, observe=_tell))

    def _engine(self, only: str = "") -> MilvusEngine:
        return MilvusEngine(self._index, self._server, self._statistics, only=only)


def _tell(failure: Failure | None) -> None:
    """Say what owners should know; that others know a newer library than we do passes by itself."""
    if failure is None:
        logger.info("Milvus answers again")
    else:
        level = logging.INFO if isinstance(failure, OtherStateError) else logging.ERROR
        logger.log(level, "Milvus can't be asked, this machine's index answers: %s", failure)
