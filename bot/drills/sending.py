"""The sender of announcements as a process of its own: what the bot runs, and nothing else of it.

`python -m bot.drills.sending PACE LEASE` sends what waits in the database of the settings, at most
PACE messages a second, by a lease that lasts LEASE seconds, and says a line for each decision.
"""

import asyncio
import sys
from datetime import timedelta

from telegram import Bot

from bot.delivery.decision import Decision, RetryPolicy
from bot.delivery.departure import DepartingRequest
from bot.delivery.pacing import Limit, Pace, Pacer
from bot.delivery.sender import WORKERS, Sender
from bot.delivery.turns import Turns
from bot.drills.processes import say, told_to_end
from bot.logs import configure_logging
from bot.settings import Settings, read_settings
from bot.store.records import Claim
from bot.store.store import Store

POLICY = RetryPolicy(most_attempts=5, first_wait=timedelta(milliseconds=250))
"""Five seconds of trying, in the place of a quarter of an hour."""
ANSWER_SECONDS = 10


class SayingSo:
    """Says a line for each delivery that was decided on."""

    def on_decision(self, claim: Claim, _: Decision) -> None:
        """Say which."""
        say(str(claim.delivery_id))

    def on_end(self, announcement_id: int) -> None:
        """Say nothing: the database has it."""


def pace_of(messages: int) -> Pace:
    """Return a pace of so many messages a second, as close to its limit as Telegram's is kept."""
    usual = Pace()
    return Pace(
        over_all=Limit(count=messages, seconds=1),
        announcements=usual.announcements * messages / usual.over_all.count,
    )


def connected_bot(settings: Settings) -> Bot:
    """Return a bot that reaches the sandbox of the settings."""
    if settings.bot_token is None:
        raise ValueError("TELEGRAM_BOT_TOKEN is not set")
    request = DepartingRequest(
        connection_pool_size=WORKERS,
        connect_timeout=ANSWER_SECONDS,
        read_timeout=ANSWER_SECONDS,
        pool_timeout=ANSWER_SECONDS,
        httpx_kwargs={"trust_env": False},
    )
    token = settings.bot_token.get_secret_value()
    return Bot(token, base_url=f"{settings.base_url}/bot", request=request)


async def send(settings: Settings, pace: Pace, lease_lasts: timedelta) -> None:
    """Send until told to end, and finish what is in hand."""
    with Store.open(settings.library_url, lease_lasts=lease_lasts) as store:
        async with connected_bot(settings) as bot, asyncio.TaskGroup() as tasks:
            turns = Turns(Pacer(pace))
            sender = Sender(
                store, bot, turns, button_row=lambda _: (), observer=SayingSo(), policy=POLICY
            )
            tasks.create_task(sender.run())
            await told_to_end()
            sender.stop()


def main() -> None:
    """Run as a process of a drill."""
    settings, (messages, seconds) = read_settings(), sys.argv[1:]
    configure_logging(settings.log_level)
    lasts = timedelta(seconds=float(seconds))
    asyncio.run(send(settings, pace_of(int(messages)), lasts))


if __name__ == "__main__":
    main()
