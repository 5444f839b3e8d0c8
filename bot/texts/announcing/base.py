"""What a language must be able to say of announcements.

What is always the same stands in `AnnouncingWords`, all of which the type checker asks for.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.announcing.moments import NoMoment
from bot.callbacks.composing import Wanted
from bot.store.records import Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """Chats by what they are."""

    groups: int
    people: int
    """Private chats."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.groups + self.people


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnouncingWords:
    """Buttons, in a button's width; toasts, in at most 200 characters; and whole messages."""

    # Under what everybody gets
    read: str
    noted: str
    noted_before: str
    only_a_preview: str

    # Buttons of a draft
    to_places: str
    to_topics: str
    when: str
    who: str
    acknowledge: str
    urgent: str
    cite: str
    attach: str
    try_sending: str
    send: str
    submit: str
    edit: str
    cancel: str
    back: str
    add_place: str
    all_places: str
    all_topics: str
    approve: str
    decline: str
    withdraw: str

    # Buttons of what is on its way
    stop: str
    resume: str
    retry: str
    correct: str
    recall: str
    deliveries: str
    readers: str
    export: str
    leave: str
    newest: str
    older: str

    # Toasts
    changed_meanwhile: str
    moved_on: str
    not_my_places: str
    one_place_stays: str
    nobody_reached: str
    approval_needed: str
    test_sent: str
    discarded: str
    too_long: str
    stopping: str
    resuming: str
    retrying: str
    correcting: str
    recalling: str
    correction_gone: str
    preparing_table: str

    # Messages
    how_to: str
    in_private: str
    cannot_announce_this: str
    cannot_correct_this: str
    correct_with_words: str
    place_unknown: str
    places_help: str
    topics_help: str
    which_place: str
    preview_note: str
    no_passage: str
    left_as_it_is: str
    returned: str
    no_announcements: str
    no_readers: str
    """Of a table that is empty yet."""
    report_only: str
    """Above the figures of an announcement that has come to its end."""


class AnnouncingTexts(ABC):
    """The words of one language."""

    @abstractmethod
    def announcing(self) -> AnnouncingWords:
        """Return what is always the same."""

    @abstractmethod
    def moment(self, moment: datetime) -> str:
        """Write a point in time, in Vietnam's zone, with its day of the week."""

    @abstractmethod
    def announcement_title(self, announcement_id: int, step: Step) -> str:
        """Name an announcement and say where it stands."""

    @abstractmethod
    def wanted(self, wanted: Wanted, announcement_id: int) -> str:
        """Ask for something in a reply to this very message; the number stands between spaces."""

    @abstractmethod
    def wanted_hint(self, wanted: Wanted) -> str:
        """Return what stands in the box to type in; at most 64 characters."""

    @abstractmethod
    def no_moment(self, problem: NoMoment) -> str:
        """Say why what was typed is no time to send at, and how to type one."""

    # A draft

    @abstractmethod
    def addressed_line(self, places: Sequence[str], topics: Sequence[str]) -> str:
        """Say whom it is for: places, none is all, and topics, none is all."""

    @abstractmethod
    def crowd_line(self, crowd: Crowd) -> str:
        """Say how many it reaches."""

    @abstractmethod
    def due_line(self, due_at: datetime | None) -> str:
        """Say when it is sent; None is as soon as it is confirmed."""

    @abstractmethod
    def flags_line(self, *, acknowledge: bool, urgent: bool) -> str:
        """Say whether it has the readers' button, and whether it waits for quiet hours."""

    @abstractmethod
    def approval_line(self, most: int) -> str:
        """Say that above so many chats a second person has to approve."""

    @abstractmethod
    def send_question(self, crowd: Crowd, places: Sequence[str], due_at: datetime | None) -> str:
        """Ask whether to send: "Gửi tới 38 nhóm ở Tây Ninh?"."""

    @abstractmethod
    def approval_question(
        self, announcement_id: int, crowd: Crowd, places: Sequence[str], due_at: datetime | None
    ) -> str:
        """Ask a second person to approve the message above."""

    @abstractmethod
    def approval_asked(self, people: int) -> str:
        """Say how many were asked to approve; none is possible."""

    @abstractmethod
    def audience_title(self, crowd: Crowd, page: int, pages: int) -> str:
        """Introduce the list of those who get it."""

    @abstractmethod
    def audience_place(self, place: str | None, count: int) -> str:
        """Say how many of them chose a place; None is none, and so everything."""

    @abstractmethod
    def audience_people(self, count: int) -> str:
        """Count the private chats, which are not listed."""

    # On its way

    @abstractmethod
    def sent_line(self, arrived: int, total: int) -> str:
        """Say how many have it."""

    @abstractmethod
    def waiting_line(self, count: int) -> str:
        """Say how many it is still to be sent to."""

    @abstractmethod
    def changing_line(self, count: int) -> str:
        """Say how many wait to be edited."""

    @abstractmethod
    def leaving_line(self, count: int) -> str:
        """Say how many wait to be deleted."""

    @abstractmethod
    def recalled_line(self, count: int) -> str:
        """Say where it was deleted."""

    @abstractmethod
    def failed_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many did not get it, and why."""

    @abstractmethod
    def uncertain_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many may have got it, and that these are not tried again."""

    @abstractmethod
    def cancelled_line(self, reasons: Mapping[str, int]) -> str:
        """Say how many it is not sent to any more, and why."""

    @abstractmethod
    def unchanged_line(self, reasons: Mapping[str, int], *, recalled: bool) -> str:
        """Say where an edit, or a deletion, did not work, and why."""

    @abstractmethod
    def readers_line(self, people: int) -> str:
        """Say how many have pressed the readers' button."""

    @abstractmethod
    def reason(self, reason: str | None) -> str:
        """Put the store's word for a reason into words; one that is not known stays as it is."""

    @abstractmethod
    def recall_question(self, posted: int) -> str:
        """Ask whether to delete it in so many chats, with what Telegram can't do."""

    @abstractmethod
    def correction_question(self, posted: int) -> str:
        """Ask whether to put the message above in place of it in so many chats."""

    @abstractmethod
    def list_title(self) -> str:
        """Introduce the announcements."""

    @abstractmethod
    def list_row(self, announcement_id: int, step: Step, moment: datetime) -> str:
        """Name an announcement in a button's width; the moment is its last known one."""

    @abstractmethod
    def readers_title(self, announcement_id: int, people: int) -> str:
        """Introduce the table of who has read it."""

    @abstractmethod
    def readers_row(self, place: str | None, chats: int, people: int) -> str:
        """Say how many have read it in the chats of a place; None is those that chose none."""
