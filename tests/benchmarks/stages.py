"""Which part of answering a question takes how long, told without a line in what is measured.

`watched` puts a stop-watch around the functions that answering is composed of, wherever they were
imported to, and takes it off again.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pkgutil import resolve_name
from time import perf_counter
from types import MappingProxyType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

STAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "shorthand": ("retrieval.shorthand:expand",),
        "speller": ("retrieval.typos:Speller.correct",),
        "restorer": ("retrieval.diacritics:Restorer.restore",),
        "places": ("retrieval.understand:places_in",),
        "numbers": ("corpus.numbers:find_mentions",),
        "years": ("corpus.dates:find_years",),
        "function words": ("retrieval.function_words:function_spans",),
        "kind": ("retrieval.questions:asking_parts", "retrieval.questions:kind_of"),
        "words": ("retrieval.analysis:word_spans",),
        "filter": ("retrieval.search:admitted",),
        "analysis": ("retrieval.analysis:analyse_question",),
        "engine": ("retrieval.index:Index.search",),
        "second look": ("retrieval.search:look_at", "retrieval.second_look:second_look"),
        "repeats": ("retrieval.repeats:fuller_first",),
        "weighing": ("retrieval.evidence:weigh",),
        "evidence": (
            "retrieval.cut_sentences:CutSentences.of_passage",
            "retrieval.evidence:Content.held_by",
            "retrieval.evidence:Content.coverage",
            "retrieval.evidence:units_of",
            "retrieval.evidence:documents_in",
        ),
        "comparison": ("retrieval.sentence_ranking:sentence_shares",),
        "sentences": ("retrieval.expected:share",),
        "highlight": ("retrieval.highlight:highlight",),
        "citing": ("retrieval.knowledge:Knowledge.cite",),
    }
)
"""The functions of each stage, in the order of a question's way."""
REST = "rest"


class StageClock:
    """Adds up the seconds of each stage; what one stage asks of another is its own time."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._is_running = False

    def timed(self, stage: str, function: Callable[P, R]) -> Callable[P, R]:
        """Return `function` with its time added to `stage`, unless some stage is running."""

        @wraps(function)
        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            if self._is_running:
                return function(*args, **kwargs)
            self._is_running = True
            begun = perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[stage] += perf_counter() - begun
                self._is_running = False

        return timed


@contextmanager
def watched() -> Iterator[StageClock]:
    """Time the stages for as long as the context lasts; the clock stops nowhere else.

    Raises AttributeError for a function of STAGES that is there no more.
    """
    clock = StageClock()
    replaced: list[tuple[object, str, object]] = []
    try:
        for stage, names in STAGES.items():
            for name in names:
                function = resolve_name(name)
                timed = clock.timed(stage, function)
                for owner, attribute in _holders(name, function):
                    replaced.append((owner, attribute, function))
                    setattr(owner, attribute, timed)
        yield clock
    finally:
        for owner, attribute, function in replaced:
            setattr(owner, attribute, function)


def _holders(name: str, function: object) -> Iterator[tuple[object, str]]:
    """Yield each class or module of ours that a function is reached by, and its name there."""
    path, _, attribute = name.rpartition(".")
    if "." in name.partition(":")[2]:
        yield resolve_name(path), attribute
        return
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith(("corpus.", "retrieval.")):
            for own_name, value in list(vars(module).items()):
                if value is function:
                    yield module, own_name
