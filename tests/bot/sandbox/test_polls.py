"""Votes of people: what they change, what is refused, and what the bot gets to know of them."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox.cast import FRONT, OFFICER, SECOND_OFFICER
from bot.sandbox.records import Persona
from tests.support.sandbox import CADRE, CITIZEN, TOKEN, RunningSandbox

CHAT = FRONT.id
MESSAGES = f"/sandbox/chats/{CHAT}/messages"
Json = dict[str, Any]


@pytest.fixture
async def client(sandbox: RunningSandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        yield client


async def bot(client: httpx.AsyncClient, method: str, **fields: object) -> Any:  # noqa: ANN401
    response = await client.post(f"/bot{TOKEN}/{method}", json=fields)
    return response.json()["result"]


async def polled(client: httpx.AsyncClient, **fields: object) -> Json:
    """Have the bot send a poll into the forum."""
    options = [{"text": text} for text in ("Sáng", "Chiều", "Tối")]
    sent: Json = await bot(
        client, "sendPoll", chat_id=CHAT, question="Họp lúc nào?", options=options, **fields
    )
    return sent


async def voted(
    client: httpx.AsyncClient, message: Json, *options: int, by: int = OFFICER.user.id
) -> httpx.Response:
    path = f"{MESSAGES}/{message['message_id']}/vote"
    return await client.post(path, json={"from": by, "options": [*options]})


async def figures(client: httpx.AsyncClient) -> list[int]:
    """Return the votes for each option of the newest message."""
    poll = (await client.get(MESSAGES)).json()[-1]["poll"]
    return [poll["total_voter_count"], *(one["voter_count"] for one in poll["options"])]


async def test_votes_are_counted_changed_and_taken_back(client: httpx.AsyncClient) -> None:
    message = await polled(client)
    await voted(client, message, 0)
    await voted(client, message, 2, by=SECOND_OFFICER.user.id)
    assert await figures(client) == [2, 1, 0, 1]
    await voted(client, message, 2)
    assert await figures(client) == [2, 0, 0, 2]
    await voted(client, message)
    assert await figures(client) == [1, 0, 0, 1]


async def test_several_answers_count_as_one_voter(client: httpx.AsyncClient) -> None:
    message = await polled(client, allows_multiple_answers=True)
    await voted(client, message, 0, 1, 1)
    assert await figures(client) == [1, 1, 1, 0]


async def test_the_page_knows_who_chose_what(client: httpx.AsyncClient) -> None:
    message = await polled(client)
    await voted(client, message, 1)
    shown = (await client.get(MESSAGES)).json()[-1]
    assert shown["votes"] == {str(OFFICER.user.id): [1]}


async def test_of_an_open_poll_the_bot_hears_who_voted(client: httpx.AsyncClient) -> None:
    message = await polled(client, is_anonymous=False)
    await voted(client, message, 1)
    answered, changed = await bot(client, "getUpdates")
    assert answered["poll_answer"]["user"]["id"] == OFFICER.user.id
    assert answered["poll_answer"]["option_ids"] == [1]
    assert answered["poll_answer"]["poll_id"] == changed["poll"]["id"] == message["poll"]["id"]
    assert changed["poll"]["total_voter_count"] == 1


async def test_of_an_anonymous_poll_the_bot_hears_the_figures_alone(
    client: httpx.AsyncClient,
) -> None:
    await voted(client, await polled(client), 1)
    [update] = await bot(client, "getUpdates")
    assert update["poll"]["options"][1]["voter_count"] == 1


async def test_of_a_persons_poll_the_bot_hears_nothing(client: httpx.AsyncClient) -> None:
    sample = (await client.post(MESSAGES, json={"from": OFFICER.user.id, "poll": True})).json()
    assert (await voted(client, sample, 1)).status_code == 200
    assert await bot(client, "getUpdates") == []


async def test_a_copy_is_a_poll_that_nobody_has_voted_in(client: httpx.AsyncClient) -> None:
    message = await polled(client)
    await voted(client, message, 1)
    source = {"from_chat_id": CHAT, "message_id": message["message_id"]}
    for method in ("copyMessage", "forwardMessage"):
        await bot(client, method, chat_id=CHAT, **source)
        assert await figures(client) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("options", "by", "error"),
    [
        ([7], OFFICER, "there is no such option"),
        ([-1], OFFICER, "there is no such option"),
        ([0, 1], OFFICER, "the poll takes one answer"),
        ([0], CITIZEN, "user not found"),
        (["a"], CADRE, 'field "option" must be a valid Number'),
    ],
)
async def test_a_vote_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient,
    options: list[int],
    by: Persona,
    error: str,
) -> None:
    response = await voted(client, await polled(client), *options, by=by.user.id)
    assert (response.status_code, response.json()) == (400, {"error": f"Bad Request: {error}"})


async def test_only_a_poll_takes_votes(client: httpx.AsyncClient) -> None:
    sent = await bot(client, "sendMessage", chat_id=CHAT, text="a")
    response = await voted(client, sent, 0)
    assert response.json() == {"error": "Bad Request: message with poll not found"}
