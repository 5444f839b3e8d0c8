"""What is derived from a library: the readings of its articles, and the index of their terms.

In memory it is made anew for each process. In a folder it is kept: deleting the folder costs the
time to make it again, and nothing else.
"""

import logging
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.records import Article
from retrieval.analysis import Analysis, PlainForms, terms_of
from retrieval.index import Index
from retrieval.kept_index import IndexState, look_at, open_or_build, rebuild, stamp_of
from retrieval.kept_readings import KeptReadings, read_all
from retrieval.reading import Readings, Split, key_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Derivation:
    """What is derived from some articles."""

    readings: Readings
    index: Index
    """Numbers the passages as they come in the readings."""


class Derive(Protocol):
    """Derives all that from articles."""

    def __call__(self, articles: Sequence[Article], split: Split, processes: int) -> Derivation:
        """Cut `articles` by `split`, read and index them; many are shared among processes."""
        ...


def in_memory(articles: Sequence[Article], split: Split, processes: int) -> Derivation:
    """Derive it for this process alone; see `Derive`."""
    readings = Readings(list(read_all(articles, split, processes=processes)))
    return Derivation(readings=readings, index=Index.build(Analyses(readings)))


def kept_in(folder: Path) -> Derive:
    """Return what derives by what is kept in `folder`; in memory, saying so, where it can't be."""
    problem = "it may not be written to"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        usable = os.access(folder, os.W_OK | os.X_OK)
    except OSError as error:
        usable, problem = False, error.strerror or type(error).__name__
    if usable:
        return Folder(folder)
    logger.warning(
        "%s can't be used (%s), so all articles are read anew at each start; let the bot write "
        "to it",
        folder,
        problem,
    )
    return in_memory


class Folder:
    """Derives by what is kept in a folder that may be written to; see `Derive`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._readings = KeptReadings(folder)

    def __call__(self, articles: Sequence[Article], split: Split, processes: int) -> Derivation:
        """Open what fits the articles, and make and keep the rest."""
        analyses = self._read(articles, split, processes)
        try:
            index = open_or_build(self._folder, analyses)
        except OSError as error:
            logger.warning("the index can't be kept in %s (%s)", self._folder, error.strerror)
            index = Index.build(analyses)
        return Derivation(readings=analyses.readings, index=index)

    def rebuild(self, articles: Sequence[Article], split: Split, processes: int) -> None:
        """Build the index anew, whatever is kept of it; raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        rebuild(self._folder, self._read(articles, split, processes))

    def _read(self, articles: Sequence[Article], split: Split, processes: int) -> "KeyedAnalyses":
        readings, keys = self._readings.of(articles, split, processes=processes)
        return KeyedAnalyses(readings, keys)

    def state(
        self, articles: Iterable[Article], split: Split, *, verify: bool = True
    ) -> IndexState:
        """Tell what is kept of the index, and whether it fits the articles; see `look_at`."""
        stamp = stamp_of(key_of(article, split) for article in articles)
        return look_at(self._folder, stamp, verify=verify)


class Analyses:
    """The terms of all passages, worked out whenever they are gone through."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings

    def __len__(self) -> int:
        return sum(self.sizes)

    def __iter__(self) -> Iterator[Analysis]:
        plain = PlainForms()
        return (terms_of(text, title, plain) for text, title in self.readings.texts())

    @property
    def sizes(self) -> list[int]:
        """How many passages each article has."""
        return [len(one.passages) for one in self.readings.contents]


class KeyedAnalyses(Analyses):
    """The same of articles that go by keys; see `KeyedPassages`."""

    def __init__(self, readings: Readings, keys: Sequence[bytes]) -> None:
        super().__init__(readings)
        self.keys = keys

    def only(self, keys: Collection[bytes]) -> "KeyedAnalyses":
        """Return those of the articles of these keys."""
        wanted = frozenset(keys)
        places = [place for place, key in enumerate(self.keys) if key in wanted]
        return KeyedAnalyses(self.readings.only(places), [self.keys[place] for place in places])
