"""What is asked at a stretch and what came of it, said between processes and summed up; pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from statistics import median
from typing import Self

LEAST_RATIO = 0.85
"""Of the peer's questions a second."""
MOST_P99_MS = 150.0
"""At half the load."""
MOST_GROWTH = 1.05
"""Of the memory, from the middle of the drill to its end."""
LEAST_ANSWERS_TO_JUDGE_MEMORY = 20_000
"""Before, what is kept of texts in bounded caches still fills them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """So many questions, each as soon as an earlier one is answered, or at a rate."""

    questions: int
    waiting: int
    """How many wait for an answer at once, where there is no rate."""
    rate: float | None = None
    """Questions a second, whatever becomes of them."""

    def line(self) -> str:
        """Return it as a line, for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, line: str) -> Self:
        """Read such a line."""
        return cls(**json.loads(line))


@dataclass(frozen=True, kw_only=True, slots=True)
class Pass:
    """What came of an order; times are milliseconds from a question to its accepted answer."""

    asked: int
    answered: int
    seconds: float
    """From the first question to the last answer."""
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0

    @classmethod
    def of(cls, asked: int, seconds: float, times: Sequence[float]) -> Self:
        """Sum up; `times` are in seconds, one for each answered question."""
        p50, p95, p99 = (1000 * percentile(times, percent) for percent in (50, 95, 99))
        return cls(asked=asked, answered=len(times), seconds=seconds, p50=p50, p95=p95, p99=p99)

    @property
    def rate(self) -> float:
        """Return the answers a second."""
        return self.answered / self.seconds if self.seconds else 0.0

    def line(self) -> str:
        """Return it as a line, for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, line: str) -> Self:
        """Read such a line."""
        return cls(**json.loads(line))


def percentile(times: Sequence[float], percent: float) -> float:
    """Return the time that so many percent are not over (nearest rank); 0 of none.

    >>> [percentile([0.4, 0.1, 0.3, 0.2], percent) for percent in (50, 99, 1)]
    [0.2, 0.4, 0.1]
    """
    if not times:
        return 0.0
    return sorted(times)[max(ceil(len(times) * percent / 100), 1) - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """Both bots, one after the other."""

    echo: Pass
    ours: Pass

    @property
    def ratio(self) -> float:
        """Return our questions a second, as a part of the peer's."""
        return self.ours.rate / self.echo.rate if self.echo.rate else 0.0

    @staticmethod
    def typical_rate(passes: Sequence[Pass]) -> float:
        """Return the median rate."""
        return median(one.rate for one in passes)


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadReport:
    """What came of a drill of load."""

    mode: str
    pace: int
    is_telegrams_pace: bool
    """Whether the pace is one that Telegram allows: for others the ratio has no aim."""
    rounds: tuple[Round, ...]
    half_load: Pass
    """The whole bot, at half the rate that it reached."""
    stretch: Pass
    """The whole bot, as many more as were ordered, as fast as answers came."""
    memory_mb: tuple[float, ...]
    """Resident, of the whole bot, look by look from its warm start on; empty where unknown."""

    @property
    def reached(self) -> float:
        """Return the whole bot's questions a second, in the median round."""
        return Round.typical_rate([one.ours for one in self.rounds])

    @property
    def echo_reached(self) -> float:
        """Return the peer's."""
        return Round.typical_rate([one.echo for one in self.rounds])

    @property
    def ratio(self) -> float:
        """Return the median of the rounds' ratios: noise hits both parts of a round."""
        return median(one.ratio for one in self.rounds)

    @property
    def answered(self) -> int:
        """Return how many questions the whole bot answered."""
        return sum(one.answered for one in self._ours)

    @property
    def unanswered(self) -> int:
        """Return how many it did not."""
        return sum(one.asked for one in self._ours) - self.answered

    @property
    def _ours(self) -> tuple[Pass, ...]:
        return *(one.ours for one in self.rounds), self.half_load, self.stretch

    @property
    def growth(self) -> float | None:
        """Return the memory at the end as a multiple of that in the middle; None where unknown.

        Both are the median of a tenth of the looks, for some fall into a collection of garbage.
        """
        if not self.memory_mb:
            return None
        tenth = max(len(self.memory_mb) // 10, 1)
        middle = len(self.memory_mb) // 2
        return median(self.memory_mb[-tenth:]) / median(self.memory_mb[middle : middle + tenth])

    @property
    def flaws(self) -> tuple[str, ...]:
        """Return what did not hold; nothing if all did."""
        is_long = self.answered >= LEAST_ANSWERS_TO_JUDGE_MEMORY
        found = {
            f"{self.unanswered} questions have no answer": self.unanswered > 0,
            f"{self.ratio:.2f} of the echo bot's questions a second, not {LEAST_RATIO}": (
                self.is_telegrams_pace and self.ratio < LEAST_RATIO
            ),
            f"p99 of {self.half_load.p99:.0f} ms at half the load, not {MOST_P99_MS:.0f}": (
                self.half_load.p99 >= MOST_P99_MS
            ),
            f"memory grew {self.growth or 1:.2f}-fold": is_long
            and (self.growth or 1) > MOST_GROWTH,
        }
        return tuple(words for words, is_so in found.items() if is_so)

    def fields(self) -> dict[str, object]:
        """Return all figures by their names, for JSON."""
        half = self.half_load
        return {
            "mode": self.mode,
            "pace": self.pace,
            "answered": self.answered,
            "unanswered": self.unanswered,
            "questions_a_second": round(self.reached, 1),
            "echo_questions_a_second": round(self.echo_reached, 1),
            "ratio": round(self.ratio, 2),
            "half_load_a_second": round(half.rate, 1),
            "p50_ms": round(half.p50, 1),
            "p95_ms": round(half.p95, 1),
            "p99_ms": round(half.p99, 1),
            "memory_mb": [round(one) for one in _thinned(self.memory_mb)],
            "growth": self.growth and round(self.growth, 3),
            "flaws": list(self.flaws),
        }


def _thinned(memory: Sequence[float], most: int = 9) -> list[float]:
    """Return the first and the last, and some between them at even steps."""
    last = len(memory) - 1
    places = sorted({round(last * number / (most - 1)) for number in range(most)}) if memory else []
    return [memory[place] for place in places]
