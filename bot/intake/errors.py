"""What can be wrong with an update, and how an error is told without anybody's words.

UnkeyedUpdateError    no number by which it could be known: nothing to keep
UnreadableUpdateError not as Telegram's specification has it: to be parked
"""

import traceback
from pathlib import Path

_OURS = str(Path(__file__).parents[2])
_LIBRARIES = "site-packages"


class UnkeyedUpdateError(ValueError):
    """What has no number by which it could be known is no update."""


class UnreadableUpdateError(ValueError):
    """An update that is not as Telegram's specification has it; says where, not what."""


def place_of(error: BaseException, *, within_libraries: bool = False) -> str:
    """Return what an error is and where it came up in our code; its words may be people's.

    `within_libraries` it is told where it came up at all.

    >>> try:
    ...     int("số nhà 12")
    ... except ValueError as error:
    ...     place_of(error)
    'ValueError at <doctest bot.intake.errors.place_of[0]>:2 in <module>'
    """
    if isinstance(error, UnreadableUpdateError):
        return f"unreadable: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    own = [
        one for one in frames if one.filename.startswith(_OURS) and _LIBRARIES not in one.filename
    ]
    last = (frames if within_libraries else own or frames)[-1]
    file = "/".join(last.filename.replace("\\", "/").split("/")[-2:])
    return f"{type(error).__name__} at {file}:{last.lineno} in {last.name}"
