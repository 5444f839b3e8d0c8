"""Moving between the chats of the page, and keeping up with what happens in them."""

from contextlib import AsyncExitStack

from playwright.async_api import Browser, Page, expect

from bot.sandbox.cast import GROUPS, PERSONAS
from bot.sandbox.sandbox import Sandbox, default_world
from bot.sandbox.server import SandboxServer
from tests.support.browser import BROWSER_TESTS
from tests.support.chat_page import Pages
from tests.support.sandbox import CADRE, CITIZEN, TOKEN, running_sandbox
from tests.support.scripted_bot import ScriptedBot, scripted_bot

pytestmark = BROWSER_TESTS

PHONE_WIDTH = 360


async def test_every_persona_and_group_is_listed(page: Page) -> None:
    titles = page.locator(".chat-title")
    people = [persona.user.first_name for persona in PERSONAS]
    await expect(titles).to_have_text([*people, *(str(group.title) for group in GROUPS)])


async def test_messages_in_other_chats_are_counted_until_they_are_seen(
    page: Page, bot: ScriptedBot
) -> None:
    cadre = page.locator(".chat-item", has_text="Anh Tư")
    await bot.say("một", chat=CADRE.user.id)
    await bot.say("hai", chat=CADRE.user.id)
    await expect(cadre.locator(".badge")).to_contain_text("2 tin chưa đọc")
    await expect(cadre.locator(".last-words")).to_have_text("hai")
    await expect(page).to_have_title("(2) Phòng thử · Trợ lý dân vận")
    await cadre.click()
    await expect(cadre.locator(".badge")).to_be_hidden()
    await expect(page).to_have_title("Phòng thử · Trợ lý dân vận")


async def test_one_who_reads_further_up_is_not_moved_but_told(page: Page, bot: ScriptedBot) -> None:
    for number in range(30):
        await bot.say(f"Tin {number}")
    newest = page.locator("#log .message").last
    await expect(newest).to_contain_text("Tin 29")
    await expect(newest).to_be_in_viewport()
    await page.locator("#scroller").evaluate("scroller => scroller.scrollTo(0, 0)")
    jump = page.get_by_role("button", name="Xuống tin mới nhất")
    await expect(jump).to_be_visible()
    await bot.say("Tin cuối")
    await expect(jump).to_have_text("1")
    await expect(page.locator("#log .message").first).to_be_in_viewport()
    await jump.click()
    await expect(newest).to_be_in_viewport()
    await expect(jump).to_be_hidden()


async def test_a_message_taller_than_the_screen_shows_from_its_beginning(
    pages: Pages, bot: ScriptedBot
) -> None:
    page = await pages.open(width=PHONE_WIDTH)
    await bot.say("<b>Mở đầu</b>\n" + "một dòng nữa\n" * 80)
    await expect(page.locator("#log strong")).to_be_in_viewport()


async def test_on_a_phone_one_goes_from_the_list_to_a_chat_and_back(pages: Pages) -> None:
    page = await pages.open(None, width=PHONE_WIDTH)
    chat, conversations = page.locator("#conversation"), page.locator("#chat-list")
    await expect(chat).to_be_hidden()
    await page.get_by_role("button", name="Anh Tư").click()
    await expect(chat).to_be_visible()
    await expect(conversations).to_be_hidden()
    await page.get_by_role("button", name="Về danh sách").click()
    await expect(conversations).to_be_visible()
    await page.get_by_role("button", name="Cô Ba").click()
    await page.go_back()
    await expect(conversations).to_be_visible()
    await expect(chat).to_be_hidden()


async def test_going_back_to_the_list_is_a_step_back_in_the_browser_too(pages: Pages) -> None:
    page = await pages.open(None, width=PHONE_WIDTH)
    await page.get_by_role("button", name="Anh Tư").click()
    await page.get_by_role("button", name="Về danh sách").click()
    await expect(page.locator("#chat-list")).to_be_visible()
    await page.go_forward()
    await expect(page.locator("#conversation")).to_be_visible()


async def test_the_open_chat_survives_a_reload(page: Page) -> None:
    await page.get_by_role("button", name="Tổ dân phố 3").click()
    await page.reload()
    await expect(page.locator("#head-title")).to_have_text("Tổ dân phố 3")


async def test_a_lost_connection_is_told_and_what_was_missed_comes_after(browser: Browser) -> None:
    async with AsyncExitStack() as exits:
        async with running_sandbox() as sandbox:
            page = await Pages(browser, sandbox.url, exits).open()
        banner = page.locator("#banner")
        await expect(banner).to_be_visible()
        await expect(banner).to_have_text("Mất kết nối, đang thử lại…")
        world = Sandbox(default_world(now=0), token=TOKEN)
        async with SandboxServer(world, port=sandbox.server.port), scripted_bot(sandbox.url) as bot:
            await bot.say("Tin trong lúc mất kết nối")
            await expect(page.locator("#log .text")).to_have_text("Tin trong lúc mất kết nối")
            await expect(banner).to_be_hidden()


async def test_starting_over_asks_first(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Tin cũ")
    await page.get_by_role("button", name="Làm lại từ đầu").click()
    await page.get_by_role("button", name="Để sau").click()
    await expect(page.locator("#log .message")).to_have_count(1)
    await page.get_by_role("button", name="Làm lại từ đầu").click()
    await page.get_by_role("button", name="Xóa tin nhắn").click()
    await expect(page.locator("#log .message")).to_have_count(0)
    await expect(page.locator(".chip")).to_have_count(3)


async def test_two_windows_show_the_same(pages: Pages, bot: ScriptedBot) -> None:
    one, other = await pages.open(), await pages.open()
    await one.locator("#field").fill("xin chào")
    await one.locator("#send").click()
    await expect(other.locator("#log .own .text")).to_have_text("xin chào")


async def test_it_works_by_keyboard_alone(page: Page, bot: ScriptedBot) -> None:
    await page.keyboard.type("xin chào")
    await page.keyboard.press("Enter")
    assert (await bot.hears_message())["from"]["id"] == CITIZEN.user.id
    await bot.say("Chào bạn", [{"text": "Ví dụ", "callback_data": "example"}])
    await press_from(page, "Shift+Tab", "Ví dụ")
    assert (await bot.hears_press())["data"] == "example"
    await press_from(page, "Shift+Tab", "Trả lời Dân vận")
    await expect(page.locator("#reply-bar")).to_be_visible()
    await expect(page.locator("#field")).to_be_focused()
    await press_from(page, "Shift+Tab", "Anh Tư")
    await expect(page.locator("#head-subtitle")).to_have_text("Bạn đang là Anh Tư")


async def press_from(page: Page, step: str, name: str) -> None:
    """Move the focus by a key until it is on the button of that name, then press it."""
    button = page.get_by_role("button", name=name)
    await expect(button).to_be_visible()
    for _ in range(40):
        await page.keyboard.press(step)
        if await button.evaluate("button => button === document.activeElement"):
            await page.keyboard.press("Enter")
            return
    raise AssertionError(f"40 times {step} never came to {name!r}")
