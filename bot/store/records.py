"""What travels between the store and the layers above it.

Every record is frozen and keyword-only; every point in time is aware, in UTC. Chats, people and
messages are Telegram's ids and nothing more: no names are kept. Places are `Place.id`s, topics
`Topic.id`s.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from enum import Enum, StrEnum, auto

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The zone of hours that people choose; it has had no summer time since 1975."""


class Rank(StrEnum):
    """What someone is."""

    OWNER = "owner"
    OFFICER = "officer"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """What someone may do."""

    user_id: int
    rank: Rank = Rank.NONE
    places: frozenset[str] = frozenset()
    """Where an officer may write to; none is everywhere, as it is for subscriptions."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditEntry:
    """One step that somebody took."""

    at: datetime
    actor: int | None
    """Who; None is the bot itself, or someone whose data was deleted."""
    action: str
    """What: "role.granted", "announcement.planned" ..."""
    subject: int | None = None
    """The person that it was about."""
    announcement_id: int | None = None
    detail: str = ""


class ChatKind(StrEnum):
    """Telegram's types of chats."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class DigestRhythm(StrEnum):
    """How often a chat hears of new articles."""

    OFF = "off"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietHours:
    """Hours of Vietnam's day in which nothing is sent that is not urgent.

    >>> night = QuietHours(start=time(21), end=time(7))
    >>> night.over(datetime(2025, 1, 1, 22, 30, tzinfo=VIETNAM)).isoformat()
    '2025-01-02T07:00:00+07:00'
    >>> night.over(datetime(2025, 1, 1, 12, tzinfo=VIETNAM)).isoformat()
    '2025-01-01T12:00:00+07:00'
    """

    start: time
    end: time
    """As early as, or earlier than, `start` where midnight is between; the same is a whole day."""

    def over(self, moment: datetime) -> datetime:
        """Return the first moment, from `moment` on, that is not quiet."""
        local = moment.astimezone(VIETNAM)
        past, before_end = local.time() >= self.start, local.time() < self.end
        is_quiet = past and before_end if self.start < self.end else past or before_end
        if not is_quiet:
            return moment
        end = datetime.combine(local.date(), self.end, VIETNAM)
        return end if before_end else end + timedelta(days=1)


NIGHT = QuietHours(start=time(21), end=time(7))


@dataclass(frozen=True, kw_only=True, slots=True)
class Preferences:
    """What a chat wants."""

    places: frozenset[str] = frozenset()
    """What is about, inside or around any of them; none is all."""
    topics: frozenset[str] = frozenset()
    """None is all."""
    announcements: bool = True
    digest: DigestRhythm = DigestRhythm.OFF
    digest_hour: int = 7
    """Of Vietnam's day, 0 to 23; for a daily or weekly digest."""
    quiet: QuietHours | None = NIGHT
    thread_id: int | None = None
    """The forum topic that messages go into (Telegram's `message_thread_id`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """A chat that asked to be written to."""

    chat_id: int
    kind: ChatKind
    preferences: Preferences
    since: datetime
    """When it subscribed, the last time that it did."""
    told_until: datetime
    """Articles added by then are in its digests, or older than the subscription."""
    ended_at: datetime | None = None
    end_reason: str | None = None
    """Why it ended; set exactly when `ended_at` is."""


class Step(StrEnum):
    """Where an announcement stands."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    PLANNED = "planned"
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"
    RECALLED = "recalled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """A message as the Bot API takes it; the store looks at none of it."""

    method: str
    """The method that sends it: "sendMessage", "sendPhoto", "sendPoll", "copyMessage" ..."""
    parameters: str
    """Its parameters as a JSON object, but for those that differ by chat."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What an officer decides on, all of which the preview shows."""

    content: Content
    places: frozenset[str] = frozenset()
    """None is everywhere."""
    topics: frozenset[str] = frozenset()
    """None is for everybody, whatever they chose."""
    due_at: datetime | None = None
    """None is as soon as it is confirmed."""
    urgent: bool = False
    """Goes first, and does not wait for quiet hours to be over."""
    acknowledge: bool = False
    """Whether it has the button that people press when they have read it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostedMessage:
    """A message that stands in a chat."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """One announcement, at whatever step it is."""

    id: int
    step: Step
    draft: Draft
    revision: int
    """Of the content, from 1; a correction after it was planned makes the next one."""
    is_digest: bool
    """Whether the bot wrote it, of new articles, and it stands in no list of announcements."""
    created_by: int | None
    """None for the bot itself, or someone whose data was deleted."""
    created_at: datetime
    approved_by: int | None = None
    planned_at: datetime | None = None
    ended_at: datetime | None = None
    """When nothing of it was left to do; None again where something is."""
    card: PostedMessage | None = None
    """What shows its officer how it is doing, and edits itself."""


class Task(StrEnum):
    """What a delivery wants done, or was done to it last."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    """Until it is due and claimed."""
    CLAIMED = "claimed"
    """By a sender, whose request has not gone out."""
    SENDING = "sending"
    """Its request is going out, or has gone; what came of it is not known yet."""
    SENT = "sent"
    """Telegram has posted it; where `reason` is set, an edit or a deletion did not work."""
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    """It may have been posted or not; only a person can tell."""
    CANCELLED = "cancelled"
    RECALLED = "recalled"
    """It was posted, and deleted."""


STOPPED = "stopped"
"""The reason of what was cancelled by a stop; it waits again after a resume."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One announcement to one chat, as the report shows it."""

    id: int
    announcement_id: int
    chat_id: int
    task: Task
    state: State
    due_at: datetime
    attempts: int
    """Tries of this task that counted."""
    reason: str | None
    detail: str | None
    """Telegram's own words for it."""
    message_id: int | None
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A delivery in a sender's hands, with all that it needs for the request."""

    delivery_id: int
    announcement_id: int
    revision: int
    """Of the content, at the time of the claim."""
    serial: int
    """How often the delivery was claimed: a mark made for an earlier claim changes nothing."""
    task: Task
    chat_id: int
    kind: ChatKind
    thread_id: int | None
    urgent: bool
    quiet: QuietHours | None
    due_since: datetime
    """When this task was first due."""
    attempts: int
    """Tries of this task that counted, before this one."""
    message: PostedMessage | None
    """What to edit or delete; its chat is that of old where the group has migrated since."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many deliveries of an announcement are alike."""

    task: Task
    state: State
    reason: str | None
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StateCount:
    """How many deliveries, of all announcements, are in one state."""

    state: State
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledgement:
    """One person's "I have read it"."""

    announcement_id: int
    user_id: int
    chat_id: int
    """Where it was pressed."""
    at: datetime


class Noted(Enum):
    """What became of an acknowledgement."""

    FIRST = auto()
    """It counts."""
    AGAIN = auto()
    """The person's first one counted, wherever they gave it."""
    NOT_ASKED = auto()
    """The announcement does not want to be acknowledged, or never got to that chat."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceCount:
    """How an announcement was acknowledged in the chats of one place."""

    place: str | None
    """None for the chats that chose no place."""
    chats: int
    """That have it."""
    people: int
    """That acknowledged it there; who is in chats of two places counts in both."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lease:
    """The right to do what only one process may do at a time."""

    name: str
    holder: str
    term: int
    """Grows by one each time that the lease changes hands."""
    expires_at: datetime
