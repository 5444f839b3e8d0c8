"""`danvan` in a process of its own, for what only a process shows: its streams and its life."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DANVAN = (str(Path(sys.executable).with_name("danvan")),)
"""The command as it is installed."""
GUARDED = "import tests.support.network; from bot.cli import main; main()"
GUARDED_DANVAN = (sys.executable, "-c", GUARDED)
"""The same, unable to call anything but this machine."""

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Danvan = Callable[..., Ran]
"""Runs a command with these arguments, in this process or another."""


@dataclass(frozen=True, kw_only=True)
class RunningDanvan:
    """A `danvan run` that is ready."""

    process: asyncio.subprocess.Process
    greeting: str
    """What it said when it was."""

    @property
    def page(self) -> str:
        """Return the address of its chat page; it has to be a sandbox."""
        found = re.search(r"http://[\w.:]+", self.greeting)
        assert found, f"no address in {self.greeting!r}"
        return found.group()


def run_danvan(
    *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> Ran:
    """Run a command to its end, `given` on its standard input, and read its streams as UTF-8.

    `environment` is added to this process's.
    """
    ran = subprocess.run(
        [*GUARDED_DANVAN, *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        input=given,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return Ran(code=ran.returncode, out=ran.stdout.decode(), err=ran.stderr.decode())


@asynccontextmanager
async def running_danvan(
    *options: str,
    command: Sequence[str] = GUARDED_DANVAN,
    environment: Mapping[str, str],
) -> AsyncIterator[RunningDanvan]:
    """Run `danvan run` until left, then stop it; what it logs goes where the tests' errors go.

    `environment` is added to this process's. Raises AssertionError where it does not get ready.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        "run",
        *options,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            greeting = (await process.stdout.readline()).decode()
        assert greeting.startswith("Ready"), f"expected to be greeted, got {greeting!r}"
        yield RunningDanvan(process=process, greeting=greeting)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
