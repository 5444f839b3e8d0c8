"""New articles reach the groups that want to hear of them, and are opened there, over HTTP."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.digests.decision import SETTLING
from bot.keeper import KnowledgeKeeper
from bot.render.digests import MOST_ARTICLES
from bot.sandbox.cast import FRONT, WOMEN
from bot.store.store import Store
from bot.texts import English, Vietnamese
from corpus.ingest import import_paths
from corpus.library import Library
from corpus.records import FileOutcome
from tests.support.new_articles import FIGURE, LEAD, new_article, wanting
from tests.support.running_bot import Shelf, running_bot
from tests.support.sandbox import GROUP, NEIGHBOUR, VISITOR

VI, EN = Vietnamese(), English()
HERE, THERE = "xã Cần Đước, tỉnh Tây Ninh", "tỉnh Hà Tĩnh"
CAN_DUOC, HA_TINH = "new/tay-ninh/xa-can-duoc", "new/ha-tinh"
END = "Hội nghị biểu dương tám tập thể và mười hai cá nhân có nhiều đóng góp."
READ = VI.article_button(None)


def a_while_ago() -> datetime:
    """Return when an import took place that is surely over."""
    return datetime.now(UTC) - SETTLING - timedelta(minutes=1)


def add(library: Library, folder: Path, name: str, place: str, figure: str = FIGURE) -> None:
    """Import a file into the library."""
    head = f'title: "Dân vận khéo ở {place}"\nplace: {place}\npublisher: Báo Tân An\n'
    body = f"{LEAD.format(place)} {figure.format(place)}\n\n{END}"
    path = folder / f"{name}.md"
    path.write_text(f"---\n{head}published_on: 2025-03-02\n---\n{body}\n", encoding="utf-8")
    assert not import_paths([path], library).count(FileOutcome.Status.FAILED)


async def test_a_group_is_told_of_an_article_once_and_opens_it_as_it_is_by_then(
    store: Store, tmp_path: Path
) -> None:
    wanting(store, GROUP.id, quiet=None)
    with Library.open(f"sqlite:///{tmp_path}/library.db", clock=a_while_ago) as library:
        async with running_bot(KnowledgeKeeper(library), store=store) as chatter:
            add(library, tmp_path, "first", HERE)
            [digest] = await chatter.replies(chat=GROUP.id)
            assert digest.text == (
                f"{VI.digest_heading(1)}\n\nDân vận khéo ở {HERE}\n"
                f"{LEAD.format(HERE)}\n{FIGURE.format(HERE)}\nBáo Tân An · 02/03/2025"
            )
            pressed = await chatter.press(digest, READ, persona=NEIGHBOUR, replies=1)
            [opened] = pressed.replies
            assert f"{LEAD.format(HERE)} {FIGURE.format(HERE)}\n{END}" in opened.text
            assert opened.replies_to == digest.id

            corrected = FIGURE.replace("12", "13")
            add(library, tmp_path, "first", HERE, corrected)
            add(library, tmp_path, "second", THERE)
            [next_digest] = await chatter.replies(chat=GROUP.id)
            assert next_digest.text.startswith(
                f"{VI.digest_heading(1)}\n\nDân vận khéo ở {THERE}\n"
            )
            pressed = await chatter.press(digest, READ, persona=NEIGHBOUR, replies=1)
            assert corrected.format(HERE) in pressed.replies[0].text

            library.remove("first")
            add(library, tmp_path, "third", HERE)
            await chatter.replies(chat=GROUP.id)
            gone = await chatter.press(digest, READ, persona=NEIGHBOUR)
            assert gone.notice == VI.news_gone()


async def test_groups_are_told_of_their_places_in_the_topic_they_chose(store: Store) -> None:
    wanting(store, GROUP.id, quiet=None, places=frozenset({CAN_DUOC}))
    wanting(store, FRONT.id, quiet=None, places=frozenset({HA_TINH}), thread_id=2)
    wanting(store, WOMEN.id, quiet=None, topics=frozenset({"dan-van-kheo"}))
    shelf = Shelf([])
    async with running_bot(KnowledgeKeeper(shelf), store=store) as chatter:
        shelf.put([new_article(0, HERE), new_article(1, THERE)])
        [here] = await chatter.replies(chat=GROUP.id)
        [there] = await chatter.replies(chat=FRONT.id)
        [both] = await chatter.replies(chat=WOMEN.id)
        assert "Bài 0" in here.text
        assert "Bài 1" not in here.text
        assert "Bài 1" in there.text
        assert "Bài 0" not in there.text
        assert there.raw["message_thread_id"] == 2
        assert both.text.startswith(VI.digest_heading(2))
        assert both.buttons == [VI.article_button(1), VI.article_button(2)]


async def test_what_a_digest_has_no_room_for_is_listed_turned_and_opened(store: Store) -> None:
    wanting(store, GROUP.id, quiet=None, places=frozenset({CAN_DUOC}))
    shelf = Shelf([])
    async with running_bot(KnowledgeKeeper(shelf), store=store) as chatter:
        shelf.put([*(new_article(n, HERE) for n in range(12)), new_article(12, THERE)])
        [digest] = await chatter.replies(chat=GROUP.id)
        rest = 12 - MOST_ARTICLES
        assert digest.text.endswith(VI.more_news(rest))
        more = VI.more_news_button(rest)
        pressed = await chatter.press(digest, more, persona=VISITOR, replies=1)
        [listed] = pressed.replies
        assert listed.text.startswith(EN.news_heading(rest, 1, 2))
        assert "Bài 5: dân vận khéo" in listed.text
        assert "Bài 12" not in listed.text
        turned = await chatter.press(listed, EN.next_page_button(), persona=VISITOR, edits=1)
        [page] = turned.edits
        assert page.id == listed.id
        assert "Bài 11: dân vận khéo" in page.text
        pressed = await chatter.press(page, EN.article_button(7), persona=VISITOR, replies=1)
        assert "Bài 11: dân vận khéo" in pressed.replies[0].text
