"""How the chat page shows what the bot sends."""

from playwright.async_api import Page, expect

from tests.support.browser import BROWSER_TESTS
from tests.support.sandbox import CITIZEN, GROUP
from tests.support.scripted_bot import ScriptedBot

pytestmark = BROWSER_TESTS

LONG_QUOTE = "Nhân dân hiến đất, góp công làm đường giao thông nông thôn. " * 12

LINE = 24  # pixels
HEIGHT = "element => element.clientHeight"

FORMATTING = {
    "bold": ("Có <b>76 mô hình</b>", "strong", "76 mô hình"),
    "italic": ("<i>Đã hiểu là</i> câu này", "em", "Đã hiểu là"),
    "underline": ("<u>gạch chân</u> đây", "u", "gạch chân"),
    "strikethrough": ("<s>thị xã</s> phường", "s", "thị xã"),
    "code": ("Số <code>25-NQ/TW</code>", ".code", "25-NQ/TW"),
    "pre": ("Gõ:\n<pre>/vanban\n25-NQ/TW</pre>", "pre", "/vanban\n25-NQ/TW"),
    "quote": ("Bài viết: <blockquote>khéo</blockquote>", "blockquote", "khéo"),
    "link": (
        '<a href="https://example.org/1">bài 1</a>',
        'a[href="https://example.org/1"]',
        "bài 1",
    ),
    "bare link": ("Xem https://example.org/2 nhé", "a", "https://example.org/2"),
    "nested": ("<b>Luật <i>số 10</i></b>", "strong em", "số 10"),
    "after an emoji": ("👍🏽👩‍🌾 rồi <b>đậm</b> thôi", "strong", "đậm"),
    "decomposed letters": ("Câ\u0300n Đước <b>khéo</b>.", "strong", "khéo"),
}

HOSTILE = (
    "<img src=x onerror=\"document.title = 'bị phá'\">",
    "<script>document.title = 'bị phá'</script>",
    '"><svg onload="document.title = \'bị phá\'">',
    "<a href=\"javascript:document.title='bị phá'\">bấm</a>",
    "&lt;b&gt; &amp; {{7*7}} ${7*7}",
)

ADDRESSES = {
    "https://example.org/a?b=1#c": "https://example.org/a?b=1#c",
    "example.org": "http://example.org/",
    "mailto:co.ba@example.org": "mailto:co.ba@example.org",
    "javascript:alert(1)": None,
    " java\nscript:alert(1)": None,
    "data:text/html,<script>alert(1)</script>": None,
    "file:///etc/passwd": None,
    "": None,
}


async def test_entities_become_formatting(page: Page, bot: ScriptedBot) -> None:
    shown = {}
    for name, (html, selector, _) in FORMATTING.items():
        row = page.locator(f'[data-id="{await bot.say(html)}"]')
        await expect(row).to_be_visible()
        shown[name] = await row.locator(selector).all_text_contents()
    assert shown == {name: [text] for name, (_, _, text) in FORMATTING.items()}


async def test_a_block_adds_no_empty_line_to_the_text_after_it(
    page: Page, bot: ScriptedBot
) -> None:
    await bot.say("trước\n<blockquote>trích</blockquote>\nsau")
    await expect(page.locator("#log blockquote")).to_be_visible()
    three_lines_and_margins = 3 * LINE + 40
    assert await page.locator("#log .bubble").evaluate(HEIGHT) < three_lines_and_margins


async def test_what_people_write_stays_text(page: Page, bot: ScriptedBot) -> None:
    for text in HOSTILE:
        await page.locator("#field").fill(text)
        await page.keyboard.press("Enter")
        assert (await bot.hears_message())["text"] == text
    shown = page.locator("#log .text")
    await expect(shown).to_have_count(len(HOSTILE))
    assert await shown.all_text_contents() == [*HOSTILE]
    assert "bị phá" not in await page.title()


