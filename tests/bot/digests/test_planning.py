"""New articles of the knowledge become digests in the outbox."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
import sqlalchemy as sa

from bot.digests.arrivals import arrivals_between
from bot.digests.planning import due_digests, write
from bot.errors import LeaseLostError, StoreUnavailableError
from bot.keeper import KnowledgeKeeper
from bot.store.lease import LASTS
from bot.store.records import Lease
from bot.store.store import Store
from corpus.records import Article
from retrieval.knowledge import Knowledge
from tests.support.new_articles import ADDED, FIGURE, LEAD, new_article, wanting
from tests.support.running_bot import Shelf, empty_store
from tests.support.stores import NOW, claim_all, lease_of, states

SETTLED = ADDED + timedelta(hours=1)
HERE, THERE = "xã Cần Đước, tỉnh Tây Ninh", "tỉnh Hà Tĩnh"
CAN_DUOC, HA_TINH = "new/tay-ninh/xa-can-duoc", "new/ha-tinh"


def knowledge_of(*articles: Article) -> Knowledge:
    return KnowledgeKeeper(Shelf(articles)).knowledge


def digesting(store: Store, holder: str = "one", *, now: datetime = NOW) -> Lease:
    """Take the digests' lease, which must be free."""
    lease = store.leases.take("digests", holder, now=now)
    assert lease is not None
    return lease


def plan(store: Store, knowledge: Knowledge, lease: Lease) -> tuple[int, ...]:
    """Plan whatever is due, and return the digests' numbers."""
    return write(due_digests(knowledge, store, SETTLED), knowledge, store, lease, SETTLED)


def text_of(store: Store, number: int) -> str:
    content = store.announcements.get(number).draft.content
    return str(json.loads(content.parameters)["text"])


def test_an_article_is_about_the_place_it_names_and_not_about_what_that_lies_in() -> None:
    knowledge = knowledge_of(new_article(place="huyện Cần Đước, tỉnh Long An"))
    [arrival] = arrivals_between(NOW, SETTLED, knowledge)
    assert arrival.places == {"old/long-an/huyen-can-duoc"}
    assert arrival.topics == {"dan-van-kheo"}


def test_arrivals_come_in_the_order_of_addition_without_what_was_before_or_after() -> None:
    knowledge = knowledge_of(*(new_article(number) for number in (3, 0, 2, 1, 4)))
    found = arrivals_between(ADDED, ADDED + timedelta(minutes=3), knowledge)
    assert [one.article_id for one in found] == ["bai1", "bai2", "bai3"]


def test_a_digest_quotes_the_article_and_goes_to_all_whom_it_concerns(store: Store) -> None:
    wanting(store, -1, -2)
    wanting(store, -3, places=frozenset({HA_TINH}))
    [number] = plan(store, knowledge_of(new_article(place=HERE)), digesting(store))
    assert list(states(store, number)) == [-2, -1]
    assert LEAD.format(HERE) in text_of(store, number)
    assert FIGURE.format(HERE) in text_of(store, number)
    assert store.announcements.get(number).is_digest


def test_chats_of_different_places_get_different_digests(store: Store) -> None:
    wanting(store, -1, -2, places=frozenset({CAN_DUOC}))
    wanting(store, -3, places=frozenset({HA_TINH}))
    wanting(store, -4)
    knowledge = knowledge_of(new_article(0, HERE), new_article(1, THERE))
    numbers = plan(store, knowledge, digesting(store))
    assert sorted(list(states(store, number)) for number in numbers) == [[-4], [-3], [-2, -1]]


def test_looking_again_finds_nothing(store: Store) -> None:
    wanting(store, -1)
    wanting(store, -2, places=frozenset({HA_TINH}))
    knowledge, lease = knowledge_of(new_article(place=HERE)), digesting(store)
    assert len(plan(store, knowledge, lease)) == 1
    assert plan(store, knowledge, lease) == ()
    assert store.subscriptions.with_digests(told_before=ADDED) == ()


def test_a_corrected_article_is_not_told_of_again(store: Store) -> None:
    wanting(store, -1)
    first, lease = new_article(), digesting(store)
    assert len(plan(store, knowledge_of(first), lease)) == 1
    corrected = replace(first, title="Đính chính", text=FIGURE.format("xã Tân An"))
    assert plan(store, knowledge_of(corrected), lease) == ()


def test_articles_of_no_library_are_no_news(store: Store) -> None:
    wanting(store, -1)
    bare = replace(new_article(), added_at=None)
    assert due_digests(knowledge_of(bare), store, SETTLED).digests == ()


def test_a_process_that_dies_in_between_leaves_the_rest_to_be_found(store: Store) -> None:
    wanting(store, -1, places=frozenset({CAN_DUOC}))
    wanting(store, -2, places=frozenset({HA_TINH}))
    knowledge = knowledge_of(new_article(0, HERE), new_article(1, THERE))
    lease = digesting(store)
    found = due_digests(knowledge, store, SETTLED)
    [first] = write(replace(found, digests=found.digests[:1]), knowledge, store, lease, SETTLED)
    [second] = plan(store, knowledge, lease)
    assert [*states(store, first), *states(store, second)] == [-2, -1]


def test_at_whichever_statement_the_database_fails_each_chat_is_told_once() -> None:
    knowledge = knowledge_of(new_article(0, HERE), new_article(1, THERE))
    for failing in count(1):
        with empty_store() as store:
            with store.together():
                wanting(store, -1)
                wanting(store, -2, -3, places=frozenset({CAN_DUOC}))
                wanting(store, -4, places=frozenset({"new/ca-mau"}))
            lease = digesting(store)
            with failing_at(store, failing) as statements, suppress(StoreUnavailableError):
                plan(store, knowledge, lease)
            plan(store, knowledge, lease)
            assert deliveries(store) == {-1: 1, -2: 1, -3: 1}
            assert store.subscriptions.with_digests(told_before=ADDED) == ()
        if len(statements) < failing:
            break
    assert failing > 10


def deliveries(store: Store) -> Counter[int]:
    """Count the digests that every chat gets."""
    lease = lease_of(store, now=SETTLED)
    return Counter(claim.chat_id for claim in claim_all(store, lease, now=SETTLED))


@contextmanager
def failing_at(store: Store, number: int) -> Iterator[list[str]]:
    """Have the database fail at a statement, and all that come after; yield those it was given."""
    engine, statements = store._database._reader, list[str]()

    def fail(*given: object) -> None:
        statements.append(str(given[2]))
        if len(statements) >= number:
            raise OSError("the power is gone")

    sa.event.listen(engine, "before_cursor_execute", fail)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", fail)


def test_whoever_lost_the_lease_plans_nothing_and_the_other_all_of_it(store: Store) -> None:
    wanting(store, -1, -2)
    knowledge, lost = knowledge_of(new_article()), digesting(store)
    found = due_digests(knowledge, store, SETTLED)
    taken = digesting(store, "two", now=NOW + LASTS)
    with pytest.raises(LeaseLostError):
        write(found, knowledge, store, lost, SETTLED)
    [number] = write(found, knowledge, store, taken, SETTLED)
    assert list(states(store, number)) == [-2, -1]
