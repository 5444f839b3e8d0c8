"""Writing on the chat page: sending, replying, commands, drafts."""

from playwright.async_api import Page, expect

from tests.support.browser import BROWSER_TESTS
from tests.support.chat_page import Pages
from tests.support.sandbox import CADRE, CITIZEN, GROUP, VISITOR
from tests.support.scripted_bot import ScriptedBot

pytestmark = BROWSER_TESTS

COMMANDS = [
    {"command": "hoi", "description": "Hỏi về công tác dân vận"},
    {"command": "vanban", "description": "Tra văn bản theo số hiệu"},
    {"command": "nguon", "description": "Các bài dùng để trả lời"},
]


async def test_enter_sends_and_shift_enter_begins_a_line(page: Page, bot: ScriptedBot) -> None:
    await page.keyboard.type("dòng một")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("dòng hai")
    await page.keyboard.press("Enter")
    message = await bot.hears_message()
    assert (message["from"]["id"], message["text"]) == (CITIZEN.user.id, "dòng một\ndòng hai")
    await expect(page.locator("#log .own .text")).to_have_text("dòng một\ndòng hai")
    await expect(page.locator("#field")).to_have_value("")


async def test_enter_ends_a_composition_without_sending(page: Page, bot: ScriptedBot) -> None:
    keyboard = await page.context.new_cdp_session(page)
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    composed = {"text": "dân", "selectionStart": 3, "selectionEnd": 3}
    await keyboard.send("Input.imeSetComposition", composed)
    await keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    await keyboard.send("Input.insertText", {"text": "dân vận"})
    await expect(page.locator("#field")).to_have_value("dân vận")
    await page.keyboard.press("Enter")
    assert (await bot.hears_message())["text"] == "dân vận"


async def test_decomposed_vietnamese_arrives_as_it_was_typed(page: Page, bot: ScriptedBot) -> None:
    typed = "Ca\u0302\u0300n Đu\u031bo\u031b\u0301c"
    await page.keyboard.insert_text(typed)
    await page.keyboard.press("Enter")
    assert (await bot.hears_message())["text"] == typed


async def test_the_field_grows_with_what_is_written(page: Page) -> None:
    field = page.locator("#field")
    height = "field => field.clientHeight"
    one_line = await field.evaluate(height)
    await field.fill("một\nhai\nba")
    assert await field.evaluate(height) == one_line + 2 * 24
    await field.fill("")
    assert await field.evaluate(height) == one_line


async def test_what_is_left_is_counted_near_the_limit(page: Page) -> None:
    counter = page.locator("#counter")
    await page.locator("#field").fill("x" * 3700)
    await expect(counter).to_be_hidden()
    await page.locator("#field").fill("👍" * 2000)
    await expect(counter).to_be_visible()
    await expect(counter).to_have_text("Còn 96 ký tự")


async def test_no_more_can_be_sent_than_telegram_takes(page: Page) -> None:
    await page.locator("#field").fill("x" * 4096)
    await expect(page.locator("#send")).to_be_enabled()
    await page.locator("#field").fill("x" * 4100)
    await expect(page.locator("#send")).to_be_disabled()
    await expect(page.locator("#counter")).to_have_text("Dài quá 4 ký tự")


