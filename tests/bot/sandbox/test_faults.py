"""What goes wrong in a chat: faults as data, how often they are met, and when they are over."""

import pytest

from bot.sandbox.errors import BotApiError, ConnectionDroppedError
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.records import JsonObject, JsonValue
from tests.bot.sandbox.conftest import NOW, Api
from tests.support.sandbox import GROUP

CHAT = GROUP.id
KINDS = [kind for kind in FaultKind if kind is not FaultKind.FLOOD]


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_met_as_often_as_it_was_set(kind: FaultKind) -> None:
    faults = Faults()
    faults.set(CHAT, Fault(kind=kind, times=2))
    met = [faults.meet(CHAT, now=NOW) for _ in range(3)]
    assert [bool(fault) for fault in met] == [True, True, False]


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_without_end_is_met_until_it_is_taken_away(kind: FaultKind) -> None:
    faults = Faults()
    faults.set(CHAT, Fault(kind=kind, times=None))
    assert all(faults.meet(CHAT, now=NOW) for _ in range(9))
    faults.set(CHAT, None)
    assert faults.meet(CHAT, now=NOW) is None


def test_a_chat_without_a_fault_is_let_be() -> None:
    faults = Faults()
    faults.set(CHAT, Fault(kind=FaultKind.FAIL))
    assert faults.meet(CHAT + 1, now=NOW) is None


def test_a_flood_of_some_requests_names_the_same_wait_to_each() -> None:
    faults = Faults()
    faults.set(CHAT, Fault(kind=FaultKind.FLOOD, times=2, seconds=5))
    met = [faults.meet(CHAT, now=NOW + 5 * n) for n in range(3)]
    assert [fault.seconds if fault else None for fault in met] == [5, 5, None]


def test_a_flood_without_end_begins_with_the_first_request_and_is_over_after_its_time() -> None:
    faults = Faults()
    faults.set(CHAT, Fault(kind=FaultKind.FLOOD, times=None, seconds=5))
    met = [faults.meet(CHAT, now=now) for now in (NOW, NOW + 1.5, NOW + 4.9, NOW + 5, NOW + 5)]
    assert [fault.seconds if fault else None for fault in met] == [5, 4, 1, None, None]


@pytest.mark.parametrize("times", [None, 1])
def test_whoever_comes_back_too_early_is_counted(times: int | None) -> None:
    faults = Faults()
    faults.set(CHAT, Fault(kind=FaultKind.FLOOD, times=times, seconds=5))
    faults.meet(CHAT, now=NOW)
    assert faults.impatient == 0
    faults.meet(CHAT, now=NOW + 4.9)
    faults.meet(CHAT, now=NOW + 5)
    assert faults.impatient == 1


def test_a_chat_keeps_its_fault_under_another_id() -> None:
    faults = Faults()
    faults.set(CHAT, Fault(kind=FaultKind.FAIL))
    faults.move(CHAT, CHAT - 1)
    assert faults.of(CHAT) is None
    assert faults.of(CHAT - 1)


@pytest.mark.parametrize(
    ("fault", "status", "description", "parameters"),
    [
        (
            Fault(kind=FaultKind.FLOOD, seconds=7),
            429,
            "Too Many Requests: retry after 7",
            {"retry_after": 7},
        ),
        (Fault(kind=FaultKind.FAIL), 500, "Internal Server Error", {}),
        (Fault(kind=FaultKind.GATEWAY), 502, "Bad Gateway", {}),
    ],
)
async def test_a_refusal_is_as_telegrams_and_nothing_is_done(
    api: Api, fault: Fault, status: int, description: str, parameters: dict[str, int]
) -> None:
    api.world.faults.set(CHAT, fault)
    with pytest.raises(BotApiError) as refused:
        await api("sendMessage", chat_id=CHAT, text="a")
    error = refused.value
    assert (error.status, error.description) == (status, description)
    assert error.parameters == parameters
    assert api.world.rooms[CHAT].messages == {}
    assert await api("sendMessage", chat_id=CHAT, text="a")


@pytest.mark.parametrize(
    ("kind", "posted"), [(FaultKind.DROP_BEFORE, 0), (FaultKind.DROP_AFTER, 1)]
)
async def test_a_connection_drops_before_or_after_the_message_is_posted(
    api: Api, kind: FaultKind, posted: int
) -> None:
    api.world.faults.set(CHAT, Fault(kind=kind))
    with pytest.raises(ConnectionDroppedError):
        await api("sendMessage", chat_id=CHAT, text="a")
    assert len(api.world.rooms[CHAT].messages) == posted


async def test_a_late_answer_ends_with_the_sandbox(api: Api) -> None:
    api.world.faults.set(CHAT, Fault(kind=FaultKind.LATE, seconds=3600))
    api.sandbox.close()
    assert await api("sendMessage", chat_id=CHAT, text="a")


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("getChat", {}),
        ("getChatMemberCount", {}),
        ("sendChatAction", {"action": "typing"}),
        ("getMe", {}),
    ],
)
async def test_asking_and_typing_meet_no_fault(
    api: Api, method: str, fields: dict[str, JsonValue]
) -> None:
    api.world.faults.set(CHAT, Fault(kind=FaultKind.FAIL))
    assert await api(method, chat_id=CHAT, **fields)


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("editMessageText", {"message_id": 1, "text": "b"}),
        ("deleteMessage", {"message_id": 1}),
        ("copyMessage", {"from_chat_id": CHAT, "message_id": 1}),
    ],
)
async def test_edits_deletions_and_copies_meet_faults_too(
    api: Api, method: str, fields: JsonObject
) -> None:
    await api("sendMessage", chat_id=CHAT, text="a")
    api.world.faults.set(CHAT, Fault(kind=FaultKind.FAIL))
    assert await api.refused(method, chat_id=CHAT, **fields) == "Internal Server Error"


async def test_a_reset_takes_faults_away(api: Api) -> None:
    api.world.faults.set(CHAT, Fault(kind=FaultKind.FAIL, times=None))
    api.sandbox.publish(api.world.reset())
    assert await api("sendMessage", chat_id=CHAT, text="a")
