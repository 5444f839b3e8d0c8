"""A process for tests of those who run processes: `python -m tests.support.ticking [CODE]`.

It says a line again and again until it is told to end; with a code it ends with that after one.
"""

import asyncio
import sys

from bot.drills.processes import say, told_to_end


async def tick() -> None:
    ending = asyncio.create_task(told_to_end())
    while not ending.done():
        say("tick")
        await asyncio.wait((ending,), timeout=0.005)


if __name__ == "__main__":
    if sys.argv[1:]:
        say("tick")
        sys.exit(int(sys.argv[1]))
    asyncio.run(tick())
