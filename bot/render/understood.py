"""What a question was understood as, where that is not what was typed."""

from collections.abc import Iterable, Iterator
from textwrap import shorten

from bot.callbacks import AskAsTyped
from bot.screens import Button, Screen
from bot.telegram_text import fits, italic, joined
from bot.texts import Texts
from corpus.places import parents
from corpus.text import tidy
from retrieval.analysis import Token, tokens
from retrieval.records import AskedPlace, Query

MOST_READING_CHARACTERS = 160


def with_reading(screen: Screen, query: Query, texts: Texts, *, can_reread: bool) -> Screen:
    """End a screen with its question as it was understood, if that is not what was typed.

    `can_reread` tells that the screen will reply to the message with the question: then a button
    searches for its very words. Of a screen cut into messages only the first replies to it.
    """
    read = reading(query)
    if read is None:
        return screen
    shown = shorten(read, MOST_READING_CHARACTERS, placeholder="…")
    text = joined("\n\n", (screen.text, italic(texts.understood_as(shown))))
    again = (Button(label=texts.as_typed_button(), action=AskAsTyped()),)
    offered = can_reread and fits(text)
    return Screen(text=text, rows=(*screen.rows, again) if offered else screen.rows)


def reading(query: Query) -> str | None:
    """Return a question as understood, its places as they are written; None if that was typed.

    Case, spaces, punctuation and the way that Unicode or a tone is put make no difference.
    """
    typed, understood = (
        [token.form for token in tokens(text)] for text in (tidy(query.raw), query.text)
    )
    return None if typed == understood else _with_names(query.text, query.places)


def _with_names(text: str, places: Iterable[AskedPlace]) -> str:
    """Write the names of places as they are written; no code point moves."""
    words, written = tokens(text), list(text)
    for name in map(tokens, dict.fromkeys(_names(places))):
        for start in range(len(words) - len(name) + 1):
            stretch = words[start : start + len(name)]
            if all(map(_may_be, stretch, name)):
                for token, part in zip(stretch, name, strict=True):
                    written[token.start : token.end] = part.typed
    return "".join(written)


def _names(places: Iterable[AskedPlace]) -> Iterator[str]:
    """Yield the bare names of places, and of those they lie in: "Cần Đước, Long An"."""
    for place in places:
        likeliest = place.candidates[0]
        yield from (unit.short_name for unit in (likeliest, *parents(likeliest)))


def _may_be(token: Token, part: Token) -> bool:
    return token.form in (part.form, part.plain)
