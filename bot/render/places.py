"""Places by their names, and the choice among those that a typed name may mean."""

from collections.abc import Callable, Iterable, Sequence

from bot.callbacks import Action
from bot.places import place_of
from bot.screens import Button, ReplyBox, Screen
from bot.telegram_text import rich
from bot.texts import Texts
from corpus.records import Place

MOST_SHOWN = 8


def place_names(place_ids: Iterable[str], texts: Texts) -> list[str]:
    """Name places, in order; one that the table of units has no longer by its id."""
    found = ((place_id, place_of(place_id)) for place_id in place_ids)
    return sorted(texts.place(place) if place else place_id for place_id, place in found)


def removing_rows(
    place_ids: Iterable[str], remove: Callable[[str], Action], texts: Texts
) -> tuple[tuple[Button, ...], ...]:
    """Offer to take places away; no button can mean one that is in the table no longer."""
    places = [place for place_id in place_ids if (place := place_of(place_id))]
    return tuple(
        (Button(label=texts.removing(texts.place(place)), action=remove(place.id)),)
        for place in sorted(places, key=texts.place)
    )


def place_prompt(words: str, back: Action, texts: Texts, *, is_private: bool) -> Screen:
    """Ask for a place's name; in a group, where nobody else's keyboard shall open, in place."""
    if is_private:
        return Screen(text=rich(words), keyboard=ReplyBox(hint=texts.place_hint()))
    return Screen(text=rich(words), rows=((Button(label=texts.back_button(), action=back),),))


def place_choices(
    found: Sequence[Place], choose: Callable[[str], Action], again: Action, texts: Texts
) -> Screen:
    """Offer the places that a typed name may mean: a name alone changes nothing."""
    another = (Button(label=texts.add_place_button(), action=again),)
    if not found:
        return Screen(text=rich(texts.place_not_found()), rows=(another,))
    shown = found[:MOST_SHOWN]
    rows = ((Button(label=texts.place(place), action=choose(place.id)),) for place in shown)
    words = texts.places_found(len(found), len(shown))
    return Screen(text=rich(words), rows=(*rows, another))
