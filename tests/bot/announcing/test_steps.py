"""Who may take which step, and what a step that is refused leaves behind."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.announcing.steps import Steps, seal_of
from bot.errors import (
    AnnouncementStateError,
    ApprovalNeededError,
    BrokenSealError,
    NobodyReachedError,
    NotAllowedError,
    PastDueError,
    PlacesNotAllowedError,
)
from bot.store.records import Announcement, Preferences, Rank, Role, Step
from bot.store.store import Store
from tests.support.running_bot import empty_store
from tests.support.stores import NOW, OFFICER, OTHER_TEXT, OWNER, TEXT, subscribe

SECOND, ELSEWHERE, NOBODY = 21, 22, 23
HERE, THERE = "new/tay-ninh", "new/ha-tinh"
HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store(owners=[OWNER]) as opened:
        subscribe(opened, -1, -2, preferences=Preferences(places=frozenset({HERE})))
        subscribe(opened, -3, preferences=Preferences(places=frozenset({THERE})))
        for person, place in ((OFFICER, HERE), (SECOND, HERE), (ELSEWHERE, THERE)):
            role = Role(user_id=person, rank=Rank.OFFICER, places=frozenset({place}))
            opened.roles.grant(role, by=OWNER, now=NOW)
        yield opened


def steps_of(store: Store, *, most_unapproved: int | None = None, at: datetime = NOW) -> Steps:
    return Steps(store=store, most_unapproved=most_unapproved, clock=lambda: at)


@pytest.fixture
def steps(store: Store) -> Steps:
    return steps_of(store)


@pytest.fixture
def draft(steps: Steps) -> Announcement:
    return steps.compose(TEXT, OFFICER)


def sent(steps: Steps) -> Announcement:
    draft = steps.compose(TEXT, OFFICER)
    return steps.confirm(draft.id, OFFICER, seal_of(draft))


def test_a_draft_goes_to_the_places_of_its_officer(steps: Steps) -> None:
    assert steps.compose(TEXT, OFFICER).draft.places == {HERE}
    assert steps.compose(TEXT, OWNER).draft.places == set()


@pytest.mark.parametrize("places", [{THERE}, {HERE, THERE}, set()])
def test_nobody_addresses_places_that_are_not_theirs(
    steps: Steps, draft: Announcement, places: set[str]
) -> None:
    with pytest.raises(PlacesNotAllowedError):
        steps.change(draft.id, OFFICER, lambda one: replace(one, places=frozenset(places)))
    assert steps.see(draft.id, OFFICER) == draft


@pytest.mark.parametrize("by", [OWNER, SECOND])
@pytest.mark.parametrize(
    "step",
    [
        lambda steps, draft, by: steps.see(draft.id, by),
        lambda steps, draft, by: steps.change(draft.id, by, lambda one: one),
        lambda steps, draft, by: steps.discard(draft.id, by),
        lambda steps, draft, by: steps.confirm(draft.id, by, seal_of(draft)),
        lambda steps, draft, by: steps.submit(draft.id, by, seal_of(draft)),
    ],
)
def test_a_draft_is_its_officers_alone(
    steps: Steps, draft: Announcement, by: int, step: Callable[..., object]
) -> None:
    with pytest.raises(NotAllowedError):
        step(steps, draft, by)


def test_what_is_sent_is_for_all_officers_of_its_places_and_owners(steps: Steps) -> None:
    number = sent(steps).id
    assert [steps.see(number, by).id for by in (OFFICER, SECOND, OWNER)] == [number] * 3
    for by in (ELSEWHERE, NOBODY):
        with pytest.raises(NotAllowedError):
            steps.stop(number, by)
    steps.stop(number, SECOND)
    assert steps.see(number, OWNER).step is Step.STOPPED


def test_a_role_that_was_taken_ends_at_once(steps: Steps, draft: Announcement) -> None:
    steps.store.roles.grant(Role(user_id=OFFICER), by=OWNER, now=NOW)
    with pytest.raises(NotAllowedError):
        steps.confirm(draft.id, OFFICER, seal_of(draft))
    assert steps.store.announcements.get(draft.id).step is Step.DRAFT


def test_what_changed_since_it_was_shown_is_not_sent(steps: Steps, draft: Announcement) -> None:
    changed = steps.change(draft.id, OFFICER, lambda one: replace(one, content=OTHER_TEXT))
    with pytest.raises(BrokenSealError):
        steps.confirm(draft.id, OFFICER, seal_of(draft))
    assert steps.confirm(draft.id, OFFICER, seal_of(changed)).step is Step.PLANNED


@pytest.mark.parametrize(
    "changed",
    [
        {"content": OTHER_TEXT},
        {"places": frozenset({"new/tay-ninh/xa-can-duoc"})},
        {"topics": frozenset({"bau-cu"})},
        {"due_at": NOW + HOUR},
        {"urgent": True},
        {"acknowledge": True},
    ],
)
def test_the_seal_changes_with_everything_that_was_shown(
    draft: Announcement, changed: dict[str, object]
) -> None:
    other = replace(draft, draft=replace(draft.draft, **changed))  # type: ignore[arg-type]
    assert seal_of(other) != seal_of(draft)
    assert seal_of(replace(draft, revision=2)) != seal_of(draft)


def test_a_time_that_passed_before_it_was_confirmed_is_told(store: Store) -> None:
    draft = steps_of(store).compose(TEXT, OFFICER)
    planned = steps_of(store).change(draft.id, OFFICER, lambda one: replace(one, due_at=NOW + HOUR))
    with pytest.raises(PastDueError):
        steps_of(store, at=NOW + HOUR).confirm(draft.id, OFFICER, seal_of(planned))
    assert store.announcements.get(draft.id).step is Step.DRAFT


def test_one_that_reaches_nobody_stays_a_draft(steps: Steps, draft: Announcement) -> None:
    for chat in (-1, -2):
        steps.store.subscriptions.end(chat, "unsubscribed", now=NOW)
    for step in (steps.confirm, steps.submit):
        with pytest.raises(NobodyReachedError):
            step(draft.id, OFFICER, seal_of(draft))
    assert steps.see(draft.id, OFFICER).step is Step.DRAFT


def test_above_the_audience_of_the_settings_a_second_person_has_to_approve(store: Store) -> None:
    steps = steps_of(store, most_unapproved=1)
    draft = steps.compose(TEXT, OFFICER)
    with pytest.raises(ApprovalNeededError):
        steps.confirm(draft.id, OFFICER, seal_of(draft))
    assert set(steps.submit(draft.id, OFFICER, seal_of(draft))) == {OWNER, SECOND}
    for by in (OFFICER, ELSEWHERE, NOBODY):
        with pytest.raises(NotAllowedError):
            steps.approve(draft.id, by, seal_of(draft))
    with pytest.raises(NotAllowedError):
        steps.confirm(draft.id, OFFICER, seal_of(draft))
    approved = steps.approve(draft.id, SECOND, seal_of(draft))
    assert (approved.step, approved.approved_by) == (Step.PLANNED, SECOND)


def test_what_was_approved_is_not_approved_again(store: Store) -> None:
    steps = steps_of(store)
    draft = steps.compose(TEXT, OFFICER)
    steps.submit(draft.id, OFFICER, seal_of(draft))
    steps.approve(draft.id, SECOND, seal_of(draft))
    with pytest.raises(AnnouncementStateError):
        steps.approve(draft.id, OWNER, seal_of(draft))


def test_a_draft_that_is_handed_back_stays_its_officers(steps: Steps, draft: Announcement) -> None:
    steps.submit(draft.id, OFFICER, seal_of(draft))
    for by in (ELSEWHERE, NOBODY):
        with pytest.raises(NotAllowedError):
            steps.hand_back(draft.id, by)
    back = steps.hand_back(draft.id, SECOND)
    assert (back.step, back.created_by) == (Step.DRAFT, OFFICER)
    with pytest.raises(BrokenSealError):
        steps.approve(draft.id, SECOND, seal_of(draft))


def test_the_list_holds_what_someone_may_see(steps: Steps, draft: Announcement) -> None:
    number = sent(steps).id
    listed = {
        by: [one.id for one in steps.newest(by, before=None, most=10)]
        for by in (OFFICER, SECOND, ELSEWHERE, OWNER)
    }
    assert listed == {OFFICER: [number, draft.id], SECOND: [number], ELSEWHERE: [], OWNER: [number]}
    assert [one.id for one in steps.newest(OFFICER, before=number, most=10)] == [draft.id]
    assert [one.id for one in steps.newest(OFFICER, before=None, most=1)] == [number]
