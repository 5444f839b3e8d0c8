"""Steps that an announcement can't take from where it stands."""

from collections.abc import Callable

import pytest

from bot.errors import AnnouncementStateError, UnknownAnnouncementError
from bot.store.records import Draft
from bot.store.store import Store
from tests.support.stores import NOW, OFFICER, OTHER_TEXT, TEXT, announce, subscribe

STEPS: dict[str, Callable[[Store, int], object]] = {
    "revise": lambda store, number: store.announcements.revise(
        number, Draft(content=TEXT), by=OFFICER, now=NOW
    ),
    "discard": lambda store, number: store.announcements.discard(number, by=OFFICER, now=NOW),
    "submit": lambda store, number: store.announcements.submit(number, by=OFFICER, now=NOW),
    "plan": lambda store, number: store.announcements.plan(
        number, by=OFFICER, now=NOW, most_unapproved=None
    ),
    "stop": lambda store, number: store.announcements.stop(number, by=OFFICER, now=NOW),
    "resume": lambda store, number: store.announcements.resume(number, by=OFFICER, now=NOW),
    "retry": lambda store, number: store.announcements.retry_failed(number, by=OFFICER, now=NOW),
    "correct": lambda store, number: store.announcements.correct(
        number, OTHER_TEXT, by=OFFICER, now=NOW
    ),
    "recall": lambda store, number: store.announcements.recall(number, by=OFFICER, now=NOW),
}
AFTER_DRAFT = ("stop", "resume", "retry", "correct", "recall")
AFTER_RECALL = ("revise", "discard", "submit", "plan", "stop", "resume", "correct", "recall")


@pytest.mark.parametrize("name", AFTER_DRAFT)
def test_a_draft_takes_no_step_of_a_planned_one(store: Store, name: str) -> None:
    number = store.announcements.draft(Draft(content=TEXT), by=OFFICER, now=NOW)
    with pytest.raises(AnnouncementStateError, match=f"{number} is draft"):
        STEPS[name](store, number)
    assert len(store.audit.entries()) == 1


@pytest.mark.parametrize("name", AFTER_RECALL)
def test_a_recalled_one_takes_no_further_step(store: Store, name: str) -> None:
    subscribe(store, -1)
    number = announce(store)
    store.announcements.recall(number, by=OFFICER, now=NOW)
    with pytest.raises(AnnouncementStateError, match=f"{number} is recalled"):
        STEPS[name](store, number)


@pytest.mark.parametrize("name", STEPS)
def test_an_unknown_number_is_refused(store: Store, name: str) -> None:
    with pytest.raises(UnknownAnnouncementError, match="404"):
        STEPS[name](store, 404)
