"""No pattern of ours takes time beyond measure, whatever stands before it.

A pattern that backtracks through every way to part a run doubles its time with each letter: over
a run of 60 it would never end. So all of them are tried in a process that gets a fixed time of
CPU, many times what they need.
"""

import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CPU_SECONDS, FEW_CPU_SECONDS = 120, 3


def tried(script: str, seconds: int) -> subprocess.CompletedProcess[str]:
    """Run a script of Python with no more than so many seconds of CPU."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=limit,
    )


def test_every_pattern_is_done_with_runs_of_all_sorts() -> None:
    done = tried("from tests.support import patterns; print(patterns.try_all())", CPU_SECONDS)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 150


def test_a_pattern_that_parts_a_run_in_every_way_is_found_out() -> None:
    script = (
        "import re; from tests.support import patterns; "
        "patterns.try_pattern(re.compile(r'http:(?:[^\\s()]+)+[^!]'))"
    )
    assert tried(script, FEW_CPU_SECONDS).returncode != 0
