"""Python modules as processes: started, heard line by line, killed at once or ended in order.

A process ends when its standard input does: so it never outlives whoever started it, however that
came to its end.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Self

from bot.errors import DrillError

PATIENCE_SECONDS = 60.0
"""How long a process may take to say its first line, or to end."""
LONGEST_LINE_BYTES = 2**26
"""Of what one says: all answers of a long drill stand in one."""


class Process:
    """A module that runs as `python -m MODULE ARGUMENTS`; its errors go where this process's go."""

    def __init__(self, module: str, process: asyncio.subprocess.Process) -> None:
        self._module = module
        self._process = process
        self.was_killed = False

    @classmethod
    async def start(cls, module: str, *arguments: str, environment: Mapping[str, str]) -> Self:
        """Start a module; `environment` is added to this process's."""
        starting = asyncio.ensure_future(
            asyncio.create_subprocess_exec(
                *(sys.executable, "-m", module, *arguments),
                env={**os.environ, **environment},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=LONGEST_LINE_BYTES,
                start_new_session=True,  # a Ctrl-C is for whoever started it
            )
        )
        try:
            return cls(module, await asyncio.shield(starting))
        except asyncio.CancelledError:  # it is there all the same
            await cls(module, await starting).end_at_once()
            raise

    async def lines(self) -> AsyncIterator[str]:
        """Yield what it says until it ends; raises DrillError where it does so with an error."""
        if self._process.stdout is None:
            raise TypeError("a process was started without a pipe to hear it by")
        async for line in self._process.stdout:
            yield line.decode().strip()
        code = await self._process.wait()
        if code and not self.was_killed:
            raise DrillError(f"{self._module} ended with code {code}; what it said stands above")

    async def first_line(self) -> str:
        """Wait for the first thing that it says; raises DrillError where it says nothing."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await anext(self.lines())
        except (TimeoutError, StopAsyncIteration):
            raise DrillError(f"{self._module} said nothing in {PATIENCE_SECONDS:.0f} s") from None

    async def ask(self, line: str) -> str:
        """Say a line to it, and wait for the one that it answers, however long that takes.

        Raises DrillError where it ends without one.
        """
        if self._process.stdin is None:
            raise TypeError("a process was started without a pipe to talk to it by")
        self._process.stdin.write(f"{line}\n".encode())
        await self._process.stdin.drain()
        try:
            return await anext(self.lines())
        except StopAsyncIteration:
            raise DrillError(f"{self._module} ended before it answered") from None

    @property
    def id(self) -> int:
        """Return the number that the system knows it by."""
        return self._process.pid

    def kill(self) -> bool:
        """End it this instant, on POSIX by SIGKILL; return whether it had not ended before."""
        if self.was_killed or self._process.returncode is not None:
            return False
        self.was_killed = True
        self._process.kill()
        return True

    def tell_to_end(self) -> None:
        """Let it finish what it has in hand, and end."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    async def end(self) -> None:
        """Tell it to end and wait until it has; whoever takes too long is killed."""
        self.tell_to_end()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._process.wait()
        except TimeoutError:
            await self.end_at_once()

    async def end_at_once(self) -> None:
        """Kill it unless it has ended, and wait until it is gone."""
        self.kill()
        await self._process.wait()


async def heard() -> AsyncIterator[str]:
    """Yield, in such a process, the lines that whoever started it says, until it is told to end."""
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    try:
        async for line in reader:
            yield line.decode().strip()
    finally:
        transport.close()


async def told_to_end() -> None:
    """Wait, in such a process, until whoever started it tells it to end, or is gone."""
    async for _ in heard():
        pass


def say(line: str) -> None:
    """Say, in such a process, a line to whoever started it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
