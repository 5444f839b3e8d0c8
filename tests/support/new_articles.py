"""New articles, and chats that want to hear of them."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.store.records import ChatKind, DigestRhythm, Preferences
from bot.store.store import Store
from corpus.records import Article
from tests.support import made_up
from tests.support.stores import NOW

ADDED = NOW + timedelta(hours=1)
"""When the first of them is added; a minute later the next."""
LEAD = "Ngày 01/3/2025, {} tổ chức hội nghị tổng kết phong trào “Dân vận khéo”."
FIGURE = "Năm nay {} có 12 mô hình “Dân vận khéo” được công nhận ở cơ sở."


def new_article(number: int = 0, place: str = "xã Tân An", *, at: datetime = ADDED) -> Article:
    """Return an article that was added so many minutes after the first."""
    article = made_up.article(
        f"{LEAD.format(place)} {FIGURE.format(place)}",
        name=f"bai{number}.txt",
        title=f"Bài {number}: dân vận khéo ở {place}",
        place=place,
    )
    return replace(article, added_at=at + timedelta(minutes=number))


def wanting(
    store: Store, *chat_ids: int, rhythm: DigestRhythm = DigestRhythm.AT_ONCE, **wanted: object
) -> None:
    """Subscribe chats to digests."""
    preferences = Preferences(digest=rhythm, **wanted)  # type: ignore[arg-type]  # each test's own
    for chat_id in chat_ids:
        store.subscriptions.save(chat_id, ChatKind.SUPERGROUP, preferences, now=NOW)
