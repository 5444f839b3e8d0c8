"""What a chat wants after a choice."""

from dataclasses import replace
from datetime import time

import pytest

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
from bot.preferences import chosen
from bot.store.records import DigestRhythm, Preferences, QuietHours

TWO = frozenset({"new/tay-ninh", "new/ha-tinh"})
BEFORE = Preferences(places=TWO, topics=frozenset({"bau-cu"}), thread_id=5)
EARLY = QuietHours(start=time(20), end=time(5))


@pytest.mark.parametrize(
    ("choice", "after"),
    [
        (
            ChoosePlace(place="new/an-giang", wanted=True),
            replace(BEFORE, places=TWO | {"new/an-giang"}),
        ),
        (
            ChoosePlace(place="new/ha-tinh", wanted=False),
            replace(BEFORE, places=frozenset({"new/tay-ninh"})),
        ),
        (ChooseAllPlaces(), replace(BEFORE, places=frozenset())),
        (ChooseTopic(topic="bau-cu", wanted=False), replace(BEFORE, topics=frozenset())),
        (ChooseAllTopics(), replace(BEFORE, topics=frozenset())),
        (ChooseAnnouncements(wanted=False), replace(BEFORE, announcements=False)),
        (
            ChooseDigest(rhythm=DigestRhythm.DAILY, hour=18),
            replace(BEFORE, digest=DigestRhythm.DAILY, digest_hour=18),
        ),
        (ChooseQuiet(quiet=EARLY), replace(BEFORE, quiet=EARLY)),
        (ChooseQuiet(quiet=None), replace(BEFORE, quiet=None)),
        (ChooseThread(thread_id=None), replace(BEFORE, thread_id=None)),
    ],
)
def test_a_choice_changes_what_it_says_and_the_second_time_nothing(
    choice: Choice, after: Preferences
) -> None:
    assert chosen(BEFORE, choice) == after
    assert chosen(after, choice) == after
