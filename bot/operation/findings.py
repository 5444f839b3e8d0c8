"""What a look at the bot comes to: pure functions of what was found, each of one thing.

Every finding says what to do next, unless all is well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot.store.updates import CaseState, InboxCount
from retrieval.kept_index import IndexState


class Verdict(StrEnum):
    """How something is."""

    OK = "ok"
    WARN = "warn"
    """It works, and should be looked at."""
    BAD = "bad"
    """It does not work."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What was found of one thing."""

    name: str
    verdict: Verdict
    found: str
    advice: str = ""
    """What to do next; none where all is well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """The Bot API answered, and knows the token."""

    username: str
    drift: timedelta | None
    """How far this machine's clock is ahead of the server's; None where it tells no time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """The Bot API answered, and does not know the token."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreached:
    """No Bot API answered."""

    reason: str


Contact = Reached | Refused | Unreached | None
"""What came of asking for the bot by its token; None where there is no token."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookState:
    """What Telegram tells of the bot's webhook."""

    url: str = ""
    """None is set where it is empty."""
    pending: int = 0
    """Updates that wait to be fetched or posted."""
    failed_at: datetime | None = None
    """When an update could last not be posted."""
    failure: str = ""


MANY_PENDING = 100
RECENT = timedelta(hours=1)
DRIFT_TO_NOTICE, DRIFT_TOO_FAR = timedelta(seconds=5), timedelta(seconds=60)
"""An inline query is of use for 30 s, and a lease lasts 12 s."""
LITTLE_ROOM, TOO_LITTLE_ROOM = 1024**3, 100 * 1024**2
"""In bytes."""
SLOW = timedelta(minutes=1)
"""How long an update may wait before one should ask why."""


def of_token(contact: Contact, server: str) -> Finding:
    """Tell whether the token is one of the server's; no token is the sandbox's."""
    match contact:
        case None:
            return Finding(
                name="token",
                verdict=Verdict.WARN,
                found="TELEGRAM_BOT_TOKEN is not set: danvan run opens the sandbox",
                advice="to go live, get a token from @BotFather",
            )
        case Refused():
            return Finding(
                name="token",
                verdict=Verdict.BAD,
                found=f"{server} does not know it",
                advice="copy it again from @BotFather into TELEGRAM_BOT_TOKEN",
            )
        case Unreached(reason=reason):
            return Finding(
                name="token",
                verdict=Verdict.BAD,
                found=f"{server} can't be asked ({reason})",
                advice="check the connection, or set TELEGRAM_PROXY or TELEGRAM_BASE_URL",
            )
        case Reached(username=username):
            return Finding(name="token", verdict=Verdict.OK, found=f"@{username} at {server}")


def of_updates(state: WebhookState, wanted: str | None, now: datetime) -> Finding:
    """Tell whether updates come as the settings have it: posted to `wanted`, or fetched if None."""
    way = "posted to the webhook" if wanted else "fetched"
    advice = _about_webhook(state, wanted, now)
    if not advice and state.pending > MANY_PENDING:
        advice = "see that the bot runs: danvan run"
    return Finding(
        name="updates",
        verdict=Verdict.WARN if advice else Verdict.OK,
        found=f"{way}; {state.pending} wait at Telegram",
        advice=advice,
    )


def _about_webhook(state: WebhookState, wanted: str | None, now: datetime) -> str:
    if wanted is None and state.url:
        return "a webhook is set, which a bot that fetches deletes; see that no other bot sets it"
    if wanted is not None and state.url != wanted:
        return "Telegram has another webhook, or none; danvan run sets that of TELEGRAM_WEBHOOK_URL"
    if wanted and state.failed_at and now - state.failed_at < RECENT:
        return (
            f"Telegram could not post at {state.failed_at:%H:%M}Z: {state.failure}; check the "
            "proxy in front of TELEGRAM_WEBHOOK_LISTEN, and its certificate"
        )
    return ""


def of_clock(contact: Contact) -> Finding | None:
    """Tell whether this machine's clock agrees with the Bot API's; None where nobody told it."""
    if not isinstance(contact, Reached) or contact.drift is None:
        return None
    ahead = contact.drift
    found = f"{abs(ahead).total_seconds():.0f} s {'ahead' if ahead > timedelta(0) else 'behind'}"
    if abs(ahead) < DRIFT_TO_NOTICE:
        return Finding(name="clock", verdict=Verdict.OK, found="right")
    verdict = Verdict.WARN if abs(ahead) < DRIFT_TOO_FAR else Verdict.BAD
    advice = "have it set by the network, as by systemd-timesyncd or chrony"
    return Finding(name="clock", verdict=verdict, found=found, advice=advice)


