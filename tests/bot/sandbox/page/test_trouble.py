"""The menu of what goes wrong, and the buttons that the bot puts in the place of a keyboard."""

import httpx
import pytest
from playwright.async_api import Page, expect

from bot.sandbox.cast import HAMLET, OFFICER, WOMEN
from tests.support.browser import BROWSER_TESTS
from tests.support.chat_page import Pages
from tests.support.sandbox import CITIZEN, TOKEN
from tests.support.scripted_bot import ScriptedBot

pytestmark = BROWSER_TESTS

PHONE_WIDTH = 360
MENU = "Thử sự cố"


async def choose(page: Page, label: str) -> None:
    """Open the menu and choose what begins with `label`."""
    await page.get_by_role("button", name=MENU).click()
    await page.get_by_role("dialog").get_by_role("button", name=label).click()


async def status(url: str, chat: int) -> int:
    """Send into a chat; return Telegram's status."""
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        fields = {"chat_id": chat, "text": "Mời họp"}
        return (await client.post(f"/bot{TOKEN}/sendMessage", json=fields)).status_code


@pytest.mark.parametrize("width", [PHONE_WIDTH, 1280])
async def test_a_fault_is_chosen_marked_and_taken_away(
    pages: Pages, sandbox_url: str, width: int
) -> None:
    page = await pages.open(WOMEN.id, width=width)
    button, mark = page.get_by_role("button", name=MENU), page.locator(".mark", has_text="429")
    await choose(page, "Gửi quá nhanh")
    await expect(button).to_have_attribute("data-troubled", "")
    await expect(mark).to_have_count(1)
    assert await status(sandbox_url, WOMEN.id) == 429
    await button.click()
    chosen = page.get_by_role("dialog").locator("[aria-current]")
    await expect(chosen).to_contain_text("Gửi quá nhanh")
    await page.get_by_role("dialog").get_by_role("button", name="Bình thường").click()
    await expect(mark).to_have_count(0)
    await expect(button).not_to_have_attribute("data-troubled", "")
    assert await status(sandbox_url, WOMEN.id) == 200


async def test_a_fault_that_was_met_is_gone_from_the_page(pages: Pages, sandbox_url: str) -> None:
    page = await pages.open(WOMEN.id)
    await choose(page, "Telegram gặp lỗi")
    await expect(page.locator(".mark", has_text="500")).to_have_count(1)
    assert [await status(sandbox_url, WOMEN.id) for _ in range(4)] == [500, 500, 500, 200]
    await expect(page.locator(".mark", has_text="500")).to_have_count(0)


async def test_a_flood_whose_time_is_over_is_gone_with_the_next_message(
    pages: Pages, sandbox_url: str
) -> None:
    page = await pages.open(WOMEN.id)
    fault = {"kind": "flood", "seconds": 0, "times": None}
    await page.request.post(f"{sandbox_url}/sandbox/chats/{WOMEN.id}/fault", data=fault)
    mark = page.locator(".mark", has_text="429")
    await expect(mark).to_have_count(1)
    assert [await status(sandbox_url, WOMEN.id) for _ in range(2)] == [429, 200]
    await expect(mark).to_have_count(0)


async def test_the_bot_is_put_out_of_a_group_and_let_in_again(
    pages: Pages, sandbox_url: str
) -> None:
    page = await pages.open(WOMEN.id)
    await choose(page, "Đưa trợ lý ra khỏi nhóm")
    await expect(page.locator("#log .service").last).to_have_text("Dân vận đã bị đưa ra khỏi nhóm")
    assert await status(sandbox_url, WOMEN.id) == 403
    await choose(page, "Thêm trợ lý vào nhóm")
    await expect(page.locator("#log .service").last).to_have_text("Dân vận đã được thêm vào nhóm")
    assert await status(sandbox_url, WOMEN.id) == 200


