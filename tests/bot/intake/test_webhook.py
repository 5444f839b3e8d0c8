"""The webhook over HTTP, on a real store."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

import httpx
import pytest
from starlette.applications import Starlette

from bot.clock import now
from bot.errors import SettingsError, StoreUnavailableError
from bot.intake.reception import Reception
from bot.intake.webhook import MOST_BODY_BYTES, SECRET_HEADER, Webhook, secret_of
from bot.ports import free_port
from bot.serving import served
from bot.store.inbox import Inbox
from bot.store.store import Store
from bot.store.updates import CaseState, Received

BOT = 7
SECRET = "a-secret-that-both-know"
UPDATE = {"update_id": 1, "message": {"chat": {"id": 5}, "text": "dân vận"}}
JSON = {"content-type": "application/json", SECRET_HEADER: SECRET}


class Front:
    """A webhook that is served, and what it led to."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.news = 0

    def hear(self) -> None:
        self.news += 1

    async def post(
        self,
        body: object = UPDATE,
        *,
        path: str = "/updates",
        without: str = "",
        **headers: str,
    ) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in {**JSON, **named}.items() if name != without}
        return await self._http.post(path, content=content, headers=sent)


@asynccontextmanager
async def front_of(inbox: Inbox) -> AsyncIterator[Front]:
    port = free_port()
    http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)
    front = Front(http)
    reception = Reception(inbox, BOT, news=front.hear, now=now)
    app = Starlette(routes=[Webhook(reception, secret=SECRET).route("/updates")])
    async with served(app, "127.0.0.1", port), http:
        yield front


def kept(store: Store) -> int:
    return sum(one.count for one in store.inbox.counts())


async def test_an_update_is_on_disk_before_it_is_confirmed(store: Store) -> None:
    async with front_of(store.inbox) as front:
        answer = await front.post()
        assert (answer.status_code, answer.content) == (200, b"")
        (case,) = store.inbox.claim(BOT, limit=9, now=now())
        assert json.loads(case.raw) == UPDATE
        assert front.news == 1


async def test_a_repeat_is_a_200_and_nothing_more(store: Store) -> None:
    async with front_of(store.inbox) as front:
        assert [(await front.post()).status_code for _ in range(3)] == [200] * 3
    assert kept(store) == 1


async def test_a_repeat_of_what_was_answered_is_not_answered_again(store: Store) -> None:
    async with front_of(store.inbox) as front:
        await front.post()
        (case,) = store.inbox.claim(BOT, limit=9, now=now())
        store.inbox.done(case, now=now())
        assert (await front.post()).status_code == 200
    assert store.inbox.claim(BOT, limit=9, now=now()) == ()
    assert [one.state for one in store.inbox.counts()] == [CaseState.DONE]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "ş"])
async def test_who_does_not_know_the_secret_is_refused_and_leaves_nothing(
    store: Store, secret: str
) -> None:
    async with front_of(store.inbox) as front:
        body = json.dumps(UPDATE).encode()
        header = {SECRET_HEADER.encode(): secret.encode()}
        answer = await front._http.post("/updates", content=body, headers={**JSON_BYTES, **header})
        assert answer.status_code == 403
        assert (await front.post(without=SECRET_HEADER)).status_code == 403
    assert kept(store) == 0


JSON_BYTES = {b"content-type": b"application/json"}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
async def test_what_is_no_json_by_its_type_is_refused(store: Store, kind: str) -> None:
    async with front_of(store.inbox) as front:
        assert (await front.post(content_type=kind)).status_code == 415
        with_charset = await front.post(content_type="application/json; charset=utf-8")
        assert with_charset.status_code == 200


async def test_what_is_too_large_is_refused_announced_or_not(store: Store) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(2 + MOST_BODY_BYTES // 65536):
            yield b" " * 65536

    async with front_of(store.inbox) as front:
        assert (await front.post(b" " * (MOST_BODY_BYTES + 1))).status_code == 413
        answer = await front._http.post("/updates", content=parts(), headers=JSON)
        assert answer.status_code == 413
        padded = json.dumps(UPDATE).encode().ljust(MOST_BODY_BYTES)
        assert (await front.post(padded)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"a"',
        b"{}",
        b'{"update_id": "1"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"update_id": ' + b"9" * 5000 + b"}",
    ],
)
async def test_what_is_no_update_is_refused(store: Store, body: bytes) -> None:
    async with front_of(store.inbox) as front:
        assert (await front.post(body)).status_code == 400
    assert kept(store) == 0


@pytest.mark.parametrize(
    "message", [5, None, {"chat": 5}, {"text": "\x00"}, {"text": "\ud83d"}, {"chat": {"id": 2**70}}]
)
async def test_an_update_that_nobody_can_read_is_kept_all_the_same(
    store: Store, message: object
) -> None:
    async with front_of(store.inbox) as front:
        assert (await front.post({"update_id": 1, "message": message})).status_code == 200
    assert kept(store) == 1


async def test_it_is_found_at_its_path_and_by_post_only(store: Store) -> None:
    async with front_of(store.inbox) as front:
        assert (await front.post(path="/")).status_code == 404
        assert (await front._http.get("/updates", headers=JSON)).status_code == 405


class AwayInbox(Inbox):
    """An inbox whose database is away, until it is back."""

    is_away = True

    def put(self, bot_id: int, updates: Iterable[Received], *, now: datetime) -> int:
        if self.is_away:
            raise StoreUnavailableError("the database is away, as a test has it")
        return super().put(bot_id, updates, now=now)


async def test_while_the_database_is_away_updates_stay_with_telegram(store: Store) -> None:
    inbox = AwayInbox(store._database)
    async with front_of(inbox) as front:
        answer = await front.post()
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert front.news == 0
        inbox.is_away = False
        assert (await front.post()).status_code == 200
    assert kept(store) == 1


class CountingInbox(Inbox):
    """An inbox that counts its transactions."""

    puts = 0

    def put(self, bot_id: int, updates: Iterable[Received], *, now: datetime) -> int:
        self.puts += 1
        return super().put(bot_id, updates, now=now)


async def test_updates_that_come_at_the_same_time_are_written_together(store: Store) -> None:
    inbox = CountingInbox(store._database)
    reception = Reception(inbox, BOT, news=lambda: None, now=now)
    updates = [Received(update_id=n, kind="message", chat_id=n, raw="{}") for n in range(50)]
    await asyncio.gather(*(reception.keep([one]) for one in updates))
    assert kept(store) == 50
    assert inbox.puts == 2


async def test_whoever_waited_for_a_write_that_failed_is_told_so_too(store: Store) -> None:
    inbox = AwayInbox(store._database)
    reception = Reception(inbox, BOT, news=lambda: None, now=now)
    updates = [Received(update_id=n, kind="message", chat_id=n, raw="{}") for n in range(5)]
    keeping = (reception.keep([one]) for one in updates)
    told = await asyncio.gather(*keeping, return_exceptions=True)
    assert [type(one) for one in told] == [StoreUnavailableError] * 5


def test_the_secret_is_made_of_the_token_and_does_not_show_it() -> None:
    token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    secret = secret_of(token)
    assert secret == secret_of(token) != secret_of(token + "x")
    assert not any(part in secret for part in token.split(":"))


async def test_an_address_that_cannot_be_listened_at_is_told_clearly(store: Store) -> None:
    async with front_of(store.inbox) as front:
        port = front._http.base_url.port or 0
        with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_LISTEN"):
            async with served(Starlette(), "127.0.0.1", port):
                pytest.fail("it was listened at twice")
