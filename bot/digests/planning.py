"""Digests that are due, found and written into the outbox; everything blocks."""

import json
from datetime import datetime

from bot.digests.arrivals import arrivals_between, newest
from bot.digests.decision import Arrival, Digest, DigestPlan, plan_digests
from bot.handlers.keyboards import inline_keyboard
from bot.render.digests import MOST_ARTICLES, Introduced, digest
from bot.screens import Screen
from bot.store.records import Content, Lease
from bot.store.store import Store
from bot.telegram_text import to_html
from bot.texts import DEFAULT_TEXTS
from retrieval.introducing import introduction
from retrieval.knowledge import Knowledge


def due_digests(knowledge: Knowledge, store: Store, now: datetime) -> DigestPlan:
    """Return what is to be told of these articles at this moment."""
    last = newest(knowledge)
    subscriptions = store.subscriptions.with_digests(told_before=last) if last else ()
    if last is None or not subscriptions:
        return DigestPlan()
    first = min(one.told_until for one in subscriptions)
    return plan_digests(subscriptions, arrivals_between(first, last, knowledge), now)


def write(
    plan: DigestPlan, knowledge: Knowledge, store: Store, lease: Lease, now: datetime
) -> tuple[int, ...]:
    """Hand digests over to the sender, as announcements; return their numbers.

    Each is one transaction with the note that its chats are told, under the lease: a process that
    dies, or was thought dead, between two of them leaves the rest to be found again. Raises
    LeaseLostError.
    """
    numbers = []
    for one in plan.digests:
        content = content_of(one, knowledge)
        with store.together():
            store.leases.hold(lease)
            numbers.append(
                store.announcements.digest(
                    content, one.chat_ids, until=one.until, due_at=now, now=now
                )
            )
    for passing in plan.passings:
        with store.together():
            store.leases.hold(lease)
            store.subscriptions.pass_over(passing.chat_ids, until=passing.until)
    return tuple(numbers)


def content_of(told: Digest, knowledge: Knowledge) -> Content:
    """Return a digest as the message that its chats get; nobody is there to choose a language."""
    first = [_introduced(arrival, knowledge) for arrival in told.arrivals[:MOST_ARTICLES]]
    return _message(digest(first, len(told.arrivals), told.until, DEFAULT_TEXTS))


def _introduced(arrival: Arrival, knowledge: Knowledge) -> Introduced:
    article = knowledge.article_by_id[arrival.article_id]
    citations = introduction(article, knowledge)
    return Introduced(article=article, added_at=arrival.added_at, citations=citations)


def _message(screen: Screen) -> Content:
    markup = inline_keyboard(screen)
    parameters = {
        "text": to_html(screen.text),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": markup.to_dict() if markup else None,
    }
    return Content(method="sendMessage", parameters=json.dumps(parameters, ensure_ascii=False))
