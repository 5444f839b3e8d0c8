"""A large index is brought up to date by what has changed, and finds what a new one would."""

import logging
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.passages import passages_of
from corpus.records import Article
from retrieval import fitting
from retrieval.analysis import Field, analyse_question
from retrieval.derived import Folder, in_memory, kept_in
from retrieval.engines.mapped import temporary
from retrieval.idf import counted_models
from retrieval.index import Index, vectors
from retrieval.kept_index import open_or_build, rebuild
from retrieval.keyed import difference, ids_of
from retrieval.knowledge import Knowledge
from retrieval.tuned import WEIGHTS
from tests.support import made_up
from tests.support.keyed_texts import KEYS, WORDS, Breaking, Texts, texts

QUESTION = analyse_question("mô hình dân vận khéo của tổ tự quản")


@pytest.fixture(autouse=True)
def _every_library_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "FITTED_ONE_BY_ONE", 0)
    monkeypatch.setattr(fitting, "MOST_CHANGED", 1000)


def as_built_with(averages: dict[Field, float], passages: Texts) -> Index:
    """Return an index of these passages in this order, by these average lengths."""
    engine = temporary(vectors(averages, ((str(n), one) for n, one in enumerate(passages))))
    return Index(models=counted_models(engine, averages, WEIGHTS.parameters), engine=engine)


ARTICLES = st.dictionaries(
    st.sampled_from(KEYS), st.lists(st.sampled_from(WORDS), max_size=3), max_size=6
)


@settings(max_examples=30, deadline=None)
@given(states=st.lists(ARTICLES, min_size=1, max_size=5), data=st.data())
def test_after_any_changes_it_finds_what_an_index_built_at_once_finds(
    states: list[dict[bytes, Sequence[str]]], data: st.DataObject
) -> None:
    known: dict[bytes, Sequence[str]] = {}
    with TemporaryDirectory() as name:
        for state in states:
            known = {**state, **known}  # under its key an article never changes
            now = Texts({key: known[key] for key in data.draw(st.permutations(list(state)))})
            index = open_or_build(Path(name), now)

            averages = {field: model.average_length for field, model in index.models.items()}
            expected = as_built_with(averages, now)
            for k in (1, 3, 50):
                assert index.search(QUESTION, k) == expected.search(QUESTION, k)
            within = set(range(0, len(now), 2))
            assert index.search(QUESTION, 3, within=within) == expected.search(
                QUESTION, 3, within=within
            )


def test_only_what_is_new_is_looked_at(tmp_path: Path) -> None:
    open_or_build(tmp_path, texts(0, 1, 2))
    now = texts(2, 3, 0)

    open_or_build(tmp_path, now)

    assert now.looked_at == [KEYS[3]]


def test_an_index_that_fits_is_opened_and_no_passage_looked_at(tmp_path: Path) -> None:
    open_or_build(tmp_path, texts(0, 1))
    open_or_build(tmp_path, texts(0, 1, 2))
    now = texts(0, 1, 2)

    assert len(open_or_build(tmp_path, now).engine) == 6
    assert now.looked_at == []


def test_a_change_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    open_or_build(tmp_path, texts(0, 1))

    open_or_build(tmp_path, texts(1, 2))

    assert "the index is changed: 3 passages are new, 1 gone" in caplog.text


def test_changes_add_up_until_it_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "MOST_CHANGED", 0.5)
    open_or_build(tmp_path, texts(0, 1, 2))
    looked_at = []
    for numbers in [(1, 2), (0, 1, 2), (1, 2), (0, 1, 2)]:
        now = texts(*numbers)
        open_or_build(tmp_path, now)
        looked_at.append(len(set(now.looked_at)))

    assert looked_at == [0, 1, 0, 3]


def test_a_library_that_rank_bm25_fits_is_fitted_by_it_at_each_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "FITTED_ONE_BY_ONE", 10)
    open_or_build(tmp_path, texts(0, 1))
    now = texts(0, 1, 2)

    open_or_build(tmp_path, now)

    assert now.looked_at == now.keys


def test_a_library_that_has_grown_large_is_built_anew_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "FITTED_ONE_BY_ONE", 5)
    looked_at = []
    for numbers in [(0, 1), (0, 1, 2), (0, 1, 2, 3)]:
        now = texts(*numbers)
        open_or_build(tmp_path, now)
        looked_at.append(len(set(now.looked_at)))

    assert looked_at == [2, 3, 1]


def test_a_change_that_breaks_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    before = open_or_build(tmp_path, texts(0, 1)).search(QUESTION, 9)
    with pytest.raises(MemoryError):
        open_or_build(tmp_path, Breaking({KEYS[1]: WORDS, KEYS[4]: WORDS}))
    again = texts(0, 1)

    assert open_or_build(tmp_path, again).search(QUESTION, 9) == before
    assert again.looked_at == []


def test_who_opened_it_keeps_it_when_it_changes(tmp_path: Path) -> None:
    before = open_or_build(tmp_path, texts(0, 1, 2))
    found = before.search(QUESTION, 9)

    for numbers in [(1, 2), (2, 4), (4, 3)]:
        open_or_build(tmp_path, texts(*numbers))

    assert before.search(QUESTION, 9) == found != []


def test_who_opened_a_small_one_keeps_it_when_it_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "FITTED_ONE_BY_ONE", 10)
    before = open_or_build(tmp_path, texts(0, 1, 2))

    again = rebuild(tmp_path, texts(0, 1, 2))

    assert before.search(QUESTION, 9) == again.search(QUESTION, 9) != []


def test_an_article_of_which_a_part_is_held_is_new() -> None:
    passages = texts(2, 1)
    held = [one for one in ids_of(passages) if not one.endswith(".2")]

    change = difference([*held, "gone.0"], passages)

    assert (change.gone, change.new.keys) == (["gone.0"], [KEYS[2]])


def test_small_segments_are_merged(tmp_path: Path) -> None:
    for count in range(1, 6):
        open_or_build(tmp_path, texts(*range(count)))

    assert len(list(tmp_path.glob("*.segment"))) <= 2
    assert len(list(tmp_path.glob("*.models"))) == 1


def article(number: int) -> Article:
    return made_up.article(f"Tổ {number} có {number + 3} hộ.", name=f"{number}.txt")


def test_a_library_that_changes_is_known_as_if_it_were_read_at_once(tmp_path: Path) -> None:
    first, *others = (article(number) for number in range(4))
    derive = kept_in(tmp_path)
    Knowledge.build([first, *others[:2]], derive=derive)

    changed = Knowledge.build([*others, article(5)], derive=derive)

    anew = in_memory([*others, article(5)], passages_of, 1).index
    asked = analyse_question("tổ 5 có mấy hộ")
    assert changed.index.search(asked, 9) == anew.search(asked, 9)
    assert Folder(tmp_path).state([*others, article(5)], passages_of).fits