async def test_what_could_not_be_sent_is_given_back(page: Page, bot: ScriptedBot) -> None:
    await page.route("**/messages", lambda route: route.abort())
    await page.locator("#field").fill("câu hỏi dài công gõ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_contain_text("Chưa gửi được")
    await expect(page.locator("#field")).to_have_value("câu hỏi dài công gõ")


async def test_each_chat_keeps_its_draft_even_over_a_reload(page: Page) -> None:
    await page.locator("#field").fill("đang gõ dở")
    await page.get_by_role("button", name="Anh Tư").click()
    await expect(page.locator("#field")).to_have_value("")
    citizen = page.locator(".chat-item", has_text="Cô Ba")
    await expect(citizen).to_contain_text("Nháp: đang gõ dở")
    await page.reload()
    await citizen.click()
    await expect(page.locator("#field")).to_have_value("đang gõ dở")


async def test_a_reply_in_the_group_says_to_what(pages: Pages, bot: ScriptedBot) -> None:
    page = await pages.open(GROUP.id)
    answer = await bot.say("76 mô hình", chat=GROUP.id)
    await page.get_by_role("button", name="Trả lời Dân vận").click()
    await expect(page.locator("#reply-bar")).to_contain_text("76 mô hình")
    await page.keyboard.type("Ở huyện nào?")
    await page.keyboard.press("Enter")
    message = await bot.hears_message()
    assert (message["text"], message["reply_to_message"]["message_id"]) == ("Ở huyện nào?", answer)
    await expect(page.locator("#log .own .quoted")).to_contain_text("76 mô hình")
    await expect(page.locator("#reply-bar")).to_be_hidden()


async def test_escape_gives_up_a_reply(page: Page, bot: ScriptedBot) -> None:
    await bot.say("76 mô hình")
    await page.get_by_role("button", name="Trả lời Dân vận").click()
    await expect(page.locator("#reply-bar")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#reply-bar")).to_be_hidden()


async def test_in_the_group_one_speaks_as_whom_one_chooses(pages: Pages, bot: ScriptedBot) -> None:
    page = await pages.open(GROUP.id)
    await expect(page.get_by_role("group", name="Đang nói với tư cách:")).to_be_visible()
    for persona in (CADRE, VISITOR):
        await page.get_by_role("radio", name=persona.user.first_name).check()
        await page.locator("#field").fill("/hoi một câu")
        await page.locator("#send").click()
        assert (await bot.hears_message())["from"]["id"] == persona.user.id
    await expect(page.locator("#log .own")).to_have_count(1)
    await expect(page.locator("#log .other .sender")).to_have_text("Anh Tư")


async def test_a_slash_lists_the_commands_and_enter_sends_the_chosen(
    page: Page, bot: ScriptedBot
) -> None:
    await bot.call("setMyCommands", commands=COMMANDS)
    await page.get_by_role("button", name="Các lệnh").click()
    options = page.get_by_role("option")
    await expect(options).to_contain_text(["/hoi", "/vanban", "/nguon"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert (await bot.hears_message())["text"] == "/vanban"
    await expect(options).to_have_count(0)


async def test_tab_completes_a_command_in_the_group_with_the_bots_name(
    pages: Pages, bot: ScriptedBot
) -> None:
    await bot.call("setMyCommands", commands=COMMANDS)
    username = (await bot.call("getMe"))["username"]
    page = await pages.open(GROUP.id)
    await page.keyboard.type("/v")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Tab")
    await page.keyboard.type("nq25")
    await expect(page.locator("#field")).to_have_value(f"/vanban@{username} nq25")


async def test_the_commands_are_those_of_the_speakers_language(
    pages: Pages, bot: ScriptedBot
) -> None:
    english = [{"command": "hoi", "description": "Ask a question"}]
    await bot.call("setMyCommands", commands=COMMANDS)
    await bot.call("setMyCommands", commands=english, language_code="en")
    page = await pages.open(GROUP.id)
    await page.locator("#field").fill("/h")
    await expect(page.get_by_role("option")).to_contain_text("Hỏi về công tác dân vận")
    await page.get_by_role("radio", name=VISITOR.user.first_name).check()
    await page.locator("#field").fill("/ho")
    await expect(page.get_by_role("option")).to_contain_text("Ask a question")


async def test_an_at_sign_in_the_group_offers_the_bot(pages: Pages, bot: ScriptedBot) -> None:
    username = (await bot.call("getMe"))["username"]
    page = await pages.open(GROUP.id)
    await page.keyboard.type("Cho hỏi @dan")
    await expect(page.get_by_role("option")).to_contain_text("Dân vận")
    await page.keyboard.press("Enter")
    await expect(page.locator("#field")).to_have_value(f"Cho hỏi @{username} ")


async def test_an_empty_chat_offers_questions_to_begin_with(page: Page, bot: ScriptedBot) -> None:
    examples = page.locator(".chip")
    await expect(examples).to_have_count(3)
    question = await examples.first.inner_text()
    await examples.first.click()
    assert (await bot.hears_message())["text"] == question
    await expect(examples).to_have_count(0)


async def test_a_reply_to_what_is_gone_by_now_is_sent_without_it(
    page: Page, bot: ScriptedBot
) -> None:
    answer = await bot.say("Tin nhầm")
    await page.get_by_role("button", name="Trả lời Dân vận").click()
    await bot.call("deleteMessage", chat_id=CITIZEN.user.id, message_id=answer)
    await expect(page.locator("#log .message")).to_have_count(0)
    await page.keyboard.type("Tin gì vậy?")
    await page.keyboard.press("Enter")
    message = await bot.hears_message()
    assert (message["text"], message.get("reply_to_message")) == ("Tin gì vậy?", None)
