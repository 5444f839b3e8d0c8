"""One page of a longer list, and the buttons that turn it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from bot import callbacks
from bot.callbacks import Action
from bot.screens import Button
from bot.texts import Texts

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Generic[Item]):
    """A page, counted from one; asked for one that is not there, it is the nearest that is."""

    items: tuple[Item, ...]
    first: int
    """Position of its first item in the list, from one."""
    number: int
    count: int

    @classmethod
    def of(cls, items: Sequence[Item], number: int, size: int) -> Self:
        """Cut page `number` out of `items`."""
        count = max(1, -(-len(items) // size))
        number = min(max(1, number), count)
        start = (number - 1) * size
        return cls(
            items=tuple(items[start : start + size]), first=start + 1, number=number, count=count
        )

    def turning(self, turn_to: Callable[[int], Action], texts: Texts) -> tuple[Button, ...]:
        """Return the buttons to the pages before and after, as far as there are any."""
        targets = (
            (texts.previous_page_button(), self.number - 1),
            (texts.next_page_button(), self.number + 1),
        )
        return tuple(
            Button(label=label, action=turn_to(number))
            for label, number in targets
            if 1 <= number <= self.count and callbacks.fits(turn_to(number))
        )
