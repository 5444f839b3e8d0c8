"""What a chat wants, after one more choice; pure."""

from collections.abc import Hashable
from dataclasses import replace
from typing import TypeVar

from bot.callbacks.subscribing import (
    Choice,
    ChooseAllPlaces,
    ChooseAllTopics,
    ChooseAnnouncements,
    ChooseDigest,
    ChoosePlace,
    ChooseQuiet,
    ChooseThread,
    ChooseTopic,
)
from bot.store.records import Preferences

T = TypeVar("T", bound=Hashable)


def chosen(before: Preferences, choice: Choice) -> Preferences:
    """Return the preferences after a choice; the same ones where it was made before.

    >>> chosen(Preferences(), ChooseTopic(topic="bau-cu", wanted=True)).topics
    frozenset({'bau-cu'})
    """
    match choice:
        case ChoosePlace(place=place, wanted=wanted):
            return replace(before, places=_with(before.places, place, wanted=wanted))
        case ChooseAllPlaces():
            return replace(before, places=frozenset())
        case ChooseTopic(topic=topic, wanted=wanted):
            return replace(before, topics=_with(before.topics, topic, wanted=wanted))
        case ChooseAllTopics():
            return replace(before, topics=frozenset())
        case ChooseAnnouncements(wanted=wanted):
            return replace(before, announcements=wanted)
        case ChooseDigest(rhythm=rhythm, hour=hour):
            return replace(before, digest=rhythm, digest_hour=hour)
        case ChooseQuiet(quiet=quiet):
            return replace(before, quiet=quiet)
        case ChooseThread(thread_id=thread_id):
            return replace(before, thread_id=thread_id)


def _with(values: frozenset[T], value: T, *, wanted: bool) -> frozenset[T]:
    return values | {value} if wanted else values - {value}
