"""The index that Milvus answers from: filled beside the questions, stood in for while away."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from bot.store.database import open_database
from bot.store.term_statistics import TermStatistics
from corpus.passages import passages_of
from corpus.records import Article
from retrieval.answering import answer
from retrieval.derived import in_memory
from retrieval.distributed import OTHERS_SECONDS, Distributed
from retrieval.engines.milvus.server import Server
from retrieval.engines.milvus.statistics import Known
from retrieval.errors import EngineUnavailableError
from retrieval.knowledge import Knowledge
from retrieval.records import Answer, Reply
from tests.support.made_up import article
from tests.support.milvus_server import shared_milvus

QUESTION = "xã Tân An có mấy tổ tự quản"
ARTICLES = [
    article(),
    article("Xã Tân Bình có 7 tổ tự quản.", name="tan-binh.txt", place="xã Tân Bình"),
]
_names = (f"distributed_{number}" for number in count())


class Watched(TermStatistics):
    """Statistics in a database that is away for the next `away` times."""

    away = 0
    asked = 0
    others_turns = 0
    """How often another process is at it."""

    def known(self, index: str, terms: Collection[str]) -> Known | None:
        self.asked += 1
        if self.away:
            self.away -= 1
            raise EngineUnavailableError("the database is away")
        return super().known(index, terms)

    @contextmanager
    def turn(self, index: str) -> Iterator[bool]:
        self.others_turns -= 1
        with super().turn(index) as had:
            yield had and self.others_turns < 0


@pytest.fixture
def statistics(tmp_path: Path) -> Iterator[Watched]:
    with open_database(f"sqlite:///{tmp_path}/terms.db") as database:
        yield Watched.open(database)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(shared_milvus().uri)
    yield server
    server.close()


def knowledge(derive: Distributed, articles: list[Article]) -> Knowledge:
    return Knowledge.build(articles, derive=derive)


def quotes(found: Reply) -> list[str]:
    assert isinstance(found, Answer)
    return [one.quote for one in found.citations]


def test_milvus_answers_as_this_machine_does(server: Server, statistics: Watched) -> None:
    derive = Distributed(in_memory, server, statistics, index=next(_names))
    known = knowledge(derive, ARTICLES)
    derive.settle()
    before = statistics.asked
    found = quotes(answer(QUESTION, known))

    assert statistics.asked > before
    assert found == quotes(answer(QUESTION, Knowledge.build(ARTICLES)))


def test_who_comes_later_finds_milvus_filled(server: Server, statistics: Watched) -> None:
    index, versions = next(_names), []
    for _ in range(2):
        derive = Distributed(in_memory, server, statistics, index=index)
        knowledge(derive, ARTICLES)
        derive.settle()
        versions.append(statistics.known(index, ()))

    assert versions[0] is not None
    assert versions[0] == versions[1]


def test_it_is_told_whether_milvus_has_what_the_library_has(
    server: Server, statistics: Watched
) -> None:
    derive = Distributed(in_memory, server, statistics, index=next(_names))
    knowledge(derive, ARTICLES[:1])
    derive.settle()

    assert derive.holds(ARTICLES[:1], passages_of)
    assert not derive.holds(ARTICLES, passages_of)


def test_milvus_follows_the_library(server: Server, statistics: Watched) -> None:
    derive = Distributed(in_memory, server, statistics, index=next(_names))
    knowledge(derive, ARTICLES[:1])
    derive.settle()
    known = knowledge(derive, ARTICLES)
    derive.settle()

    assert quotes(answer("xã Tân Bình có mấy tổ tự quản", known)) == [
        "Xã Tân Bình có 7 tổ tự quản."
    ]


def test_while_milvus_is_away_this_machine_answers_and_it_is_tried_again(
    server: Server, statistics: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    waits: list[float] = []
    statistics.away = 3
    derive = Distributed(in_memory, server, statistics, index=next(_names), pause=waits.append)
    with caplog.at_level(logging.ERROR):
        known = knowledge(derive, ARTICLES)
        found = quotes(answer(QUESTION, known))
        derive.settle()

    assert found == quotes(answer(QUESTION, known))
    assert waits == [1.0, 2.0, 4.0]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_who_does_not_know_the_newest_library_answers_from_this_machine_and_alarms_nobody(
    server: Server, statistics: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    index = next(_names)
    slow, quick = (Distributed(in_memory, server, statistics, index=index) for _ in range(2))
    known = knowledge(slow, ARTICLES[:1])
    slow.settle()
    knowledge(quick, ARTICLES)
    quick.settle()

    with caplog.at_level(logging.INFO):
        found = quotes(answer(QUESTION, known))

    assert found == quotes(answer(QUESTION, Knowledge.build(ARTICLES[:1])))
    assert "another state of the library" in caplog.text
    assert {record.levelname for record in caplog.records} == {"INFO"}


def test_while_another_process_fills_milvus_this_one_waits(
    server: Server, statistics: Watched
) -> None:
    waits: list[float] = []
    statistics.others_turns = 2
    derive = Distributed(in_memory, server, statistics, index=next(_names), pause=waits.append)
    knowledge(derive, ARTICLES)
    derive.settle()

    assert waits == [OTHERS_SECONDS] * 2
    assert derive.holds(ARTICLES, passages_of)


def test_of_two_changes_at_once_the_later_stays(server: Server, statistics: Watched) -> None:
    derive = Distributed(in_memory, server, statistics, index=next(_names))
    for articles in (ARTICLES[:1], ARTICLES[1:], ARTICLES):
        knowledge(derive, articles)
    derive.settle()

    assert derive.holds(ARTICLES, passages_of)
