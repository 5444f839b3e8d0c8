"""How Python is set in a process that answers; looked at in one, as it is set for good."""

import subprocess
import sys

from tests.support.command_line import ROOT

LOOK = """
import gc, sys
from bot.interpreter import OPTIONAL, settle
before = sys.getswitchinterval()
settle()
try:
    __import__(OPTIONAL)
except ImportError:
    is_there = False
else:
    is_there = True
import httpcore._synchronization as httpcore
print(sys.getswitchinterval() < before, gc.get_freeze_count() > 0, is_there)
print(httpcore.current_async_library())
"""


def test_threads_take_turns_often_and_what_is_there_for_good_is_set_aside() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    settings, library = ran.stdout.splitlines()
    assert settings.startswith("True True")
    assert library == "asyncio"
