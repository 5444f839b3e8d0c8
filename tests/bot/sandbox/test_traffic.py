"""What the server counts, against a count by hand."""

import math
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import BotApiError
from bot.sandbox.traffic import Limits, Traffic
from tests.bot.sandbox.conftest import NOW, Api
from tests.support.sandbox import CITIZEN, GROUP

CHATS = [1, 2, -3, -4]
Sent = list[tuple[int, float]]
STEPS = st.lists(st.tuples(st.sampled_from(CHATS), st.integers(0, 3000)), min_size=1, max_size=80)


def times_of(steps: list[tuple[int, int]]) -> Sent:
    """Return chats and moments, from steps in hundredths of a second."""
    moments = accumulate(step for _, step in steps)
    return [(chat, moment / 100) for (chat, _), moment in zip(steps, moments, strict=True)]


def highest(moments: list[float], seconds: float) -> int:
    """Return the most moments in any window of that length, by trying each as its end."""
    return max(
        (sum(end - seconds < moment <= end for moment in moments) for end in moments), default=0
    )


@given(STEPS)
def test_the_highest_pace_is_that_of_the_fullest_window(steps: list[tuple[int, int]]) -> None:
    sent, traffic = times_of(steps), Traffic()
    for chat, now in sent:
        assert traffic.arrived(chat, now=now) is None
    report = traffic.report()
    by_chat = {chat: [now for other, now in sent if other == chat] for chat in CHATS}
    assert report.requests == len(sent)
    assert report.highest_second == highest([now for _, now in sent], 1)
    assert report.highest_chat_second == max(highest(by_chat[chat], 1) for chat in CHATS)
    assert report.highest_group_minute == max(highest(by_chat[chat], 60) for chat in (-3, -4))


@given(STEPS)
def test_with_limits_no_window_of_accepted_messages_is_over_them(
    steps: list[tuple[int, int]],
) -> None:
    limits = Limits(over_all=3, chat=1, group=4)
    traffic, accepted = Traffic(limits), list[tuple[int, float]]()
    for chat, now in times_of(steps):
        if traffic.arrived(chat, now=now) is None:
            traffic.accepted(chat, now=now)
            accepted.append((chat, now))
    assert highest([now for _, now in accepted], 1) <= limits.over_all
    for chat in CHATS:
        moments = [now for other, now in accepted if other == chat]
        assert highest(moments, 1) <= limits.chat
        assert highest(moments, 60) <= limits.group or chat > 0
    assert traffic.report().too_fast == len(steps) - len(accepted)


def test_one_who_waits_as_long_as_is_named_is_let_through() -> None:
    traffic = Traffic(Limits())
    for now in range(20):
        assert traffic.arrived(-3, now=now) is None
        traffic.accepted(-3, now=now)
    wait = traffic.arrived(-3, now=20)
    assert wait == 40
    assert traffic.arrived(-3, now=20 + wait) is None


def test_the_pace_is_of_what_was_posted() -> None:
    traffic = Traffic()
    assert traffic.report().pace == 0
    for n in range(59):
        traffic.accepted(n, now=n / 29)
    assert traffic.report().pace == pytest.approx(29)
    assert traffic.report().seconds == pytest.approx(2)


def test_chats_that_were_written_to_long_ago_take_no_room() -> None:
    traffic = Traffic()
    for n in range(3000):
        traffic.arrived(-n, now=NOW + n / 10)
    assert len(traffic._arrived.chats) <= math.ceil(10 * 1) + 1
    assert len(traffic._arrived.groups) <= math.ceil(10 * 60) + 1


async def test_the_sandbox_refuses_what_is_too_fast_where_it_has_limits(api: Api) -> None:
    api.world.traffic.limits = Limits()
    await api("sendMessage", chat_id=CITIZEN.user.id, text="a")
    with pytest.raises(BotApiError) as refused:
        await api("sendMessage", chat_id=CITIZEN.user.id, text="b")
    assert refused.value.parameters == {"retry_after": 1}
    assert await api("sendMessage", chat_id=GROUP.id, text="b")
    api.clock.seconds += 1
    assert await api("sendMessage", chat_id=CITIZEN.user.id, text="b")


async def test_only_messages_are_counted(api: Api) -> None:
    sent = await api.get("sendMessage", chat_id=GROUP.id, text="a")
    where = {"chat_id": GROUP.id, "message_id": sent["message_id"]}
    await api("editMessageText", **where, text="b")
    await api("sendChatAction", chat_id=GROUP.id, action="typing")
    await api("copyMessage", **where, from_chat_id=GROUP.id)
    await api.refused("sendMessage", chat_id=GROUP.id, text="")
    report = api.world.traffic.report()
    assert (report.requests, report.accepted) == (3, 2)
