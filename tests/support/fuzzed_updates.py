"""Mutates updates by what they reach in the code.

    python -m tests.support.fuzzed_updates MOST FOLDER

A process of its own, as libFuzzer ends the one that it runs in: with 0 where all went well, and
what came of the updates on standard output.
"""

import itertools
import json
import logging
import os
import random
import sys
from collections import Counter
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.intake", "bot.handlers", "bot.callbacks"]):
    from tests.support.whole_intake import StandingIntake, standing_intake

from tests.support.mutated_updates import ANSWERS, any_damages, damaged, seeds

MOST_SEEDS = 300
SEED = 1
LONGEST = 100_000
"""Bytes of an update."""
AT_ONCE = 40
TELLING = 100
"""After so many updates it is told how many there were."""
BYTEWISE_SHARE = 0.1


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Return another update, or what is none."""
    chance = random.Random(seed)
    update = _update_of(data)
    if update is None or chance.random() < BYTEWISE_SHARE:
        return bytes(atheris.Mutate(data, most))
    return damaged(update, any_damages(chance), 1)[:most]


class Target:
    """Has updates dealt with, and tells what came of them.

    Those that it is given come at once with others that are damaged a little more: what one of
    them reaches is worth going on from.
    """

    def __init__(self, intake: StandingIntake, most: int) -> None:
        self._standing = intake
        self._most = most
        self._numbers = itertools.count(1)
        self._statuses: Counter[int] = Counter()

    def __call__(self, data: bytes) -> None:
        """Have some dealt with; raises where that does not come to a good end."""
        update, chance = _update_of(data), random.Random(data)
        others = [any_damages(chance) for _ in range(AT_ONCE - 1)] if update else []
        bodies = [damaged(update or {}, one, next(self._numbers)) for one in ([], *others)]
        self._statuses.update(self._standing.take(bodies if update else [data]))
        if not set(self._statuses) <= ANSWERS:
            raise AssertionError(f"an update was answered with one of {set(self._statuses)}")
        done = self._statuses.total()
        if done % TELLING < len(bodies) or done >= self._most:
            ends = dict(self._standing.intake.decided)
            told = {"updates": done, "statuses": self._statuses, "ends": ends}
            sys.stdout.write(f"{json.dumps(told)}\n")
            sys.stdout.flush()
        if done >= self._most:
            os._exit(0)  # as libFuzzer ends it


def _update_of(data: bytes) -> dict[str, object] | None:
    try:
        update = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) else None


def main(most: int, folder: Path) -> None:
    """Fuzz until so many updates were dealt with, and end the process."""
    logging.disable(logging.CRITICAL)
    for number, update in enumerate(seeds(min(MOST_SEEDS, most // AT_ONCE // 2))):
        (folder / str(number)).write_bytes(json.dumps(update).encode())
    options = (f"-seed={SEED}", f"-max_len={LONGEST}", "-timeout=120", "-rss_limit_mb=0")
    with standing_intake() as intake:
        arguments = [sys.argv[0], *options, str(folder)]
        atheris.Setup(arguments, Target(intake, most), custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
