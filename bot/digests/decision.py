"""Which new articles are to be told of at this moment, and to whom: pure.

A subscription has been told of all that was added up to its `told_until`. What was added since is
for the next digest: one at once as soon as no more comes, a daily or weekly one when its hour
comes, and then with what was there by that hour. Because articles are added one after another,
and `told_until` moves on to one that was seen, none can come in behind it unseen.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.grounds import concerns
from bot.store.records import VIETNAM, DigestRhythm, Preferences, Subscription

SETTLING = timedelta(seconds=30)
"""How long nothing more must have come before what is told at once is: an import goes on."""
PATIENCE = timedelta(minutes=10)
"""How long it waits for that."""
WEEKDAY = 0
"""Of weekly digests: Monday."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """An article that was added, as far as it matters to whom it is told."""

    article_id: str
    added_at: datetime
    places: frozenset[str]
    topics: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """Articles, as they were added, and the chats that are all to be told of just these."""

    arrivals: tuple[Arrival, ...]
    chat_ids: tuple[int, ...]

    @property
    def until(self) -> datetime:
        """Return up to when the chats are told with it."""
        return self.arrivals[-1].added_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Passing:
    """Chats that nothing concerned which was added up to some moment."""

    chat_ids: tuple[int, ...]
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestPlan:
    """All that is to be done at a moment; each chat is in it once at most."""

    digests: tuple[Digest, ...] = ()
    passings: tuple[Passing, ...] = ()


def plan_digests(
    subscriptions: Iterable[Subscription], arrivals: Sequence[Arrival], now: datetime
) -> DigestPlan:
    """Return who is to be told of what, now; `arrivals` come in the order of their addition."""
    moments = [arrival.added_at for arrival in arrivals]
    digests: dict[tuple[Arrival, ...], list[int]] = defaultdict(list)
    passings: dict[datetime, list[int]] = defaultdict(list)
    for (places, topics, new), chat_ids in _alike(subscriptions, moments, now).items():
        found = arrivals[new.start : new.stop]
        if told := tuple(one for one in found if is_for(one, places, topics)):
            digests[told] += chat_ids
        else:
            passings[found[-1].added_at] += chat_ids
    return DigestPlan(
        digests=tuple(
            Digest(arrivals=told, chat_ids=tuple(sorted(chats))) for told, chats in digests.items()
        ),
        passings=tuple(
            Passing(until=until, chat_ids=tuple(sorted(chats))) for until, chats in passings.items()
        ),
    )


def is_for(arrival: Arrival, places: frozenset[str], topics: frozenset[str]) -> bool:
    """Tell whether an article concerns whoever chose these places and topics; none is all.

    The same as for announcements: an article about a place concerns those inside and around it.
    """
    is_near = not places or any(concerns(one, arrival.places) for one in places)
    return is_near and (not topics or not topics.isdisjoint(arrival.topics))


_Likeness = tuple[frozenset[str], frozenset[str], range]
"""Places and topics that chats chose, and which of the arrivals are new to them."""


def _alike(
    subscriptions: Iterable[Subscription], moments: Sequence[datetime], now: datetime
) -> Mapping[_Likeness, list[int]]:
    """Put chats together that have something to hear of, and will hear of the same."""
    found: dict[_Likeness, list[int]] = defaultdict(list)
    for one in subscriptions:
        if new := _new_to(one, moments, now):
            found[one.preferences.places, one.preferences.topics, new].append(one.chat_id)
    return found


def _new_to(subscription: Subscription, moments: Sequence[datetime], now: datetime) -> range:
    """Return which of what was added at `moments` a chat is to be told of now, if it concerns it.

    Quiet hours hold all of it, so that one digest comes after them and not several.
    """
    quiet, until = subscription.preferences.quiet, _until(subscription.preferences, now)
    if subscription.ended_at or until is None or (quiet and quiet.over(now) > now):
        return range(0)
    first = bisect_right(moments, subscription.told_until)
    new = range(first, bisect_right(moments, until, lo=first))
    if new and subscription.preferences.digest is DigestRhythm.AT_ONCE:
        is_settled = now - moments[new[-1]] >= SETTLING or now - moments[new[0]] >= PATIENCE
        return new if is_settled else range(0)
    return new


def _until(preferences: Preferences, now: datetime) -> datetime | None:
    """Return the last moment, up to `now`, at which there is a digest; None for no digests."""
    match preferences.digest:
        case DigestRhythm.OFF:
            return None
        case DigestRhythm.AT_ONCE:
            return now
        case DigestRhythm.DAILY:
            return _last_hour(preferences.digest_hour, now)
        case DigestRhythm.WEEKLY:
            day = _last_hour(preferences.digest_hour, now)
            return day - timedelta(days=(day.weekday() - WEEKDAY) % 7)


def _last_hour(hour: int, now: datetime) -> datetime:
    """Return when it was that hour of Vietnam's day, the last time up to `now`."""
    local = now.astimezone(VIETNAM)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)
