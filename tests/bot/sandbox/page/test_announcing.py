"""What officers do on the chat page: polls, pictures, files, forwards, the topics of a forum."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.cast import FRONT, HAMLET, OFFICER
from bot.sandbox.samples import PICTURE
from tests.support.browser import BROWSER_TESTS
from tests.support.chat_page import Pages
from tests.support.sandbox import CITIZEN, NEIGHBOUR
from tests.support.scripted_bot import ScriptedBot

pytestmark = BROWSER_TESTS

PHONE, DESKTOP = 390, 1280
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
OPTIONS = [{"text": "Sáng"}, {"text": "Tối"}]


def last(page: Page) -> Locator:
    """The newest message."""
    return page.locator("#log .message").last


async def attach(page: Page, what: str) -> None:
    """Choose from the menu of what can be sent."""
    await page.locator("#attach").click()
    await (
        page.get_by_role("group", name="Gửi thử")
        .get_by_role("button", name=what, exact=True)
        .click()
    )


def topic(page: Page, name: str) -> Locator:
    return page.locator("#topics").get_by_role("radio", name=name)


def option(page: Page, words: str) -> Locator:
    return page.locator(".option", has_text=words)


# Polls


@WIDTHS
async def test_a_poll_of_ones_own_is_composed(pages: Pages, bot: ScriptedBot, width: int) -> None:
    page = await pages.open(OFFICER.user.id, width=width)
    await attach(page, "Soạn bình chọn…")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Câu hỏi").fill("Bà con họp lúc nào?")
    await dialog.get_by_label("Các lựa chọn").fill("19 giờ thứ sáu\n\n 8 giờ chủ nhật \n")
    await dialog.get_by_label("Hiện tên người chọn").check()
    await dialog.get_by_role("button", name="Gửi bình chọn").click()
    poll = (await bot.hears_message())["poll"]
    assert poll["question"] == "Bà con họp lúc nào?"
    assert [option["text"] for option in poll["options"]] == ["19 giờ thứ sáu", "8 giờ chủ nhật"]
    assert (poll["is_anonymous"], poll["allows_multiple_answers"]) == (False, False)
    await expect(last(page)).to_contain_text("Bình chọn có tên")


async def test_a_poll_without_two_options_is_not_sent_and_may_be_left(pages: Pages) -> None:
    page = await pages.open(OFFICER.user.id)
    await attach(page, "Soạn bình chọn…")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Câu hỏi").fill("Bà con họp lúc nào?")
    await dialog.get_by_label("Các lựa chọn").fill("19 giờ thứ sáu")
    await dialog.get_by_role("button", name="Gửi bình chọn").click()
    await expect(dialog).to_be_visible()
    await dialog.get_by_role("button", name="Để sau").click()
    await expect(dialog).to_have_count(0)
    await expect(page.locator("#log .message")).to_have_count(0)


@WIDTHS
async def test_one_votes_changes_and_takes_the_vote_back(
    pages: Pages, bot: ScriptedBot, width: int
) -> None:
    page = await pages.open(width=width)
    await bot.call("sendPoll", chat_id=CITIZEN.user.id, question="Họp lúc nào?", options=OPTIONS)
    morning, evening = option(page, "Sáng"), option(page, "Tối")
    await morning.click()
    await expect(morning).to_have_attribute("aria-pressed", "true")
    await expect(morning).to_contain_text("1 · 100%")
    assert (await bot.hears())["poll"]["total_voter_count"] == 1
    await evening.click()
    await expect(evening).to_have_attribute("aria-pressed", "true")
    await expect(morning).to_have_attribute("aria-pressed", "false")
    await evening.click()
    await expect(page.locator(".poll")).to_contain_text("Chưa ai chọn")


async def test_everybody_in_a_group_has_a_vote_of_their_own(pages: Pages, bot: ScriptedBot) -> None:
    page = await pages.open(HAMLET.id)
    several = {"allows_multiple_answers": True, "is_anonymous": False}
    await bot.call("sendPoll", chat_id=HAMLET.id, question="?", options=OPTIONS, **several)
    await option(page, "Sáng").click()
    await option(page, "Tối").click()
    await expect(page.locator(".poll [aria-pressed=true]")).to_have_count(2)
    await page.get_by_label(NEIGHBOUR.user.first_name).check()
    await expect(page.locator(".poll [aria-pressed=true]")).to_have_count(0)
    await option(page, "Sáng").click()
    await expect(option(page, "Sáng")).to_contain_text("2 · 100%")
    await expect(page.locator(".poll")).to_contain_text("2 người đã chọn")


# Pictures and files


async def test_a_picture_of_ones_own_goes_with_what_is_written_as_its_caption(
    pages: Pages, bot: ScriptedBot, tmp_path: Path
) -> None:
    page = await pages.open(OFFICER.user.id, width=PHONE)
    await page.locator("#field").fill("Mời bà con họp tổ")
    picture = {"name": "anh.png", "mimeType": "image/png", "buffer": PICTURE.content}
    await page.locator("#own-file").set_input_files(picture)  # type: ignore[arg-type]  # its own type
    message = await bot.hears_message()
    assert message["caption"] == "Mời bà con họp tổ"
    assert "photo" in message
    await expect(last(page).locator(".photo")).to_have_js_property("naturalWidth", 320)
    await expect(page.locator("#field")).to_have_value("")


async def test_a_file_that_the_bot_sends_can_be_saved(
    page: Page, bot: ScriptedBot, sandbox_url: str
) -> None:
    fields = {"from": str(CITIZEN.user.id)}
    file = {"name": "bang.csv", "mimeType": "text/csv", "buffer": b"a;b\n"}
    path = f"{sandbox_url}/sandbox/chats/{CITIZEN.user.id}/files"
    await page.request.post(path, multipart={**fields, "file": file})  # type: ignore[dict-item]  # its own type
    sent = await bot.hears_message()
    file_id = sent["document"]["file_id"]
    await bot.call("sendDocument", chat_id=CITIZEN.user.id, document=file_id)
    link = last(page).get_by_role("link", name="bang.csv")
    await expect(link).to_contain_text("4 B")
    async with page.expect_download() as download:
        await link.click()
    saved = await (await download.value).path()
    assert (saved.read_bytes(), (await download.value).suggested_filename) == (b"a;b\n", "bang.csv")


# Forwards


@WIDTHS
async def test_an_officer_forwards_from_a_group_to_the_bot(
    pages: Pages, bot: ScriptedBot, width: int
) -> None:
    page = await pages.open(HAMLET.id, width=width)
    await page.get_by_label(NEIGHBOUR.user.first_name).check()
    await attach(page, "Ảnh")
    await page.get_by_label(OFFICER.user.first_name).check()
    await page.get_by_role("button", name="Trả lời Chú Năm").click()
    await page.get_by_role("button", name="Chuyển tiếp").click()
    chats = page.get_by_role("dialog").get_by_role("button", name=re.compile("thành viên|riêng"))
    await expect(chats).to_have_text(
        [re.compile("^Dân vận"), re.compile("^Ấp 2"), re.compile("^Ban")]
    )
    await chats.first.click()
    message = await bot.hears_message()
    assert message["forward_origin"]["sender_user"]["id"] == NEIGHBOUR.user.id
    assert "photo" in message
    await expect(page).to_have_url(re.compile(f"#{OFFICER.user.id}$"))
    await expect(last(page)).to_contain_text("Chuyển tiếp từ Chú Năm")
    await expect(page.locator("#reply-bar")).to_be_hidden()


# The topics of a forum


@WIDTHS
async def test_what_is_said_in_a_topic_stays_there(
    pages: Pages, bot: ScriptedBot, width: int
) -> None:
    page = await pages.open(FRONT.id, width=width)
    await expect(topic(page, "Chung")).to_be_checked()
    await topic(page, "Thông báo").check()
    await expect(page.locator("#log")).to_contain_text("Chủ đề mới: Thông báo")
    await page.locator("#field").fill("/hoi họp lúc nào")
    await page.locator("#send").click()
    assert (await bot.hears_message())["message_thread_id"] == 2
    await expect(last(page)).to_contain_text("họp lúc nào")
    await topic(page, "Trao đổi").check()
    await expect(page.locator("#log")).not_to_contain_text("họp lúc nào")
    await topic(page, "Chung").check()
    await expect(page.locator("#log")).not_to_contain_text("họp lúc nào")


async def test_a_topic_with_something_new_says_so_until_it_is_opened(
    pages: Pages, bot: ScriptedBot
) -> None:
    page = await pages.open(FRONT.id, width=PHONE)
    await topic(page, "Chung").check()
    for text in ("Mời họp", "Mời họp lại"):
        await bot.say(text, chat=FRONT.id, message_thread_id=2)
    badge = page.locator("#topics .badge")
    await expect(badge).to_contain_text("2")
    await expect(page.locator("#log")).not_to_contain_text("Mời họp")
    await topic(page, "Thông báo").check()
    await expect(last(page)).to_contain_text("Mời họp lại")
    await expect(badge).to_have_count(0)


async def test_the_open_topic_is_remembered(pages: Pages) -> None:
    page = await pages.open(FRONT.id)
    await topic(page, "Trao đổi").check()
    await page.reload()
    await expect(topic(page, "Trao đổi")).to_be_checked()


async def test_a_group_without_topics_has_no_row_of_them(pages: Pages) -> None:
    page = await pages.open(HAMLET.id)
    await expect(page.locator("#topics")).to_be_hidden()
