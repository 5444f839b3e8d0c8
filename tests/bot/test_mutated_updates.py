"""Whatever comes in as an update is refused, handled or parked, and the next one is dealt with."""

import itertools
import json
import logging
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.conform import needs_specification, specification
from tests.support.mutated_updates import ANSWERS, DAMAGES, Damage, Tree, damaged, seeds
from tests.support.whole_intake import standing_intake

pytestmark = needs_specification

SEEDS = 300
BATCH = 40
"""Updates that come at once."""
QUESTION = b"""{"update_id": %d, "message": {"message_id": 1, "date": 1, "text": "/nguon",
    "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": false, "first_name": "a"}}}"""
BATCHES = st.lists(st.tuples(st.integers(0, SEEDS - 1), DAMAGES), min_size=BATCH, max_size=BATCH)


@pytest.fixture(autouse=True)
def _no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Keep no log of what is parked: it would fill the memory."""
    caplog.set_level(logging.CRITICAL + 1)


@cache
def valid() -> list[Tree]:
    return seeds(SEEDS)


def test_what_is_damaged_was_as_telegram_has_it() -> None:
    short = [update for update in valid() if len(json.dumps(update)) < 500]
    assert len(short) > SEEDS // 4
    assert [specification().check_update(update) for update in short] == [[]] * len(short)


@pytest.mark.parametrize("batches", [5, pytest.param(250, marks=pytest.mark.slow)])
def test_every_mutated_update_is_refused_handled_or_parked(batches: int) -> None:
    numbers = itertools.count(1)
    statuses: Counter[int] = Counter()
    with standing_intake() as standing:

        @given(BATCHES)
        @settings(
            max_examples=batches,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )
        def check(batch: list[tuple[int, list[Damage]]]) -> None:
            bodies = [damaged(valid()[one], damages, next(numbers)) for one, damages in batch]
            statuses.update(standing.take(bodies))
            assert set(statuses) <= ANSWERS

        check()
        before = standing.intake.decided["Done"]
        assert standing.take([QUESTION % (1 << 40)]) == [200]
        assert standing.intake.decided["Done"] == before + 1
        ends = standing.intake.decided
    assert set(ends) >= {"Done", "Park"}
    assert statuses.total() >= batches * BATCH
    assert ends.total() > statuses.total() / 2


@pytest.mark.parametrize("most", [80, pytest.param(90_000, marks=pytest.mark.slow)])
def test_so_is_what_a_fuzzer_makes_of_what_it_reaches(most: int, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="there is no atheris for this system")
    command = (sys.executable, "-m", "tests.support.fuzzed_updates", str(most), tmp_path)
    fuzzed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert fuzzed.returncode == 0, fuzzed.stderr[-3000:]
    told = json.loads(fuzzed.stdout.splitlines()[-1])
    assert told["updates"] >= most
    assert set(told["ends"]) >= {"Done", "Park"}
