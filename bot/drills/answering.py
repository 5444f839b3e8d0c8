"""The bot as a process of a drill: all of it, and a line for each update that it decided on.

`python -m bot.drills.answering LEASE PACE` answers by the settings of the environment until told to
end, at most PACE messages a second; what it had in hand another one takes LEASE seconds after its
end.
"""

import asyncio
import sys
from datetime import timedelta

from bot.app import Onlookers, serve
from bot.delivery.pacing import Pace
from bot.drills.processes import say, told_to_end
from bot.drills.sending import pace_of
from bot.intake.decision import Decision
from bot.interpreter import settle
from bot.keeper import KnowledgeKeeper
from bot.logs import configure_logging
from bot.settings import Settings, read_settings
from bot.store.store import Store
from bot.store.updates import Case
from corpus.library import Library
from corpus.shipped import load_shipped


class SayingSo:
    """Says a line for each update that was decided on."""

    def on_decision(self, case: Case, decision: Decision, error: str | None) -> None:
        """Say which, and what."""
        say(f"{case.update_id} {type(decision).__name__} {error or ''}")


async def answer(settings: Settings, lease_lasts: timedelta, pace: Pace) -> None:
    """Answer until told to end, and finish what is in hand."""
    with (
        Library.open(settings.library_url) as library,
        Store.open(settings.store_url, lease_lasts=lease_lasts) as store,
    ):
        load_shipped(library)
        stop = asyncio.Event()
        keeper = KnowledgeKeeper(library)
        async with asyncio.TaskGroup() as tasks:
            serving = serve(
                settings,
                keeper,
                store,
                stop=stop,
                ready=lambda _: settle(),
                onlookers=Onlookers(observer=SayingSo()),
                pace=pace,
            )
            tasks.create_task(serving)
            await told_to_end()
            stop.set()


def main() -> None:
    """Run as a process of a drill."""
    settings, (seconds, messages) = read_settings(), sys.argv[1:]
    configure_logging(settings.log_level)
    lease_lasts = timedelta(seconds=float(seconds))
    asyncio.run(answer(settings, lease_lasts, pace_of(int(messages))))


if __name__ == "__main__":
    main()