def of_database(place: str, problem: str | None) -> Finding:
    """Tell whether the database was reached, is migrated, and takes changes."""
    if problem is None:
        found = f"{place}: reached, migrated, writable"
        return Finding(name="database", verdict=Verdict.OK, found=found)
    advice = "put right what the message names, and try again"
    return Finding(name="database", verdict=Verdict.BAD, found=problem, advice=advice)


def of_register(entries: int, problem: str | None) -> Finding:
    """Tell whether the register of documents can be read."""
    if problem is None:
        return Finding(name="register", verdict=Verdict.OK, found=f"{entries} documents")
    advice = "correct it, and check it: danvan register FILE"
    return Finding(name="register", verdict=Verdict.BAD, found=problem, advice=advice)


def of_corpus(articles: int) -> Finding:
    """Tell whether there is anything to answer from."""
    if articles:
        return Finding(name="corpus", verdict=Verdict.OK, found=f"{articles} articles answer")
    advice = "add some: danvan corpus add FOLDER"
    return Finding(name="corpus", verdict=Verdict.BAD, found="no articles", advice=advice)


def of_index(passages: int, seconds: float, kept: IndexState) -> Finding:
    """Tell how the index got ready, and what was kept of it before."""
    how = "opened" if kept.fits else "built"
    found = f"{passages} passages, {how} in {seconds:.1f} s"
    if not kept.damage:
        return Finding(name="index", verdict=Verdict.OK, found=found)
    advice = "have the disk checked: the index is well again, the databases are on it too"
    found = f"{found}, for {kept.damage}"
    return Finding(name="index", verdict=Verdict.WARN, found=found, advice=advice)


def of_failed_index(problem: str) -> Finding:
    """Tell that the articles can't be indexed: the kind of the problem, and its place."""
    advice = "remove the article that was added last, and report this"
    return Finding(name="index", verdict=Verdict.BAD, found=problem, advice=advice)


def of_milvus(server: str, *, holds: bool = False, problem: str = "") -> Finding:
    """Tell whether Milvus `holds` what the library does, or what the `problem` is."""
    if problem:
        return Finding(
            name="milvus",
            verdict=Verdict.BAD,
            found=f"{server} can't be asked ({problem})",
            advice="start it, or correct MILVUS_URI or MILVUS_TOKEN; this machine's index answers",
        )
    if not holds:
        return Finding(
            name="milvus",
            verdict=Verdict.WARN,
            found=f"{server} has another state of the library, or none",
            advice="start the bot, which fills it beside the questions: danvan run",
        )
    return Finding(name="milvus", verdict=Verdict.OK, found=f"{server} has what the library has")


def of_inbox(counts: Iterable[InboxCount], now: datetime) -> Finding:
    """Tell whether updates are dealt with, and whether any could not be."""
    by_state = {one.state: one for one in counts}
    waiting, parked = by_state.get(CaseState.WAITING), by_state.get(CaseState.PARKED)
    found = f"{waiting.count if waiting else 0} wait, {parked.count if parked else 0} parked"
    if waiting and now - waiting.oldest > SLOW:
        advice = "see that the bot runs and keeps up: danvan run"
    elif parked:
        advice = "see what could not be dealt with, and have it tried again: danvan inbox"
    else:
        return Finding(name="inbox", verdict=Verdict.OK, found=found)
    return Finding(name="inbox", verdict=Verdict.WARN, found=found, advice=advice)


def of_disk(folder: Path, setting: str, free: int, total: int) -> Finding:
    """Tell whether there is room, in bytes, in a folder that the `setting` names."""
    found = f"{free / 1024**3:.1f} of {total / 1024**3:.1f} GiB free at {folder}"
    if free >= LITTLE_ROOM:
        return Finding(name="disk", verdict=Verdict.OK, found=found)
    verdict = Verdict.WARN if free >= TOO_LITTLE_ROOM else Verdict.BAD
    advice = f"make room, or move what is there to a larger disk, and set {setting} to that place"
    return Finding(name="disk", verdict=verdict, found=found, advice=advice)
