"""People who ask as they are ordered to: a sandbox with them in it, and a stopwatch, as a process.

`python -m bot.drills.asking PEOPLE` serves a world with so many people more, by the token of the
settings, and says its address. For each line that it hears, an order, people ask in turn, and it
says a line of what came of that.

An answer's time is from when its question is there for the bot to when a message that replies to it
is posted, both at the server. Then both are deleted: however many were asked, the server stays as
quick as it was.
"""

import asyncio
import sys
import time
from itertools import cycle

from bot.drills.passes import Order, Pass
from bot.drills.people import crowded_world, person_id, token_of_settings
from bot.drills.processes import heard, say
from bot.drills.wording import wordings
from bot.sandbox.changes import Event, MessagePosted
from bot.sandbox.records import Message, TextContent
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World, typed_text

SILENT_SECONDS = 40.0
"""After so long without an answer there will be none."""


class AskingSandbox(Sandbox):
    """A sandbox whose people ask in turn, and take the time."""

    def __init__(self, world: World, *, token: str, people: int) -> None:
        super().__init__(world, token=token)
        self._people = cycle(range(people))
        self._words = cycle(wordings())
        self._asked: dict[tuple[int, int], float] = {}
        """When each question that waits was asked, by its chat and its number there."""
        self._times: list[float] = []
        self._news = asyncio.Event()

    async def hold(self, order: Order) -> Pass:
        """Ask what is ordered, and return what came of it when nothing more comes."""
        self._asked, self._times = {}, []
        begun = time.perf_counter()
        for number in range(order.questions):
            if order.rate is None:
                await self._until_fewer_wait(order.waiting)
            else:
                await asyncio.sleep(begun + number / order.rate - time.perf_counter())
            self._ask()
        await self._until_fewer_wait(1)
        return Pass.of(order.questions, time.perf_counter() - begun, self._times)

    def publish(self, *events: Event) -> None:
        """Let everyone know what happened, and take the time of what answers a question."""
        super().publish(*events)
        for event in events:
            if isinstance(event, MessagePosted) and event.message.sender == self.world.bot:
                self._take_time(event.message)

    def _ask(self) -> None:
        person = person_id(next(self._people))
        content = TextContent(body=typed_text(next(self._words)))
        posted = self.world.say(person, person, content, now=self.now())
        self._asked[person, posted.message.id] = time.perf_counter()
        self.publish(posted)

    def _take_time(self, answer: Message) -> None:
        messages = self.world.rooms[answer.chat.id].messages
        del messages[answer.id]
        if answer.reply_to is None:
            return  # the second part of a long one
        question = answer.chat.id, answer.reply_to.id
        if (asked := self._asked.pop(question, None)) is not None:
            del messages[answer.reply_to.id]
            self._times.append(time.perf_counter() - asked)
            self._news.set()

    async def _until_fewer_wait(self, most: int) -> None:
        """Wait until there are fewer questions without an answer; for no longer than is of use."""
        while len(self._asked) >= most:
            self._news.clear()
            try:
                async with asyncio.timeout(SILENT_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                return


async def serve(people: int) -> None:
    """Serve until told to end, and ask as ordered; who is told so while asking leaves it there."""
    sandbox = AskingSandbox(crowded_world(people), token=token_of_settings(), people=people)
    async with SandboxServer(sandbox, port=0) as server, asyncio.TaskGroup() as tasks:
        say(server.url)
        asking = list[asyncio.Task[None]]()
        async for line in heard():
            asking = [tasks.create_task(_ask(sandbox, Order.read(line)))]
        for task in asking:
            task.cancel()


async def _ask(sandbox: AskingSandbox, order: Order) -> None:
    say((await sandbox.hold(order)).line())


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
