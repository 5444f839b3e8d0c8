"""What the bot costs: how long it takes to start and to answer, and how much memory it holds.

    make footprint

It starts `danvan run` on the shipped corpus, in a process of its own and with a home of its own,
chats with it through the sandbox's page, prints what it measured beside what is aimed at, and
writes the same to var/bench/footprint.json. Nothing is asserted: a busy machine is no failure.
"""

import asyncio
import json
import os
import platform
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from rich.console import Console
from rich.table import Table

from tests.support.cases import CASES
from tests.support.command_line import DANVAN, ROOT, running_danvan
from tests.support.sandbox import Chatter

RESULT = ROOT / "var" / "bench" / "footprint.json"
WARM_STARTS = 3
WARM_UP_QUESTIONS = 5
QUESTIONS = 100

AIMS = {"start": 3.0, "reply": 50.0, "memory": 250.0}
"""Seconds to ready; milliseconds to the median reply; MB resident."""

NOTHING_OF_OURS = dict.fromkeys(
    ("TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE", "DANVAN_DATABASE_URL"), ""
)
"""Whoever measures may have a bot of their own: it is left in peace."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """One start, to the moment when it is said to be ready."""

    seconds: float
    processor_seconds: float | None
    """What of it was work, which a busy machine changes less; None where the system is silent."""


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """What was measured."""

    machine: str
    load_before: float
    load_after: float
    """Averages of the last minute: processes that wanted a core, ours among them."""
    first_start: Start
    """From nothing: the tables are made and the shipped corpus is imported."""
    starts: tuple[Start, ...]
    replies_ms: tuple[float, ...]
    """From a question's post to the bot's message, in the order of the questions."""
    resident_mb: float | None
    """After the questions; None where the system does not tell."""
    peak_mb: float | None


async def measure(home: Path) -> Footprint:
    """Start the bot again and again, and ask the last one the questions."""
    environment = NOTHING_OF_OURS | {
        "DANVAN_HOME": str(home),
        "DANVAN_SANDBOX_PORT": "0",
        "DANVAN_LOG_LEVEL": "WARNING",
    }
    load_before = os.getloadavg()[0]
    first, *starts = [await start_of(environment) for _ in range(1 + WARM_STARTS)]
    async with running_danvan("--no-open", command=DANVAN, environment=environment) as bot:
        replies = await reply_times(bot.page)
        resident, peak = (memory_mb(bot.process.pid, field) for field in ("VmRSS", "VmHWM"))
    return Footprint(
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        load_before=load_before,
        load_after=os.getloadavg()[0],
        first_start=first,
        starts=tuple(starts),
        replies_ms=tuple(replies),
        resident_mb=resident,
        peak_mb=peak,
    )


async def start_of(environment: Mapping[str, str]) -> Start:
    """Start `danvan run`, and stop it when it is ready."""
    begun = perf_counter()
    async with running_danvan("--no-open", command=DANVAN, environment=environment) as bot:
        seconds = perf_counter() - begun
        return Start(seconds=seconds, processor_seconds=processor_seconds(bot.process.pid))


async def reply_times(page: str) -> list[float]:
    """Return for each question the milliseconds from its post to the bot's message."""
    times: list[float] = []
    async with Chatter(page) as chatter:
        for question in read_questions(WARM_UP_QUESTIONS + QUESTIONS):
            start = perf_counter()
            await chatter.say(question)
            times.append(1000 * (perf_counter() - start))
    return times[WARM_UP_QUESTIONS:]


def read_questions(count: int) -> list[str]:
    """Return `count` questions of the tests' table, spread evenly over its kinds."""
    lines = (CASES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    spread = (lines[number * len(lines) // count] for number in range(count))
    return [json.loads(line)["question"] for line in spread]


def processor_seconds(process_id: int) -> float | None:
    """Return how long a process has computed, as Linux tells; None on other systems."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    after_name = status.rpartition(")")[2].split()
    user, system = (int(ticks) for ticks in after_name[11:13])
    return (user + system) / os.sysconf("SC_CLK_TCK")


def memory_mb(process_id: int, field: str) -> float | None:
    """Return what Linux tells of a process's memory in MB; None on other systems."""
    try:
        status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    except OSError:
        return None
    values = dict(line.split(":", 1) for line in status.splitlines())
    return int(values[field].split()[0]) / 1024


def rows_of(found: Footprint) -> Sequence[tuple[str, str, str]]:
    """Return what is shown: what was measured, the figure, and the aim."""
    p95 = quantiles(found.replies_ms, n=20)[-1]
    seconds = median(start.seconds for start in found.starts)
    work = [start.processor_seconds for start in found.starts if start.processor_seconds]
    start, reply, memory = (f"under {aim:g}" for aim in AIMS.values())
    return (
        ("first start, s", f"{found.first_start.seconds:.2f}", start),
        ("start, s (median)", f"{seconds:.2f}", start),
        ("start, s of processor time", f"{median(work):.2f}" if work else "unknown", ""),
        ("reply, ms (median)", f"{median(found.replies_ms):.1f}", reply),
        ("reply, ms (95th percentile)", f"{p95:.1f}", ""),
        ("resident memory, MB", _whole(found.resident_mb), memory),
        ("peak memory, MB", _whole(found.peak_mb), ""),
    )


def report(found: Footprint) -> None:
    """Print the table, and write the file."""
    table = Table("measured", "figure", "aim", box=None, pad_edge=False)
    for row in rows_of(found):
        table.add_row(*row)
    console = Console(highlight=False)
    console.print(table)
    console.print(
        f"{len(found.replies_ms)} questions; {found.machine}; "
        f"load average {found.load_before:.1f} before, {found.load_after:.1f} after"
    )
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(asdict(found), indent=2) + "\n", encoding="utf-8")
    console.print(f"written to {RESULT.relative_to(ROOT)}")


def _whole(figure: float | None) -> str:
    return "unknown" if figure is None else f"{figure:.0f}"


def main() -> None:
    """Measure and report."""
    with tempfile.TemporaryDirectory() as home:
        report(asyncio.run(measure(Path(home))))


if __name__ == "__main__":
    main()
