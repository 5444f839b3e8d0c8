"""Buttons about what is kept of whoever presses them."""

from dataclasses import dataclass
from typing import ClassVar

from bot.callbacks.payloads import Bare


@dataclass(frozen=True, kw_only=True, slots=True)
class ForgetMe(Bare):
    """Delete all that belongs to me."""

    code: ClassVar[str] = "xd"


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepMine(Bare):
    """Delete nothing."""

    code: ClassVar[str] = "xk"


PrivacyAction = ForgetMe | KeepMine
