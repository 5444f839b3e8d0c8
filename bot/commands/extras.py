"""Libraries that only some commands need, and that are installed on demand."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import MissingExtraError

EVALUATION, METRICS, MILVUS = "evaluation", "metrics", "milvus"
_LIBRARIES = {
    EVALUATION: ("ir_measures", "matplotlib"),
    METRICS: ("prometheus_client",),
    MILVUS: ("pymilvus",),
}
"""Of each extra of pyproject.toml."""


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say how to install `extra` where an import inside fails for lack of it.

    Raises MissingExtraError.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in _LIBRARIES[extra]:
            raise
        raise MissingExtraError(
            f"{library} is not installed, which this command needs; "
            f"try: {sys.executable} -m pip install 'danvan[{extra}]'"
        ) from error