async def test_a_person_blocks_and_unblocks_the_bot(page: Page, sandbox_url: str) -> None:
    await choose(page, "Chặn trợ lý")
    await expect(page.locator(".mark", has_text="403")).to_have_count(1)
    assert await status(sandbox_url, CITIZEN.user.id) == 403
    await choose(page, "Bỏ chặn trợ lý")
    await expect(page.locator(".mark", has_text="403")).to_have_count(0)


async def test_a_group_that_becomes_a_supergroup_stays_open(pages: Pages, sandbox_url: str) -> None:
    page = await pages.open(HAMLET.id)
    await choose(page, "Nâng thành siêu nhóm")
    await expect(page.locator("#log .service")).to_have_text("Nhóm đã thành siêu nhóm")
    await expect(page.locator("#head-title")).to_have_text(str(HAMLET.title))
    assert await status(sandbox_url, HAMLET.id) == 400
    await page.get_by_role("button", name=MENU).click()
    await expect(page.get_by_role("dialog")).not_to_contain_text("siêu nhóm")


async def test_the_menu_fits_a_phone_and_is_left_by_escape(pages: Pages) -> None:
    page = await pages.open(HAMLET.id, width=PHONE_WIDTH, height=640)
    await page.get_by_role("button", name=MENU).click()
    last = page.get_by_role("dialog").get_by_role("button", name="Để sau")
    await last.scroll_into_view_if_needed()
    await expect(last).to_be_in_viewport()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE_WIDTH


@pytest.mark.parametrize(("sample", "shown"), [("Ảnh", "Ảnh buổi họp"), ("Bình chọn", "Sáng")])
async def test_an_officer_sends_pictures_and_polls(
    pages: Pages, bot: ScriptedBot, sample: str, shown: str
) -> None:
    page = await pages.open(OFFICER.user.id)
    await page.locator("#attach").click()
    await page.locator("#samples").get_by_role("button", name=sample, exact=True).click()
    await expect(page.locator("#log .own")).to_contain_text(shown)
    assert (await bot.hears_message())["from"]["id"] == OFFICER.user.id


async def test_a_button_in_the_place_of_the_keyboard_says_its_text(
    pages: Pages, sandbox_url: str
) -> None:
    page = await pages.open(OFFICER.user.id)
    await show_keyboard(sandbox_url)
    await page.locator("#reply-keyboard").get_by_role("button", name="Thôi").click()
    await expect(page.locator("#log .own")).to_contain_text("Thôi")


async def test_a_group_is_picked_among_those_that_one_is_in(pages: Pages, sandbox_url: str) -> None:
    page = await pages.open(OFFICER.user.id, width=PHONE_WIDTH)
    await show_keyboard(sandbox_url)
    await page.locator("#reply-keyboard").get_by_role("button", name="Chọn nhóm").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator(".choice")).to_have_text(["Ấp 2", "Ban công tác Mặt trận"])
    await dialog.get_by_role("button", name="Ấp 2").click()
    await expect(page.locator("#log .service").last).to_have_text("Đã chọn nhóm Ấp 2")


async def test_a_person_is_picked_among_all(pages: Pages, sandbox_url: str) -> None:
    page = await pages.open(OFFICER.user.id, width=PHONE_WIDTH)
    await show_keyboard(sandbox_url)
    await page.locator("#reply-keyboard").get_by_role("button", name="Chọn người").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cô Ba").click()
    picked = page.locator("#log .service").last
    await expect(picked).to_have_text(f"Đã chọn người dùng {CITIZEN.user.id}")


async def show_keyboard(url: str) -> None:
    asked = {"request_id": 1, "chat_is_channel": False, "request_title": True}
    person = {"text": "Chọn người", "request_users": {"request_id": 2}}
    rows = [[{"text": "Chọn nhóm", "request_chat": asked}], [{"text": "Thôi"}, person]]
    fields = {"chat_id": OFFICER.user.id, "text": "Nhóm?", "reply_markup": {"keyboard": rows}}
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        sent = await client.post(f"/bot{TOKEN}/sendMessage", json=fields)
    assert sent.is_success, sent.text
