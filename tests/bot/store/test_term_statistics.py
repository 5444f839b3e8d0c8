"""What processes agree on about an index in Milvus, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.database import open_database
from bot.store.term_statistics import AT_A_TIME, TermStatistics, tables
from retrieval.engines.milvus.statistics import Change, Known, Term, Version
from retrieval.errors import EngineUnavailableError

FIRST = Version(collection="news_1", passages=2, end=3, stamp="r1")
SECOND = Version(collection="news_2", passages=1, end=1, stamp="r2")
TERMS = {"dân": Term(dimension=1, frequency=2), "vận": Term(dimension=2, frequency=1)}


@pytest.fixture
def statistics(url: str) -> Iterator[TermStatistics]:
    with open_database(url) as database:
        statistics = TermStatistics.open(database)
        statistics.prepare("news", FIRST, TERMS.items())
        statistics.switch("news", FIRST.collection)
        yield statistics
        with database.writing() as connection:
            tables.drop_all(connection)


def test_a_version_is_known_with_the_terms_that_were_asked_for(statistics: TermStatistics) -> None:
    found = statistics.known("news", ["vận", "khéo"])

    assert found == Known(version=FIRST, terms={"vận": TERMS["vận"]})
    assert statistics.known("news", ()) == Known(version=FIRST, terms={})
    assert statistics.known("laws", ()) is None


def test_a_version_that_is_only_prepared_gets_no_question(statistics: TermStatistics) -> None:
    statistics.prepare("news", SECOND, ())

    assert statistics.known("news", ()) == Known(version=FIRST, terms={})


def test_after_the_switch_the_version_before_is_forgotten(statistics: TermStatistics) -> None:
    statistics.prepare("news", SECOND, [("khéo", Term(dimension=1, frequency=1))])
    statistics.switch("news", SECOND.collection)

    found = statistics.known("news", ["dân", "khéo"])

    assert found == Known(version=SECOND, terms={"khéo": Term(dimension=1, frequency=1)})
    with pytest.raises(EngineUnavailableError, match="rebuilt"):
        statistics.begin(FIRST.collection, (), 0)


def test_indexes_do_not_touch_each_other(statistics: TermStatistics) -> None:
    statistics.prepare("laws", SECOND, ())
    statistics.switch("laws", SECOND.collection)

    assert statistics.known("news", ()) == Known(version=FIRST, terms={})
    assert statistics.known("laws", ()) == Known(version=SECOND, terms={})


def test_new_terms_and_passages_get_numbers_that_nobody_has(statistics: TermStatistics) -> None:
    begun = statistics.begin(FIRST.collection, ["khéo", "dân"], 5)
    again = statistics.begin(FIRST.collection, ["ấp", "khéo"], 1)

    assert (begun.dimensions, begun.first_number) == ({"khéo": 3, "dân": 1}, 3)
    assert (again.dimensions, again.first_number) == ({"ấp": 4, "khéo": 3}, 8)


def test_a_change_counts_when_it_is_finished(statistics: TermStatistics) -> None:
    begun = statistics.begin(FIRST.collection, ["khéo"], 1)
    change = Change(passages=1, frequencies={1: -1, 2: 0, 3: 1}, stamp="r3")

    assert begun.is_sound
    assert statistics.finish(FIRST.collection, begun.token, change)
    assert statistics.known("news", ["dân", "vận", "khéo"]) == Known(
        version=Version(collection="news_1", passages=3, end=4, stamp="r3"),
        terms={
            "dân": Term(dimension=1, frequency=1),
            "vận": Term(dimension=2, frequency=1),
            "khéo": Term(dimension=3, frequency=1),
        },
    )


def test_a_count_takes_the_place_of_all_that_was_counted(statistics: TermStatistics) -> None:
    begun = statistics.begin(FIRST.collection, (), 0)
    count = Change(passages=7, frequencies={2: 5}, is_count=True)

    assert statistics.finish(FIRST.collection, begun.token, count)
    found = statistics.known("news", TERMS)
    assert found is not None
    assert (found.version.passages, found.version.stamp) == (7, "r1")
    assert [found.terms[term].frequency for term in TERMS] == [0, 5]


def test_the_next_change_learns_that_one_was_never_finished(statistics: TermStatistics) -> None:
    statistics.begin(FIRST.collection, (), 0)

    assert not statistics.begin(FIRST.collection, (), 0).is_sound


def test_a_change_that_was_overtaken_does_not_count(statistics: TermStatistics) -> None:
    overtaken = statistics.begin(FIRST.collection, (), 0)
    last = statistics.begin(FIRST.collection, (), 0)

    assert not statistics.finish(FIRST.collection, overtaken.token, Change(passages=9))
    assert statistics.known("news", ()) == Known(version=FIRST, terms={})
    assert statistics.finish(FIRST.collection, last.token, Change(passages=1))


def test_more_terms_than_a_statement_takes_are_kept(statistics: TermStatistics) -> None:
    terms = [f"t{n}" for n in range(AT_A_TIME + 1)]
    begun = statistics.begin(FIRST.collection, terms, 0)

    assert list(begun.dimensions.values()) == list(range(3, AT_A_TIME + 4))
    assert statistics.begin(FIRST.collection, terms, 0).dimensions == begun.dimensions


def test_it_may_be_opened_again_and_keeps_what_it_has(url: str, statistics: TermStatistics) -> None:
    with open_database(url) as database:
        assert TermStatistics.open(database).known("news", ()) == Known(version=FIRST, terms={})


def test_where_the_database_fails_the_engine_is_unavailable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    with open_database(url) as database:
        statistics = TermStatistics.open(database)
        with database.writing() as connection:
            connection.execute(sa.text("DROP TABLE index_version"))

        with pytest.raises(EngineUnavailableError, match="database"):
            statistics.known("news", ())


def test_the_turn_to_change_an_index_is_had_again_and_again(statistics: TermStatistics) -> None:
    for _ in range(2):
        with statistics.turn("news") as had, statistics.turn("laws") as of_another:
            assert (had, of_another) == (True, True)


def test_on_a_shared_server_one_at_a_time_has_the_turn(postgresql_url: str) -> None:
    with open_database(postgresql_url) as one, open_database(postgresql_url) as another:
        ours, theirs = TermStatistics.open(one), TermStatistics.open(another)
        with ours.turn("news") as first, theirs.turn("news") as second:
            assert (first, second) == (True, False)
        with theirs.turn("news") as second:
            assert second
