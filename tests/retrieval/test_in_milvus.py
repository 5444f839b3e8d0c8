"""Milvus is brought up to date by what has changed, and finds what this machine's index finds."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.store.database import open_database
from bot.store.term_statistics import TermStatistics
from retrieval import fitting, in_milvus
from retrieval.analysis import Field, analyse_question
from retrieval.engines.mapped import temporary
from retrieval.engines.milvus.engine import MilvusEngine
from retrieval.engines.milvus.server import Server
from retrieval.fitting import Fit
from retrieval.idf import counted_models
from retrieval.in_milvus import Filled, Filling, LibraryEngine
from retrieval.index import Index, vectors
from retrieval.kept_index import stamp_of
from retrieval.keyed import Numbering, ids_of
from retrieval.tuned import WEIGHTS
from tests.support.keyed_texts import KEYS, WORDS, Breaking, Texts, texts
from tests.support.milvus_server import shared_milvus

QUESTION = analyse_question("mô hình dân vận khéo của tổ tự quản")
LENGTHS = dict.fromkeys(Field, 2.5)
_names = (f"library_{number}" for number in count())


@pytest.fixture(autouse=True)
def _every_library_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "FITTED_ONE_BY_ONE", 0)
    monkeypatch.setattr(fitting, "MOST_CHANGED", 1000)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[MilvusEngine]:
    server = Server(shared_milvus().uri)
    with open_database(f"sqlite:///{tmp_path}/terms.db") as database:
        yield MilvusEngine(next(_names), server, TermStatistics.open(database))
    server.close()


def top(engine: MilvusEngine, passages: Texts, k: int, within: set[int] | None = None) -> object:
    """Return what is found in Milvus, scores to six digits: it keeps float32."""
    index = Index(
        models=counted_models(engine, LENGTHS, WEIGHTS.parameters),
        engine=LibraryEngine(engine, Numbering(passages)),
    )
    found = index.search(QUESTION, k, within=within)
    return [(number, pytest.approx(score, rel=1e-6)) for number, score in found]


def expected(passages: Texts, k: int, within: set[int] | None = None) -> object:
    """Return what an index of this machine finds, by the same average lengths."""
    engine = temporary(vectors(LENGTHS, ((str(n), one) for n, one in enumerate(passages))))
    models = counted_models(engine, LENGTHS, WEIGHTS.parameters)
    return Index(models=models, engine=engine).search(QUESTION, k, within=within)


def test_after_any_changes_it_finds_what_this_machine_finds(engine: MilvusEngine) -> None:
    for numbers in [(0, 1, 2), (2, 0, 3), (), (4, 1), (1, 4, 0)]:
        now = texts(*numbers)
        Filling(engine).fill(now, LENGTHS)

        assert top(engine, now, 4) == expected(now, 4)
        assert Filling(engine).holds(stamp_of(now.keys))


@pytest.mark.parametrize("most_listed", [0, 100])
def test_it_keeps_to_what_is_admitted(
    engine: MilvusEngine, monkeypatch: pytest.MonkeyPatch, most_listed: int
) -> None:
    monkeypatch.setattr(in_milvus, "MOST_LISTED", most_listed)
    Filling(engine).fill(texts(0, 2), LENGTHS)
    now = texts(3, 0, 2)
    Filling(engine).fill(now, LENGTHS)

    for within in [{0, 2, 5, 7}, {1}, set[int]()]:
        assert top(engine, now, 3, within) == expected(now, 3, within)


def test_only_what_is_new_is_looked_at(engine: MilvusEngine) -> None:
    Filling(engine).fill(texts(0, 1, 2), LENGTHS)
    now = texts(2, 3, 0)

    Filling(engine).fill(now, LENGTHS)

    assert now.looked_at == [KEYS[3]]


def test_what_is_held_is_not_filled_again(engine: MilvusEngine) -> None:
    Filling(engine).fill(texts(0, 1), LENGTHS)
    now = texts(0, 1)

    Filling(engine).fill(now, LENGTHS)

    assert now.looked_at == []


def test_after_many_changes_it_is_filled_anew(
    engine: MilvusEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "MOST_CHANGED", 0.5)
    Filling(engine).fill(texts(0, 1, 2), LENGTHS)
    looked_at = []
    for numbers in [(1, 2), (0, 1, 2), (1, 2), (0, 1, 2)]:
        now = texts(*numbers)
        Filling(engine).fill(now, LENGTHS)
        looked_at.append(len(set(now.looked_at)))

    assert looked_at == [0, 1, 0, 3]


def test_a_change_that_breaks_is_gone_on_with_by_whoever_comes_next(engine: MilvusEngine) -> None:
    Filling(engine).fill(texts(0, 1), LENGTHS)
    with pytest.raises(MemoryError):
        Filling(engine).fill(Breaking({KEYS[1]: WORDS, KEYS[4]: WORDS}), LENGTHS)
    assert not Filling(engine).holds(stamp_of(texts(0, 1).keys))
    now = texts(0, 1)

    Filling(engine).fill(now, LENGTHS)

    assert now.looked_at == [KEYS[0]]
    assert top(engine, now, 4) == expected(now, 4)


def test_what_others_know_and_the_library_does_not_is_passed_over(engine: MilvusEngine) -> None:
    Filling(engine).fill(texts(0, 1, 2), LENGTHS)
    fewer = texts(2, 0)

    query = {Field.SYLLABLES + "dân": 1.0}
    found = LibraryEngine(engine, Numbering(fewer)).top(query, 9)

    assert sorted(number for number, _ in found) == [0, 3]


def test_what_it_is_filled_with_is_read_as_it_was_written() -> None:
    fit = Fit(average_lengths=dict.fromkeys(Field, 1 / 3), idf=None, passages=7, changed=2)
    read = Filled.read(Filled(stamp="a-b", fit=fit).written())

    assert read is not None
    assert (read.stamp, read.release) == ("a-b", "a")
    assert read.fit.average_lengths == fit.average_lengths
    assert (read.fit.passages, read.fit.changed, read.fit.idf) == (7, 2, None)


@pytest.mark.parametrize("written", ["", "a-b", "a-b 5", 'a-b [1, 2, {"w": 3}]', "a-b {"])
def test_what_another_release_wrote_is_nothing(written: str) -> None:
    assert Filled.read(written) is None


def test_passages_are_numbered_in_the_order_of_their_articles() -> None:
    passages = texts(2, 0, 1)
    numbering, ids = Numbering(passages), list(ids_of(passages))

    assert len(numbering) == len(ids) == 6
    assert [numbering.id_of(number) for number in range(6)] == ids
    assert [numbering.number_of(one) for one in ids] == list(range(6))
    assert numbering.number_of(f"{KEYS[5].hex()}.0") is None
