"""The looks of the chat page, as far as a test can tell: room, light, contrast, touch."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import BROWSER_TESTS
from tests.support.chat_page import Pages, Scheme
from tests.support.sandbox import CADRE, CITIZEN, GROUP
from tests.support.scripted_bot import Json, ScriptedBot

pytestmark = BROWSER_TESTS

TOUCH = 44
"""Pixels that a finger needs."""
AA = 4.5
"""WCAG's least contrast for text."""

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
CONTRASTS = Path(__file__).with_name("contrasts.js").read_text(encoding="utf-8")
SIZES = """() => [...document.querySelectorAll("button, label, input, textarea, .keyboard a")]
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([element, box]) => box.width && element.type !== "radio")
  .map(([element, box]) => [element.ariaLabel || element.textContent, box.width, box.height])"""
OVERFLOWING = """() => [...document.querySelectorAll("html, .panes, section, #scroller, .bubble")]
  .filter(element => element.scrollWidth > element.clientWidth)
  .map(element => element.outerHTML.slice(0, 80))"""


async def show_everything(page: Page, bot: ScriptedBot, chat: int = CITIZEN.user.id) -> None:
    """Fill a chat with messages of all kinds, and wait until they are there."""
    await page.locator("#field").fill("/hoi Cần Đước có bao nhiêu mô hình?")
    await page.locator("#send").click()
    asked = await bot.hears_message()
    quote = "Toàn huyện đăng ký thực hiện 76 mô hình trên các lĩnh vực. " * 9
    await bot.say(
        f"<b>76 mô hình</b> <i>khéo</i> <code>25-NQ/TW</code> <blockquote expandable>{quote}"
        '</blockquote>\n[1] <a href="https://example.org/">Huyện Cần Đước, 01/12/2023</a>\n'
        f"https://example.org/{'rat-dai-' * 30}\n<pre>{'dòng-không-ngắt' * 20}</pre>",
        [button("Mở tại đoạn này"), button("Trích dẫn"), button("👍"), button("👎")],
        [button("Một nút có nhãn rất dài, dài đến mức phải xuống dòng trên điện thoại")],
        chat=chat,
        reply_parameters={"message_id": asked["message_id"]},
    )
    last = await bot.say("K" * 300, chat=chat)
    await page.get_by_role("button", name="Trả lời Dân vận").last.click()
    await page.locator("#field").fill("Một câu trả lời")
    await expect(page.locator(f'[data-id="{last}"]')).to_be_visible()


def button(text: str) -> Json:
    """Return an inline button."""
    return {"text": text, "callback_data": text[:20]}


@pytest.mark.parametrize("chat", [CITIZEN.user.id, GROUP.id], ids=["private", "group"])
async def test_nothing_is_wider_than_the_screen(pages: Pages, bot: ScriptedBot, chat: int) -> None:
    page = await pages.open(chat, width=360, height=740)
    await show_everything(page, bot, chat)
    widths = (320, 360, 412, 719, 720, 1280)
    overflowing = {}
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 740})
        overflowing[width] = await page.evaluate(OVERFLOWING)
    assert overflowing == {width: [] for width in widths}


@pytest.mark.parametrize(
    "chat", [None, CITIZEN.user.id, GROUP.id], ids=["list", "private", "group"]
)
async def test_a_finger_can_touch_everything(
    pages: Pages, bot: ScriptedBot, chat: int | None
) -> None:
    page = await pages.open(chat, width=360, height=740)
    if chat:
        await show_everything(page, bot, chat)
    sizes = await page.evaluate(SIZES)
    assert sizes
    assert [size for size in sizes if min(size[1:]) < TOUCH] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_text_stands_out_from_what_is_behind_it(
    pages: Pages, bot: ScriptedBot, scheme: Scheme
) -> None:
    page = await pages.open(GROUP.id, scheme=scheme)
    await show_everything(page, bot, GROUP.id)
    await page.get_by_role("radio", name=CADRE.user.first_name).check()
    await bot.show("typing", chat=CADRE.user.id)
    await bot.say("Tin chưa đọc")
    await expect(page.locator(".badge:visible")).to_have_count(1)
    contrasts = await page.evaluate(CONTRASTS)
    assert len(contrasts) > 30
    assert [text for text in contrasts if text["ratio"] < AA] == []


async def test_dark_follows_the_system(pages: Pages) -> None:
    dark, light = [await pages.open(scheme=scheme) for scheme in ("dark", "light")]
    assert await dark.evaluate(BACKGROUND) != await light.evaluate(BACKGROUND)


async def test_the_other_theme_can_be_chosen_and_is_remembered(page: Page) -> None:
    light = await page.evaluate(BACKGROUND)
    await page.get_by_role("button", name="Chuyển sang nền tối").click()
    dark = await page.evaluate(BACKGROUND)
    assert dark != light
    await page.reload()
    assert await page.evaluate(BACKGROUND) == dark
    await page.get_by_role("button", name="Chuyển sang nền sáng").click()
    assert await page.evaluate(BACKGROUND) == light


async def test_nothing_moves_for_those_who_asked_for_calm(page: Page, bot: ScriptedBot) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await bot.show("typing")
    dots = page.locator(".dots i").first
    await expect(dots).to_have_css("animation-iteration-count", "1")
    await expect(dots).to_have_css("animation-duration", "0.001s")
