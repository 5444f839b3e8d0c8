"""The negative control: a sender as one writes it first: a list, a loop, its place in a file.

`python -m bot.drills.naive PACE FILE` writes to all who subscribed in the database of the settings,
at most PACE messages a second, and says a line for each chat. Started again, it goes on from FILE.
It tries again what went wrong and comes back to whoever told it to wait, as such senders do. What
it lacks is a note of each message before its request goes out, and of what came of it.
"""

import asyncio
import sys
from collections import deque
from pathlib import Path
from time import monotonic

from telegram import Bot
from telegram.error import ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.delivery.decision import retry_after
from bot.drills.groups import WORDS
from bot.drills.processes import say
from bot.drills.sending import POLICY, connected_bot
from bot.logs import configure_logging
from bot.settings import Settings, read_settings
from bot.store.store import Store

STEP = 10
"""Chats from one note of its place to the next."""


class Place:
    """How far it has come, in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> int:
        """Return the number of the chat to go on with."""
        return int(self._path.read_text()) if self._path.exists() else 0

    def note(self, number: int) -> None:
        """Note the number of the next chat, now and then."""
        if number % STEP == 0:
            self._path.write_text(str(number))


async def send(settings: Settings, messages: int, place: Place) -> None:
    """Write to everybody from the noted place on, and then to those who wanted it later."""
    with Store.open(settings.library_url) as store:
        chats = [one.chat_id for one in store.subscriptions.audience((), ())]
    later: deque[tuple[float, int]] = deque()
    begun = place.read()
    async with connected_bot(settings) as bot:
        for number, chat_id in enumerate(chats[begun:], begun):
            place.note(number)
            if wait := await _write_to(bot, chat_id):
                later.append((monotonic() + wait, chat_id))
            say(str(number))
            await asyncio.sleep(1 / messages)
        while later:
            due, chat_id = later.popleft()
            await asyncio.sleep(max(due - monotonic(), 1 / messages))
            if wait := await _write_to(bot, chat_id):
                later.append((monotonic() + wait, chat_id))


async def _write_to(bot: Bot, chat_id: int) -> float:
    """Write to a chat; return in how many seconds to do so again, 0 where it is done."""
    for _ in range(POLICY.most_attempts):
        try:
            await bot.send_message(chat_id, WORDS)
        except RetryAfter as error:
            return retry_after(error).total_seconds()
        except ChatMigrated as error:
            chat_id = error.new_chat_id
        except Forbidden:
            break
        except TelegramError:
            await asyncio.sleep(POLICY.first_wait.total_seconds())
        else:
            break
    return 0.0


def main() -> None:
    """Run as a process of a drill."""
    settings, (messages, place) = read_settings(), sys.argv[1:]
    configure_logging(settings.log_level)
    asyncio.run(send(settings, int(messages), Place(Path(place))))


if __name__ == "__main__":
    main()
