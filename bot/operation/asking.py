"""Asks the Bot API for the bot, its webhook and the time, with nothing of the token in an error."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from pydantic import SecretStr

from bot.operation.findings import Contact, Reached, Refused, Unreached, WebhookState
from bot.settings import Settings, is_loopback

PATIENCE_SECONDS = 10.0
HALF_A_SECOND = timedelta(seconds=0.5)
"""What a Date header leaves out, on average."""


def client_for(settings: Settings) -> httpx.Client:
    """Return a client that reaches the Bot API as the bot does."""
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    trust = not is_loopback(settings.base_url)
    return httpx.Client(proxy=proxy, trust_env=trust, timeout=PATIENCE_SECONDS)


def ask_for_bot(client: httpx.Client, base_url: str, token: SecretStr) -> Contact:
    """Ask who the token's bot is."""
    asked_at = datetime.now(UTC)
    try:
        response = client.get(_url(base_url, token, "getMe"))
        result = _result(response)
    except (httpx.HTTPError, ValueError) as error:
        return Unreached(reason=type(error).__name__)
    if result is None:
        return _refusal(response)
    middle = asked_at + (datetime.now(UTC) - asked_at) / 2
    told = server_time(response.headers.get("date", ""))
    drift = None if told is None else middle - told
    return Reached(username=str(result.get("username")), drift=drift)


def ask_for_webhook(client: httpx.Client, base_url: str, token: SecretStr) -> WebhookState | None:
    """Ask how updates go to the bot; None where it is not told."""
    try:
        result = _result(client.get(_url(base_url, token, "getWebhookInfo")))
        return None if result is None else webhook_state(result)
    except (httpx.HTTPError, ValueError, TypeError):
        return None


def webhook_state(info: dict[str, Any]) -> WebhookState:
    """Read a WebhookInfo of the Bot API; raises ValueError or TypeError for anything else."""
    failed_at = info.get("last_error_date")
    return WebhookState(
        url=str(info.get("url", "")),
        pending=int(info.get("pending_update_count", 0)),
        failed_at=None if failed_at is None else datetime.fromtimestamp(failed_at, UTC),
        failure=str(info.get("last_error_message", "")),
    )


def server_time(header: str) -> datetime | None:
    """Read a Date header, as the middle of its second; None where there is none.

    >>> server_time("Sun, 06 Nov 1994 08:49:37 GMT").isoformat(timespec="milliseconds")
    '1994-11-06T08:49:37.500+00:00'
    """
    try:
        return parsedate_to_datetime(header).astimezone(UTC) + HALF_A_SECOND
    except (ValueError, OverflowError):
        return None


def _url(base_url: str, token: SecretStr, method: str) -> str:
    return f"{base_url}/bot{token.get_secret_value()}/{method}"


def _result(response: httpx.Response) -> dict[str, Any] | None:
    """Return what was asked for; None for a refusal; raises ValueError for no answer of a bot's."""
    answer = response.json()
    if not isinstance(answer, dict) or "ok" not in answer:
        raise ValueError("no answer of a Bot API")
    result = answer.get("result")
    return result if answer["ok"] and isinstance(result, dict) else None


def _refusal(response: httpx.Response) -> Contact:
    # 404 is what it says to a token that can't be one.
    if response.status_code in {401, 404}:
        return Refused()
    return Unreached(reason=f"HTTP {response.status_code}")
