"""What officers are told where a step with an announcement is not taken."""

from bot.announcing.contents import TooLongError, UnsuitableError
from bot.announcing.moments import NoMoment
from bot.errors import (
    AnnouncementStateError,
    ApprovalNeededError,
    BrokenSealError,
    NobodyReachedError,
    NotAllowedError,
    PastDueError,
    PlacesNotAllowedError,
    UnknownAnnouncementError,
)
from bot.texts import Texts

REFUSALS = (
    NotAllowedError,
    BrokenSealError,
    NobodyReachedError,
    PastDueError,
    ApprovalNeededError,
    AnnouncementStateError,
    UnknownAnnouncementError,
    UnsuitableError,
)
"""What is no trouble, but an answer: nothing was done."""


def words_of_refusal(error: Exception, texts: Texts) -> str:
    """Return what to say of a refusal, in at most 200 characters."""
    words = texts.announcing()
    told: tuple[tuple[type[Exception], str], ...] = (
        (PlacesNotAllowedError, words.not_my_places),
        (NotAllowedError, texts.not_allowed()),
        (BrokenSealError, words.changed_meanwhile),
        (NobodyReachedError, words.nobody_reached),
        (PastDueError, texts.no_moment(NoMoment.PAST)),
        (ApprovalNeededError, words.approval_needed),
        (TooLongError, words.too_long),
        (UnsuitableError, words.cannot_announce_this),
    )
    return next((said for kind, said in told if isinstance(error, kind)), words.moved_on)
