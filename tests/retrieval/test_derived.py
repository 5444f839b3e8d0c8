"""What is kept of a library answers as what is made anew, and is made anew where it must be."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.passages import passages_of
from corpus.records import Article, Passage
from retrieval import fitting, kept_readings
from retrieval.analysis import Field, analyse_question
from retrieval.answering import answer
from retrieval.derived import Folder, in_memory, kept_in
from retrieval.engines.mapped import temporary
from retrieval.index import Index
from retrieval.knowledge import Knowledge
from tests.support import made_up
from tests.support.running_bot import shipped_articles

QUESTION = "Cần Đước có mấy mô hình dân vận khéo?"
ONE = made_up.article()
OTHER = made_up.article("Xã Tân Bình có 7 tổ.", name="tan-binh.txt", title="Tân Bình")


class Counting:
    """Cuts articles, and remembers which: no other work is done for one that is read."""

    def __init__(self) -> None:
        self.__qualname__ = "Counting"  # which functions have
        self.cut: list[Article] = []

    def __call__(self, article: Article) -> tuple[Passage, ...]:
        self.cut.append(article)
        return passages_of(article)


def built(folder: Path, *articles: Article, split: Counting | None = None) -> Knowledge:
    return Knowledge.build(articles, split=split or passages_of, derive=kept_in(folder))


def overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def test_what_is_kept_answers_as_what_is_made_anew(tmp_path: Path, shipped: Knowledge) -> None:
    articles = shipped_articles()
    first, second = built(tmp_path, *articles), built(tmp_path, *articles)

    for knowledge in (first, second):
        assert (knowledge.passages, knowledge.facts) == (shipped.passages, shipped.facts)
        assert answer(QUESTION, knowledge) == answer(QUESTION, shipped)
        terms = analyse_question(QUESTION)
        assert knowledge.index.search(terms, 50) == shipped.index.search(terms, 50)


def test_no_article_is_read_twice(tmp_path: Path) -> None:
    split = Counting()
    built(tmp_path, ONE, split=split)
    built(tmp_path, OTHER, ONE, split=split)
    built(tmp_path, ONE, OTHER, split=split)

    assert split.cut == [ONE, OTHER]


def test_what_has_not_changed_is_held_once(tmp_path: Path) -> None:
    derive = kept_in(tmp_path)
    before = Knowledge.build([ONE], derive=derive)

    after = Knowledge.build([OTHER, ONE], derive=derive)

    assert after.passages[-1] is before.passages[0]
    assert after.facts[-1] is before.facts[0]


def test_an_index_of_another_state_is_built_anew_and_that_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    built(tmp_path, ONE)
    assert "built anew: there is none yet" in caplog.text
    caplog.clear()

    knowledge = built(tmp_path, ONE, OTHER)

    assert "built anew: it is of another state of the library" in caplog.text
    assert len(knowledge.index.engine) == 2
    assert len(list(tmp_path.glob("*.models"))) == len(list(tmp_path.glob("*.segment"))) == 1


def test_of_several_that_need_it_one_builds_and_the_others_open_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    with ThreadPoolExecutor(3) as pool:
        built_by_all = list(pool.map(lambda _: built(tmp_path, ONE), range(3)))

    assert [len(one.index.engine) for one in built_by_all] == [1, 1, 1]
    assert caplog.text.count("built anew") == 1


def test_who_opened_an_index_keeps_it_when_another_is_built(tmp_path: Path) -> None:
    before = built(tmp_path, ONE)
    terms = analyse_question("Tân An")
    found = before.index.search(terms, 5)

    built(tmp_path, OTHER)

    assert before.index.search(terms, 5) == found != []


@pytest.mark.parametrize("damage", [overwrite, Path.unlink, lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize("pattern", ["*.segment", "*.models"])
def test_a_damaged_index_is_built_anew_and_that_is_said(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], None],
    pattern: str,
) -> None:
    built(tmp_path, ONE)
    damage(only(tmp_path, pattern))
    assert Folder(tmp_path).state([ONE], passages_of).damage

    knowledge = built(tmp_path, ONE)

    assert "the index is built anew: " in caplog.text
    assert knowledge.index.search(analyse_question("Tân An"), 5)
    assert Folder(tmp_path).state([ONE], passages_of).fits


def test_damaged_readings_are_deleted_and_read_again_and_that_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    split = Counting()
    built(tmp_path, ONE, split=split)
    overwrite(only(tmp_path, "*.readings"))

    built(tmp_path, ONE, split=split)
    built(tmp_path, ONE, split=split)

    assert split.cut == [ONE, ONE]
    assert "its articles are read again" in caplog.text


def test_readings_of_articles_that_are_gone_are_dropped(tmp_path: Path) -> None:
    split = Counting()
    built(tmp_path, ONE, *shipped_articles(), split=split)
    built(tmp_path, ONE, split=split)
    split.cut.clear()

    built(tmp_path, ONE, OTHER, split=split)

    assert split.cut == [OTHER]
    built(tmp_path, *shipped_articles()[:1], split=split)
    assert split.cut[1:] == list(shipped_articles()[:1])


def test_many_files_of_readings_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_readings, "MOST_FILES", 2)
    articles = [made_up.article(name=f"{number}.txt") for number in range(4)]
    (tmp_path / "0.readings.new").write_bytes(b"what a crash left")

    for number in range(1, 5):
        built(tmp_path, *articles[:number])

    assert len(list(tmp_path.glob("*.readings*"))) == 1


def test_where_nothing_can_be_kept_it_is_said_once_and_all_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    derive = kept_in(tmp_path / "file" / "index")

    built_twice = [Knowledge.build([ONE], derive=derive) for _ in range(2)]

    assert [len(one.index.engine) for one in built_twice] == [1, 1]
    assert len(caplog.records) == 1
    assert "read anew at each start" in caplog.text
    assert not Folder(tmp_path / "file" / "index").state([ONE], passages_of).fits


def test_several_processes_read_as_one_does() -> None:
    articles = [made_up.article(f"Số {number}.", name=f"{number}.txt") for number in range(33)]

    shared, alone = (in_memory(articles, passages_of, processes) for processes in (2, 1))

    assert list(shared.readings.texts()) == list(alone.readings.texts())


def test_a_large_corpus_is_searched_as_if_rank_bm25_had_fitted_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fitted = in_memory(shipped_articles(), passages_of, 1).index
    monkeypatch.setattr(fitting, "FITTED_ONE_BY_ONE", 10)

    counted = in_memory(shipped_articles(), passages_of, 1).index

    terms = analyse_question(QUESTION)
    assert counted.search(terms, 50) == fitted.search(terms, 50)
    for field in Field:
        assert counted.models[field].average_length == fitted.models[field].average_length
        for term in [*terms[field], "of no passage"]:
            assert counted.models[field].idf.get(term) == fitted.models[field].idf.get(term)


def test_what_is_read_back_of_a_model_is_what_was_fitted(
    tmp_path: Path, shipped: Knowledge
) -> None:
    kept = built(tmp_path, *shipped_articles()).index

    for field in Field:
        fitted, read = shipped.index.models[field], kept.models[field]
        assert read.average_length == fitted.average_length
        for term in [*analyse_question(QUESTION)[field], "dân_vận", "khéo"]:
            assert read.idf.get(term) == fitted.idf.get(term)
        assert read.idf.get("of no passage") is None
        assert read.idf.get("of no passage", 7.0) == 7.0


def test_an_index_is_made_by_the_engine_that_is_given() -> None:
    given = temporary([])

    assert Index.build([], make=lambda _: given).engine is given
