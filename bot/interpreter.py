"""How Python itself is set in a process that answers people."""

import gc
import sys
from importlib.util import find_spec

NEW_OBJECTS_WORTH_A_LOOK = 10_000
"""Once it runs; the start itself sets a higher one."""
SWITCH_SECONDS = 0.001
"""How long a thread that works on an answer keeps the others waiting, Telegram's among them."""
OPTIONAL = "sniffio"
"""What httpcore looks for at every request, in all folders, where it is not installed."""


def settle() -> None:
    """Set aside what is there for good, so that no answer waits while it is looked through.

    Let threads take turns often, and what is not there be known not to be.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS_WORTH_A_LOOK)
    sys.setswitchinterval(SWITCH_SECONDS)
    if OPTIONAL not in sys.modules and find_spec(OPTIONAL) is None:
        # A module that is None is one that Python does not look for; typeshed does not know it.
        sys.modules[OPTIONAL] = None  # type: ignore[assignment]
