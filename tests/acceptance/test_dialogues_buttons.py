"""Documents, articles and the buttons under answers, over HTTP."""

from bot.keeper import KnowledgeKeeper
from bot.texts import Vietnamese
from tests.support import made_up
from tests.support.running_bot import Shelf, running_bot, shipped_articles
from tests.support.sandbox import CADRE

VI = Vietnamese()
ORDERED_BY_TWO = "Nghị quyết số 25-NQ/TW ban hành ngày nào?"


async def test_a_document_shows_that_its_sources_give_two_days() -> None:
    async with running_bot() as chatter:
        [card] = await chatter.say("/vanban 25-NQ/TW", persona=CADRE)
        assert card.text.startswith("Nghị quyết số 25-NQ/TW · Ban Chấp hành ")
        assert "03/06/2013 theo [" in card.text
        assert "13/06/2013 theo [" in card.text
        assert "Các nguồn ghi 2 ngày khác nhau." in card.text
        pressed = await chatter.press(card, VI.mentions_button(), persona=CADRE, replies=1)
        [mentions] = pressed.replies
        assert mentions.text.startswith("Các đoạn nhắc đến Nghị quyết số 25-NQ/TW")


async def test_a_number_alone_is_looked_up_without_a_command() -> None:
    async with running_bot() as chatter:
        [card] = await chatter.say("nq25", persona=CADRE)
        assert card.text.startswith("Nghị quyết số 25-NQ/TW · Ban Chấp hành ")


async def test_an_answer_with_one_of_two_days_says_that_there_is_another() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(ORDERED_BY_TWO, persona=CADRE)
        assert "khác nhau: 03/06/2013, 13/06/2013." in answer.text
        opened = await chatter.press(answer, "Nghị quyết số 25-NQ/TW", persona=CADRE, replies=1)
        assert "Các nguồn ghi 2 ngày khác nhau." in opened.replies[0].text


async def test_the_passages_that_name_a_document_are_turned_in_place() -> None:
    articles = [
        made_up.article(f"Năm {year}, xã Tân An học Nghị quyết số 25-NQ/TW.", name=f"{year}.txt")
        for year in range(2013, 2020)
    ]
    async with running_bot(KnowledgeKeeper(Shelf(articles))) as chatter:
        [card] = await chatter.say("/vanban nq25")
        [first] = (await chatter.press(card, VI.mentions_button(), replies=1)).replies
        assert "(trang 1/3)" in first.text
        turned = await chatter.press(first, VI.next_page_button(), edits=1)
        assert "(trang 2/3)" in turned.edits[0].text
        assert turned.edits[0].id == first.id


async def test_a_short_number_of_several_documents_asks_which() -> None:
    articles = [
        made_up.article(
            "Xã học Nghị quyết số 25-NQ/TW. Huyện ra Chỉ thị số 25-CT/HU.", name="hai.txt"
        )
    ]
    async with running_bot(KnowledgeKeeper(Shelf(articles))) as chatter:
        [choice] = await chatter.say("/vanban 25")
        assert "Có 2 văn bản" in choice.text
        [card] = (await chatter.press(choice, "25-CT/HU", replies=1)).replies
        assert card.text.startswith("Chỉ thị số 25-CT/HU")


async def test_a_near_miss_of_a_number_is_offered() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("/vanban 10-CT/TU")
        assert "Có phải ý bạn là" in answer.text
        [card] = (await chatter.press(answer, "10-CT/ThU", replies=1)).replies
        assert card.text.startswith("Chỉ thị số 10-CT/ThU")


async def test_an_unknown_number_is_named_and_harmless() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("/vanban <b>99</b>-XX/YY & co")
        assert "“<b>99</b>-XX/YY & co”" in answer.text


async def test_the_articles_are_listed_with_their_originals() -> None:
    async with running_bot() as chatter:
        [listed] = await chatter.say("/nguon")
        assert listed.text.startswith("Kho bài: 5 bài, 2018–2023")
        assert listed.text.count("tóm lược từ: ") + listed.text.count("(bản tóm lược)") == 5
        assert listed.buttons == []


async def test_many_articles_are_turned_in_place_there_and_back() -> None:
    articles = [made_up.article(title=f"Bài {n:02}", name=f"bai-{n}.txt") for n in range(12)]
    async with running_bot(KnowledgeKeeper(Shelf(articles))) as chatter:
        [first] = await chatter.say("/nguon")
        assert first.buttons == [VI.next_page_button()]
        [second] = (await chatter.press(first, VI.next_page_button(), edits=1)).edits
        assert "(trang 2/3)" in second.text
        assert second.buttons == [VI.previous_page_button(), VI.next_page_button()]
        [again] = (await chatter.press(second, VI.previous_page_button(), edits=1)).edits
        assert again.text == first.text


async def test_a_passage_opens_among_its_paragraphs() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say("Cần Đước có bao nhiêu mô hình dân vận khéo?")
        [opened] = (await chatter.press(answer, VI.passage_button(None), replies=1)).replies
        [article] = [a for a in shipped_articles() if a.source.name == "can-duoc-2023.md"]
        passage, _, source = opened.text.rpartition("\n")
        assert passage in article.text
        assert "76 mô hình" in passage
        assert source.startswith("Huyện Cần Đước")
        assert opened.replies_to == answer.id


async def test_what_another_article_says_follows_an_answer_and_so_does_more() -> None:
    async with running_bot() as chatter:
        [answer] = await chatter.say(ORDERED_BY_TWO)
        [following] = (await chatter.press(answer, VI.next_source_button(), replies=1)).replies
        assert following.text.rpartition("\n")[2] not in answer.text
        [more] = (await chatter.press(answer, VI.more_button(), replies=1)).replies
        assert more.text.startswith(VI.more_heading())


async def test_a_passage_that_is_gone_is_told_by_a_toast() -> None:
    shelf = Shelf(shipped_articles())
    keeper = KnowledgeKeeper(shelf)
    async with running_bot(keeper) as chatter:
        [answer] = await chatter.say(ORDERED_BY_TWO)
        shelf.put([made_up.article()])
        assert await keeper.refresh()
        copying = {VI.copy_citation_button(number) for number in (1, 2)}
        calling = [label for label in answer.buttons if label not in copying]
        assert len(calling) == 5
        for label in calling:
            pressed = await chatter.press(answer, label)
            assert pressed.notice == VI.passage_gone()
            assert not pressed.alert


async def test_an_article_that_comes_while_the_bot_runs_is_answered_from() -> None:
    shelf = Shelf([])
    keeper = KnowledgeKeeper(shelf)
    async with running_bot(keeper) as chatter:
        [before] = await chatter.say("xã Tân An có mấy tổ tự quản")
        assert before.text == VI.no_sources()
        shelf.put([made_up.article()])
        assert await keeper.refresh()
        [after] = await chatter.say("xã Tân An có mấy tổ tự quản")
        assert after.text.startswith(f"{made_up.FIRST} [1]")
