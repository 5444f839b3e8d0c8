"""What an inline button means, and the at most 64 bytes that Telegram carries for it.

The data hold all that is needed to act, so that a button works after a restart, on another
machine, and under a message of any age. They begin with a version: a change of meaning takes a
new one, and buttons of the old become stale instead of doing something else. Whether whoever
presses one may do so is asked when it is pressed: the data say nothing of it.
"""

from collections.abc import Iterable
from typing import get_args

from bot.callbacks.composing import ComposingAction
from bot.callbacks.following import Acknowledge, FollowingAction
from bot.callbacks.news import NewsAction, ShowArticle, ShowNews, TurnNews
from bot.callbacks.privacy import PrivacyAction
from bot.callbacks.reading import (
    AskAsTyped,
    AskExample,
    ReadingAction,
    ShowDocument,
    ShowMentions,
    ShowMore,
    ShowNextSource,
    ShowPassage,
    TurnMentions,
    TurnSources,
)
from bot.callbacks.roles import RoleAction
from bot.callbacks.subscribing import SubscribingAction
from bot.errors import StaleButtonError

__all__ = [
    "MAX_BYTES",
    "Acknowledge",
    "Action",
    "AskAsTyped",
    "AskExample",
    "ComposingAction",
    "FollowingAction",
    "NewsAction",
    "PrivacyAction",
    "ReadingAction",
    "RoleAction",
    "ShowArticle",
    "ShowDocument",
    "ShowMentions",
    "ShowMore",
    "ShowNews",
    "ShowNextSource",
    "ShowPassage",
    "SubscribingAction",
    "TurnMentions",
    "TurnNews",
    "TurnSources",
    "decode",
    "encode",
    "fits",
    "fitting_ids",
]

MAX_BYTES = 64
_VERSION = "1"

Action = (
    ReadingAction
    | SubscribingAction
    | RoleAction
    | ComposingAction
    | FollowingAction
    | Acknowledge
    | PrivacyAction
    | NewsAction
)
_ACTIONS: dict[str, type[Action]] = {action.code: action for action in get_args(Action)}


def encode(action: Action) -> str:
    """Return the callback data of an action.

    Raises ValueError where they pass 64 bytes; ask `fits` first where a part is of any length.

    >>> encode(ShowNextSource(passage_ids=("k3x9q2m5v7", "p0a8z1c4t6")))
    '1n:k3x9q2m5v7,p0a8z1c4t6'
    """
    if not fits(action):
        raise ValueError(f"{type(action).__name__} takes more than {MAX_BYTES} bytes")
    return _data(action)


def decode(data: str) -> Action:
    """Return the action of callback data; raises StaleButtonError for anything not of `encode`."""
    head, _, payload = data.partition(":")
    action = _ACTIONS.get(head.removeprefix(_VERSION)) if head.startswith(_VERSION) else None
    if action is None:
        raise StaleButtonError("a button of another version was pressed; show its screen again")
    return action.read(payload)


def fits(action: Action) -> bool:
    """Tell whether a button can carry an action."""
    return len(_data(action).encode()) <= MAX_BYTES


def fitting_ids(passage_ids: Iterable[str]) -> tuple[str, ...]:
    """Return as many of the ids, from the first, as one button carries."""
    fitting: tuple[str, ...] = ()
    for passage_id in passage_ids:
        longer = (*fitting, passage_id)
        if not fits(ShowMore(passage_ids=longer)):
            break
        fitting = longer
    return fitting


def _data(action: Action) -> str:
    return f"{_VERSION}{action.code}:{action.payload()}"
