"""Inline buttons on the chat page."""

from playwright.async_api import Page, expect

from tests.support.browser import BROWSER_TESTS
from tests.support.chat_page import Pages
from tests.support.sandbox import CADRE, CITIZEN, GROUP
from tests.support.scripted_bot import ScriptedBot

pytestmark = BROWSER_TESTS

LIKE = {"text": "👍", "callback_data": "like"}


async def test_a_press_reaches_the_bot_and_its_answer_shows(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Có ích không?", [LIKE, {"text": "👎", "callback_data": "dislike"}])
    await page.get_by_role("button", name="👎").click()
    query = await bot.hears_press()
    assert (query["from"]["id"], query["data"]) == (CITIZEN.user.id, "dislike")
    await bot.answer(query, "Cảm ơn bạn!")
    await expect(page.locator(".toast")).to_have_text("Cảm ơn bạn!")


async def test_an_alert_waits_to_be_read(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Chọn:", [LIKE])
    await page.get_by_role("button", name="👍").click()
    await bot.answer(await bot.hears_press(), "Nguồn này đã hết hiệu lực.", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Nguồn này đã hết hiệu lực.")
    await page.get_by_role("button", name="Đã hiểu").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_pressed_button_is_busy_until_the_bot_answers(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Chọn:", [LIKE])
    button = page.get_by_role("button", name="👍")
    await button.click()
    query = await bot.hears_press()
    await expect(button).to_have_attribute("aria-busy", "true")
    await bot.answer(query)
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_focus_stays_on_the_button_when_the_bot_edits_its_message(
    page: Page, bot: ScriptedBot
) -> None:
    message = await bot.say("Trang 1", [{"text": "Tiếp", "callback_data": "2"}])
    button = page.get_by_role("button", name="Tiếp")
    await button.press("Enter")
    await bot.call(
        "editMessageText",
        chat_id=CITIZEN.user.id,
        message_id=message,
        text="Trang 2",
        reply_markup={"inline_keyboard": [[{"text": "Tiếp", "callback_data": "3"}]]},
    )
    await expect(page.locator("#log .text")).to_have_text("Trang 2")
    await expect(button).to_be_focused()


async def test_a_press_in_the_group_is_by_whom_one_speaks_as(
    pages: Pages, bot: ScriptedBot
) -> None:
    page = await pages.open(GROUP.id)
    await page.get_by_role("radio", name="Anh Tư").check()
    await bot.say("Chọn:", [LIKE], chat=GROUP.id)
    await page.get_by_role("button", name="👍").click()
    assert (await bot.hears_press())["from"]["id"] == CADRE.user.id


async def test_a_link_button_opens_a_page_of_its_own(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Nguồn:", [{"text": "Mở tại đoạn này", "url": "https://example.org/doc#p4"}])
    link = page.get_by_role("link", name="Mở tại đoạn này")
    await expect(link).to_have_attribute("href", "https://example.org/doc#p4")
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_a_copy_button_copies(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Văn bản", [{"text": "Sao chép số hiệu", "copy_text": {"text": "25-NQ/TW"}}])
    await page.get_by_role("button", name="Sao chép số hiệu").click()
    await expect(page.locator(".toast")).to_have_text("Đã sao chép")
    assert await page.evaluate("navigator.clipboard.readText()") == "25-NQ/TW"


async def test_code_is_copied_by_a_click(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Số hiệu: <code>10/2022/QH15</code>")
    await page.locator("#log").get_by_role("button", name="10/2022/QH15").click()
    await expect(page.locator(".toast")).to_have_text("Đã sao chép")
    assert await page.evaluate("navigator.clipboard.readText()") == "10/2022/QH15"


async def test_a_kind_of_button_that_the_sandbox_lacks_is_disabled(
    page: Page, bot: ScriptedBot
) -> None:
    app = {"text": "Mở ứng dụng", "web_app": {"url": "https://example.org/app"}}
    await bot.say("Xem:", [app])
    await expect(page.get_by_role("button", name="Mở ứng dụng")).to_be_disabled()


async def test_a_deep_link_to_the_bot_stays_in_the_sandbox(pages: Pages, bot: ScriptedBot) -> None:
    page = await pages.open(GROUP.id)
    username = (await bot.call("getMe"))["username"]
    await bot.say(f'<a href="https://t.me/{username}?start=doc-7">Mở</a>', chat=GROUP.id)
    await page.get_by_role("button", name="Mở", exact=True).click()
    message = await bot.hears_message()
    assert (message["chat"]["id"], message["text"]) == (CITIZEN.user.id, "/start doc-7")
    await expect(page.locator("#log .own .text")).to_have_text("/start doc-7")


async def test_a_command_in_a_message_is_sent_by_a_click(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Xem /nguon để biết các bài")
    await page.locator("#log").get_by_role("button", name="/nguon").click()
    assert (await bot.hears_message())["text"] == "/nguon"


async def test_a_press_that_fails_says_so(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Chọn:", [LIKE])
    await page.route("**/press", lambda route: route.abort())
    await page.get_by_role("button", name="👍").click()
    await expect(page.locator(".toast")).to_contain_text("Chưa làm được")
