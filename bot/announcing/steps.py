"""The steps that officers take with announcements, each with the role that they have at that time.

Everything blocks. A step is one transaction with the look at the role, and raises NotAllowedError,
UnknownAnnouncementError, AnnouncementStateError, or what it says itself, having done nothing. It is
taken once for the message or press that asks for it, however often that is tried to be answered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from typing import Concatenate, ParamSpec

from bot.clock import now
from bot.errors import (
    BrokenSealError,
    NobodyReachedError,
    NotAllowedError,
    PastDueError,
    PlacesNotAllowedError,
)
from bot.store.records import Announcement, Content, Draft, PostedMessage, Rank, Role, Step
from bot.store.roles import Action, may
from bot.store.store import Store

UNSENT = frozenset({Step.DRAFT, Step.AWAITING_APPROVAL})
_SEAL_BYTES = 6

P = ParamSpec("P")


def seal_of(announcement: Announcement) -> str:
    """Return twelve hexadecimal digits that change with what would be sent, to whom, or when."""
    draft = announcement.draft
    sealed = (
        announcement.id,
        announcement.revision,
        draft.content.method,
        draft.content.parameters,
        sorted(draft.places),
        sorted(draft.topics),
        draft.due_at,
        draft.urgent,
        draft.acknowledge,
    )
    return blake2b(repr(sealed).encode(), digest_size=_SEAL_BYTES).hexdigest()


def _once(step: Callable[Concatenate["Steps", P], None]) -> Callable[Concatenate["Steps", P], None]:
    """Take a step once for an update."""

    @wraps(step)
    def taken(self: "Steps", /, *args: P.args, **kwargs: P.kwargs) -> None:
        self.store.inbox.once(step.__name__, lambda: step(self, *args, **kwargs))

    return taken


def _once_of_one(
    step: Callable[Concatenate["Steps", P], Announcement],
) -> Callable[Concatenate["Steps", P], Announcement]:
    """Take a step once for an update; another time return its announcement as it is by then."""

    @wraps(step)
    def taken(self: "Steps", /, *args: P.args, **kwargs: P.kwargs) -> Announcement:
        with self.store.together():
            number = self.store.inbox.once(step.__name__, lambda: step(self, *args, **kwargs).id)
            return self.store.announcements.get(number)

    return taken


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """What officers do; `by` is always who does it."""

    store: Store
    most_unapproved: int | None = None
    """Chats that one person may decide to write to; None is any number."""
    clock: Callable[[], datetime] = now

    def check(self, by: int) -> Role:
        """Return the role of an officer or owner; NotAllowedError for anyone else."""
        role = self.store.roles.of(by)
        if role.rank is Rank.NONE:
            raise NotAllowedError(f"{by} is no officer")
        return role

    def see(self, announcement_id: int, by: int) -> Announcement:
        """Return an announcement that someone may see: their own, or one to their places."""
        role = self.check(by)
        announcement = self.store.announcements.get(announcement_id)
        if not _is_visible(announcement, role):
            raise NotAllowedError(f"announcement {announcement_id} is not for {by} to see")
        return announcement

    def newest(self, by: int, *, before: int | None, most: int) -> tuple[Announcement, ...]:
        """Return the newest announcements that someone may see, the last one first."""
        role = self.check(by)
        found: list[Announcement] = []
        while page := self.store.announcements.newest(most=most, before=before):
            found += (one for one in page if _is_visible(one, role))
            before = page[-1].id
            if len(found) >= most:
                break
        return tuple(found[:most])

    # What is not sent yet

    @_once_of_one
    def compose(self, content: Content, by: int) -> Announcement:
        """Keep a draft, to all the places that its officer may write to."""
        with self.store.together():
            role = self.check(by)
            places = role.places if role.rank is Rank.OFFICER else frozenset()
            draft = Draft(content=content, places=places)
            number = self.store.announcements.draft(draft, by=by, now=self.clock())
            return self.store.announcements.get(number)

    @_once_of_one
    def change(
        self, announcement_id: int, by: int, changed: Callable[[Draft], Draft]
    ) -> Announcement:
        """Change a draft of one's own; PlacesNotAllowedError for places of others."""
        with self.store.together():
            announcement = self._own(announcement_id, by)
            draft = changed(announcement.draft)
            self._check_places(draft, by)
            if draft != announcement.draft or announcement.step is not Step.DRAFT:
                self.store.announcements.revise(announcement_id, draft, by=by, now=self.clock())
            return self.store.announcements.get(announcement_id)

    @_once
    def discard(self, announcement_id: int, by: int) -> None:
        """Delete a draft of one's own."""
        with self.store.together():
            self._own(announcement_id, by)
            self.store.announcements.discard(announcement_id, by=by, now=self.clock())

    @_once_of_one
    def confirm(self, announcement_id: int, by: int, seal: str) -> Announcement:
        """Have a draft of one's own sent.

        Raises BrokenSealError, PastDueError, NobodyReachedError, ApprovalNeededError.
        """
        with self.store.together():
            announcement = self._own(announcement_id, by)
            if announcement.step is Step.AWAITING_APPROVAL:
                raise NotAllowedError(f"announcement {announcement_id} awaits a second person")
            return self._plan(announcement, by, seal)

    def submit(self, announcement_id: int, by: int, seal: str) -> tuple[int, ...]:
        """Ask for approval of a draft of one's own; return who may give it.

        Raises BrokenSealError, PastDueError, NobodyReachedError.
        """
        asked = self.store.inbox.once("submit", lambda: self._submit(announcement_id, by, seal))
        return tuple(asked)

    @_once_of_one
    def approve(self, announcement_id: int, by: int, seal: str) -> Announcement:
        """Have sent what somebody else submitted; raises as `confirm` does."""
        with self.store.together():
            announcement = self._check_theirs(announcement_id, by)
            if announcement.step is Step.DRAFT:  # taken back: it is its officer's alone
                raise BrokenSealError(f"announcement {announcement_id} is a draft again")
            return self._plan(announcement, by, seal)

    @_once_of_one
    def hand_back(self, announcement_id: int, by: int) -> Announcement:
        """Make what awaits approval a draft again: its officer may, and who could approve it."""
        with self.store.together():
            self.check(by)
            announcement = self.store.announcements.get(announcement_id)
            if announcement.created_by != by:
                self._check_places(announcement.draft, by)
            self.store.announcements.hand_back(announcement_id, by=by, now=self.clock())
            return self.store.announcements.get(announcement_id)

    # What is on its way, or has arrived

    @_once
    def stop(self, announcement_id: int, by: int) -> None:
        """Send no more of it."""
        with self.store.together():
            self._check_theirs(announcement_id, by)
            self.store.announcements.stop(announcement_id, by=by, now=self.clock())

    @_once
    def resume(self, announcement_id: int, by: int) -> None:
        """Go on with what was stopped."""
        with self.store.together():
            self._check_theirs(announcement_id, by)
            self.store.announcements.resume(announcement_id, by=by, now=self.clock())

    @_once
    def retry_failed(self, announcement_id: int, by: int) -> None:
        """Try again what failed."""
        with self.store.together():
            self._check_theirs(announcement_id, by)
            self.store.announcements.retry_failed(announcement_id, by=by, now=self.clock())

    @_once
    def correct(self, announcement_id: int, by: int, seal: str, content: Content) -> None:
        """Put other content in place of it everywhere; raises BrokenSealError."""
        with self.store.together():
            self._check_seal(self._check_theirs(announcement_id, by), seal)
            self.store.announcements.correct(announcement_id, content, by=by, now=self.clock())

    @_once
    def recall(self, announcement_id: int, by: int, seal: str) -> None:
        """Delete it everywhere; raises BrokenSealError."""
        with self.store.together():
            self._check_seal(self._check_theirs(announcement_id, by), seal)
            self.store.announcements.recall(announcement_id, by=by, now=self.clock())

    def show_on(self, announcement_id: int, card: PostedMessage) -> None:
        """Note the message that shows how the announcement is doing."""
        self.store.announcements.show_on(announcement_id, card)

    def _submit(self, announcement_id: int, by: int, seal: str) -> list[int]:
        announcement = self._own(announcement_id, by)
        self._check_ready(announcement, by, seal)
        if not self._reaches(announcement):
            raise NobodyReachedError(f"announcement {announcement_id} reaches nobody")
        self.store.announcements.submit(announcement_id, by=by, now=self.clock())
        return [
            role.user_id
            for role in self.store.roles.everyone()
            if role.user_id != by and may(role, Action.ANNOUNCE, announcement.draft.places)
        ]

    def _own(self, announcement_id: int, by: int) -> Announcement:
        self.check(by)
        announcement = self.store.announcements.get(announcement_id)
        if announcement.created_by != by:
            raise NotAllowedError(f"announcement {announcement_id} is the draft of somebody else")
        return announcement

    def _check_theirs(self, announcement_id: int, by: int) -> Announcement:
        self.check(by)
        announcement = self.store.announcements.get(announcement_id)
        self._check_places(announcement.draft, by)
        return announcement

    def _check_places(self, draft: Draft, by: int) -> None:
        if not may(self.check(by), Action.ANNOUNCE, draft.places):
            raise PlacesNotAllowedError(f"{by} may not write to all of these places")

    def _check_seal(self, announcement: Announcement, seal: str) -> None:
        if seal_of(announcement) != seal:
            raise BrokenSealError(f"announcement {announcement.id} has changed meanwhile")

    def _check_ready(self, announcement: Announcement, by: int, seal: str) -> None:
        self._check_places(announcement.draft, by)
        self._check_seal(announcement, seal)
        due_at = announcement.draft.due_at
        if due_at is not None and due_at <= self.clock():
            raise PastDueError(f"announcement {announcement.id} was due at {due_at:%H:%M}")

    def _plan(self, announcement: Announcement, by: int, seal: str) -> Announcement:
        announcements = self.store.announcements
        if announcement.step in UNSENT:  # what is planned has its due time behind it, and more
            self._check_ready(announcement, by, seal)
        count = announcements.plan(
            announcement.id, by=by, now=self.clock(), most_unapproved=self.most_unapproved
        )
        if not count:
            raise NobodyReachedError(f"announcement {announcement.id} reaches nobody")
        return announcements.get(announcement.id)

    def _reaches(self, announcement: Announcement) -> int:
        draft = announcement.draft
        return self.store.subscriptions.audience_size(draft.places, draft.topics)


def _is_visible(announcement: Announcement, role: Role) -> bool:
    """Tell whether someone may see an announcement; drafts are their officer's alone."""
    if announcement.created_by == role.user_id:
        return True
    if announcement.step is Step.DRAFT:
        return False
    return may(role, Action.ANNOUNCE, announcement.draft.places)
