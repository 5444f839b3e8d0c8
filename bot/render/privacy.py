"""Screens about privacy: what is kept and what is not, and deleting it."""

from bot.callbacks.privacy import ForgetMe, KeepMine
from bot.screens import Button, Screen
from bot.store.keeping import KEPT, Kept
from bot.store.records import Rank
from bot.telegram_text import RichText, bold, joined, rich
from bot.texts import Texts


def privacy(texts: Texts) -> Screen:
    """Show what is kept, row by row, and what is not."""
    words = (bold(texts.privacy_title()), texts.not_kept(), texts.kept_heading())
    rows = joined("\n\n", (_row(row, texts) for row in KEPT))
    return Screen(text=joined("\n\n", (*words, rows, texts.privacy_closing())))


def forget_question(rank: Rank, texts: Texts) -> Screen:
    """Ask someone of that rank whether to delete all that is theirs."""
    words = (bold(texts.forget_title()), texts.forget_question(rank))
    buttons = (
        Button(label=texts.forget_button(), action=ForgetMe()),
        Button(label=texts.keep_button(), action=KeepMine()),
    )
    return Screen(text=joined("\n\n", words), rows=(buttons,))


def forgotten(rank: Rank, texts: Texts) -> Screen:
    """Say that it is done; `rank` is what the settings make of them still."""
    rest = "" if rank is Rank.NONE else texts.forgotten_but_owner()
    return Screen(text=joined("\n\n", (texts.forgotten(), rest)))


def _row(row: Kept, texts: Texts) -> RichText:
    words = texts.kept(row)
    return rich(bold(words.what), "\n", texts.kept_row(words))
