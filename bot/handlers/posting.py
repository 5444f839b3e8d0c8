"""The very messages of announcements, the cards below them, and tables, as officers get them."""

from telegram import Bot, InputFile, ReplyParameters

from bot.announcing.readers import readers_row
from bot.announcing.tables import csv_file
from bot.delivery.requests import posting
from bot.handlers.keyboards import inline_keyboard
from bot.screens import Screen
from bot.store.records import Announcement, Content, PostedMessage
from bot.telegram_text import to_html


async def post(bot: Bot, chat_id: int, announcement: Announcement, content: Content) -> int:
    """Post a content of an announcement as everybody gets it; return the message's id.

    Raises BadRequest where Telegram does not take it.
    """
    row = readers_row(announcement.id) if announcement.draft.acknowledge else ()
    request = posting(content, chat_id, row=row)
    # In lower case, which Telegram takes as well: by their own names the library asks to use its
    # methods, which take its objects and not the JSON that everybody gets.
    result = await bot.do_api_request(request.method.lower(), request.parameters)
    return int(result["message_id"])


async def present(
    bot: Bot,
    chat_id: int,
    announcement: Announcement,
    screen: Screen,
    content: Content | None = None,
) -> PostedMessage:
    """Post the very message, or what it shall become, and a screen about it; return the latter."""
    above = await post(bot, chat_id, announcement, content or announcement.draft.content)
    return await below(bot, chat_id, screen, above)


async def below(bot: Bot, chat_id: int, screen: Screen, above: int | None) -> PostedMessage:
    """Send a screen of one message, as a reply to another one; return it."""
    reply = ReplyParameters(above, allow_sending_without_reply=True) if above else None
    message = await bot.send_message(
        chat_id,
        to_html(screen.text),
        reply_parameters=reply,
        reply_markup=inline_keyboard(screen),
    )
    return PostedMessage(chat_id=chat_id, message_id=message.message_id)


async def send_table(bot: Bot, chat_id: int, name: str, table: str) -> None:
    """Send a table as a file."""
    await bot.send_document(chat_id, InputFile(csv_file(table), filename=name))