async def test_hostile_button_labels_stay_text(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Chọn:", [{"text": HOSTILE[0], "callback_data": "x"}])
    await expect(page.locator(".keyboard button")).to_have_text(HOSTILE[0])


async def test_only_harmless_addresses_become_links(page: Page) -> None:
    safe_links = "async all => all.map((await import('/static/links.js')).safeLink)"
    opened = await page.evaluate(safe_links, [*ADDRESSES])
    assert dict(zip(ADDRESSES, opened, strict=True)) == ADDRESSES


async def test_a_long_expandable_quote_opens_and_closes(page: Page, bot: ScriptedBot) -> None:
    await bot.say(f"<blockquote expandable>{LONG_QUOTE}</blockquote>")
    quote = page.locator("#log .clamped")
    more = page.get_by_role("button", name="Xem thêm")
    await expect(more).to_be_visible()
    assert await quote.evaluate(HEIGHT) == 3 * LINE
    await more.click()
    assert await quote.evaluate(HEIGHT) > 3 * LINE
    await page.get_by_role("button", name="Thu gọn").click()
    assert await quote.evaluate(HEIGHT) == 3 * LINE


async def test_a_short_expandable_quote_has_nothing_to_open(page: Page, bot: ScriptedBot) -> None:
    await bot.say("<blockquote expandable>Ngắn thôi.</blockquote>")
    await expect(page.locator("#log .expandable")).to_be_visible()
    await expect(page.get_by_role("button", name="Xem thêm")).to_be_hidden()


async def test_a_spoiler_hides_until_it_is_clicked(page: Page, bot: ScriptedBot) -> None:
    await bot.say("Đáp án: <tg-spoiler>khéo</tg-spoiler>")
    hidden = page.locator("#log .spoiler-text")
    await expect(hidden).to_have_css("opacity", "0")
    await page.get_by_role("button", name="Hiện chữ đang che").click()
    await expect(hidden).to_have_css("opacity", "1")


async def test_an_edit_replaces_the_message_and_says_so(page: Page, bot: ScriptedBot) -> None:
    message = await bot.say("Đang tìm…")
    await expect(page.locator("#log .text")).to_have_text("Đang tìm…")
    await bot.call(
        "editMessageText", chat_id=CITIZEN.user.id, message_id=message, text="Tìm thấy rồi"
    )
    await expect(page.locator("#log .text")).to_have_text("Tìm thấy rồi")
    await expect(page.locator("#log .meta")).to_contain_text("đã sửa")


async def test_a_quote_stays_open_when_only_the_keyboard_is_edited(
    page: Page, bot: ScriptedBot
) -> None:
    button = {"text": "👍", "callback_data": "up"}
    message = await bot.say(f"<blockquote expandable>{LONG_QUOTE}</blockquote>", [button])
    await page.get_by_role("button", name="Xem thêm").click()
    await bot.call("editMessageReplyMarkup", chat_id=CITIZEN.user.id, message_id=message)
    await expect(page.locator(".keyboard")).to_have_count(0)
    await expect(page.get_by_role("button", name="Thu gọn")).to_be_visible()


async def test_a_deleted_message_disappears(page: Page, bot: ScriptedBot) -> None:
    message = await bot.say("Tin nhầm")
    await expect(page.locator("#log .text")).to_have_text("Tin nhầm")
    await bot.call("deleteMessage", chat_id=CITIZEN.user.id, message_id=message)
    await expect(page.locator("#log .message")).to_have_count(0)


async def test_typing_shows_until_the_message_comes(page: Page, bot: ScriptedBot) -> None:
    await stop_the_clock(page)
    await bot.show("typing")
    await expect(page.locator("#head-subtitle")).to_have_text("đang nhập…")
    await expect(page.locator("#log .typing")).to_be_visible()
    await bot.say("Xong")
    await expect(page.locator("#log .typing")).to_have_count(0)
    await expect(page.locator("#head-subtitle")).to_have_text("Bạn đang là Cô Ba")


async def test_typing_ends_after_five_seconds(page: Page, bot: ScriptedBot) -> None:
    await stop_the_clock(page)
    await bot.show("typing")
    await expect(page.locator("#log .typing")).to_be_visible()
    await page.clock.run_for(4900)
    await expect(page.locator("#log .typing")).to_be_visible()
    await page.clock.run_for(200)
    await expect(page.locator("#log .typing")).to_have_count(0)


async def stop_the_clock(page: Page) -> None:
    """Let the page's timers run only when the test says so."""
    await page.clock.install()
    await page.clock.pause_at(await page.evaluate("Date.now() + 1000"))


async def test_the_original_of_a_reply_is_one_click_away(page: Page, bot: ScriptedBot) -> None:
    first = await bot.say("Tin đầu tiên")
    for number in range(20):
        await bot.say(f"Tin thứ {number + 2}")
    await bot.say("Về tin đầu", reply_parameters={"message_id": first})
    original = page.locator(f'[data-id="{first}"]')
    await expect(page.locator("#log .quoted")).to_be_in_viewport()
    await expect(original).not_to_be_in_viewport()
    await page.locator("#log .quoted").click()
    await expect(original).to_be_in_viewport()
    await expect(original).to_be_focused()


async def test_what_is_not_text_is_shown_too(page: Page, bot: ScriptedBot) -> None:
    for sample in ("Nhãn dán", "Tin thoại", "Vị trí"):
        await page.get_by_label("Gửi thử nhãn dán").click()
        await page.get_by_role("button", name=sample, exact=True).click()
    kinds = [{"sticker", "voice", "location"} & {*await bot.hears_message()} for _ in range(3)]
    assert kinds == [{"sticker"}, {"voice"}, {"location"}]
    await expect(page.locator("#log .sticker")).to_have_text("👍")
    await expect(page.locator("#log .attachment")).to_contain_text(["Tin thoại", "Vị trí"])


async def test_a_new_message_is_said_to_screen_readers(page: Page, bot: ScriptedBot) -> None:
    await bot.say("<b>Có</b> 76 mô hình")
    await expect(page.locator("#announcer")).to_have_text("Dân vận: Có 76 mô hình")


async def test_someone_leaving_shows_as_a_line(page: Page, bot: ScriptedBot) -> None:
    await page.get_by_role("button", name="Tổ dân phố 3").click()
    await bot.call("leaveChat", chat_id=GROUP.id)
    await expect(page.locator("#log .service")).to_have_text("Dân vận đã rời nhóm")
