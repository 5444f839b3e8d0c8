"""Two clients that nobody here wrote reach the sandbox as they reach Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot, Dispatcher
from aiogram import types as aiogram_types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.support.sandbox import CITIZEN, GROUP, TOKEN, RunningSandbox

MORE = InlineKeyboardMarkup([[InlineKeyboardButton("Thêm", callback_data="more")]])


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_chat_action("typing")
    await update.message.reply_html(f"<b>{update.message.text}</b>", reply_markup=MORE)


async def more(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    await query.answer("Đây ạ", show_alert=True)
    await query.edit_message_text("đã sửa")


async def send_files(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    sent = await update.message.reply_document(b"so lieu", filename="bao cao.txt", caption="tệp")
    assert sent.document
    file = await context.bot.get_file(sent.document.file_id)
    await update.message.reply_text((await file.download_as_bytearray()).decode())


@asynccontextmanager
async def telegram_bot(sandbox: RunningSandbox) -> AsyncIterator[None]:
    """A python-telegram-bot application that polls the sandbox."""
    builder = ApplicationBuilder().token(TOKEN)
    builder = builder.base_url(sandbox.base_url).base_file_url(sandbox.base_file_url)
    application = builder.build()
    application.add_handler(CommandHandler("tep", send_files))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(more))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        yield
        await application.updater.stop()
        await application.stop()


async def test_a_python_telegram_bot_application_answers_types_edits_and_takes_presses(
    sandbox: RunningSandbox,
) -> None:
    async with telegram_bot(sandbox), sandbox.chatter() as chatter:
        [answer] = await chatter.say("xin chào 👍 các bạn")
        assert answer.html == "<b>xin chào 👍 các bạn</b>"
        assert chatter.actions(CITIZEN.user.id) == ["typing"]
        pressed = await chatter.press(answer, "Thêm", edits=1)
    assert (pressed.notice, pressed.alert) == ("Đây ạ", True)
    assert pressed.edits[0].text == "đã sửa"
    assert pressed.edits[0].buttons == []


async def test_a_python_telegram_bot_application_sends_a_file_and_gets_it_back(
    sandbox: RunningSandbox,
) -> None:
    async with telegram_bot(sandbox), sandbox.chatter() as chatter:
        document, content = await chatter.say("/tep", replies=2)
    assert document.text == "tệp"
    assert document.raw["document"]["file_name"] == "bao cao.txt"
    assert content.text == "so lieu"


async def test_a_python_telegram_bot_application_in_a_group_gets_only_what_is_meant_for_it(
    sandbox: RunningSandbox,
) -> None:
    async with telegram_bot(sandbox), sandbox.chatter() as chatter:
        answer = await chatter.ignores("chào cả nhà", probe="/hoi", chat=GROUP.id)
    assert answer.text == "/hoi"


@asynccontextmanager
async def aiogram_bot(sandbox: RunningSandbox) -> AsyncIterator[Bot]:
    server = TelegramAPIServer.from_base(sandbox.url)
    async with Bot(TOKEN, session=AiohttpSession(api=server)) as bot:
        yield bot


async def test_aiogram_reads_the_bot_and_what_it_sent(sandbox: RunningSandbox) -> None:
    async with aiogram_bot(sandbox) as bot:
        me = await bot.get_me()
        sent = await bot.send_message(
            CITIZEN.user.id, "<b>Chào</b> <i>cô</i>", parse_mode=ParseMode.HTML
        )
        edited = await bot.edit_message_text(
            "<u>xong</u>",
            chat_id=sent.chat.id,
            message_id=sent.message_id,
            parse_mode=ParseMode.HTML,
        )
    assert me.is_bot
    assert sent.html_text == "<b>Chào</b> <i>cô</i>"
    assert isinstance(edited, aiogram_types.Message)
    assert edited.html_text == "<u>xong</u>"


async def test_aiogram_polls_through_its_dispatcher_and_answers_presses(
    sandbox: RunningSandbox,
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: aiogram_types.Message) -> None:
        button = aiogram_types.InlineKeyboardButton(text="Bấm", callback_data="x")
        keyboard = aiogram_types.InlineKeyboardMarkup(inline_keyboard=[[button]])
        await message.reply(f"{message.text}!", reply_markup=keyboard)

    @dispatcher.callback_query()
    async def take(query: aiogram_types.CallbackQuery) -> None:
        await query.answer("nhận")

    async with aiogram_bot(sandbox) as bot, sandbox.chatter() as chatter:
        polling = asyncio.create_task(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
        )
        [reply] = await chatter.say("chào")
        pressed = await chatter.press(reply, "Bấm")
        await dispatcher.stop_polling()
        await polling
    assert reply.text == "chào!"
    assert reply.replies_to is not None
    assert pressed.notice == "nhận"
