from dataclasses import asdict

import pytest

from bot.announcing.moments import NoMoment
from bot.callbacks.composing import Wanted
from bot.delivery.decision import Reason
from bot.prompts import AnnouncementWanted, prompt_of
from bot.store.outbox import INTERRUPTED
from bot.store.records import STOPPED, VIETNAM, Step
from bot.store.subscriptions import DECLINED
from bot.subscribing import UNSUBSCRIBED
from bot.texts import English, Texts, Vietnamese
from bot.texts.announcing import Crowd
from tests.support.stores import NOW

LANGUAGES: list[Texts] = [Vietnamese(), English()]
TOASTS = (
    "noted",
    "noted_before",
    "only_a_preview",
    "changed_meanwhile",
    "moved_on",
    "not_my_places",
    "one_place_stays",
    "nobody_reached",
    "approval_needed",
    "test_sent",
    "too_long",
    "stopping",
    "resuming",
    "retrying",
    "cannot_announce_this",
    "cannot_correct_this",
    "correction_gone",
    "preparing_table",
)


@pytest.mark.parametrize("texts", LANGUAGES)
def test_toasts_fit_telegrams_200_characters(texts: Texts) -> None:
    words = asdict(texts.announcing())
    toasts = [words[name] for name in TOASTS] + [texts.no_moment(NoMoment.PAST)]
    assert max(map(len, toasts)) <= 200


def test_the_languages_say_different_words() -> None:
    one, other = (asdict(texts.announcing()) for texts in LANGUAGES)
    assert [name for name in one if one[name] == other[name]] == []


@pytest.mark.parametrize("texts", LANGUAGES)
@pytest.mark.parametrize("wanted", Wanted)
def test_each_question_is_known_by_its_words(texts: Texts, wanted: Wanted) -> None:
    asked = AnnouncementWanted(announcement_id=12, wanted=wanted)
    assert prompt_of(texts.wanted(wanted, 12)) == asked
    assert len(texts.wanted_hint(wanted)) <= 64


@pytest.mark.parametrize("texts", LANGUAGES)
@pytest.mark.parametrize(
    "reason", [*Reason, INTERRUPTED, STOPPED, DECLINED, UNSUBSCRIBED, Step.RECALLED.value]
)
def test_every_reason_has_words(texts: Texts, reason: str) -> None:
    assert texts.reason(reason) != reason


@pytest.mark.parametrize("texts", LANGUAGES)
def test_a_reason_of_another_version_stays_as_it_is(texts: Texts) -> None:
    assert texts.reason("later") == "later"
    assert texts.reason(None)


@pytest.mark.parametrize("texts", LANGUAGES)
@pytest.mark.parametrize("step", Step)
def test_every_step_has_words(texts: Texts, step: Step) -> None:
    assert "12" in texts.announcement_title(12, step)
    assert len(texts.list_row(12, step, NOW)) <= 64


@pytest.mark.parametrize(
    ("crowd", "places", "question"),
    [
        (Crowd(groups=38, people=0), ["Tỉnh Tây Ninh"], "Gửi tới 38 nhóm ở Tỉnh Tây Ninh?"),
        (Crowd(groups=0, people=3), [], "Gửi tới 3 người ở mọi nơi?"),
        (Crowd(groups=10, people=2), ["A", "B"], "Gửi tới 10 nhóm và 2 người ở A; B?"),
    ],
)
def test_the_question_before_sending_counts_and_names(
    crowd: Crowd, places: list[str], question: str
) -> None:
    assert Vietnamese().send_question(crowd, places, None) == question


def test_a_moment_has_its_day_in_vietnam() -> None:
    moment = NOW.astimezone(VIETNAM)
    assert Vietnamese().moment(moment) == "10:00 thứ hai, 03/03/2025"
    assert English().moment(NOW) == "10:00 on Monday, 3 March 2025"
