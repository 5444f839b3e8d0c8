"""Any action that a button can carry, made by the types of its fields."""

from dataclasses import fields
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from bot.callbacks import Action
from corpus.topics import all_topics
from corpus.units import load_units

NUMBERS = st.integers(0, 999_999)
PEOPLE = st.integers(1, 2**52)
PLACES = st.integers(0, len(load_units()) - 1).map(lambda unit: load_units().place(unit).id)
WORDS = {
    "place": PLACES,
    "topic": st.sampled_from([topic.id for topic in all_topics()]),
    "passage_id": st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12),
    "article_id": st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=8),
    "seal": st.text("0123456789abcdef", min_size=12, max_size=12),
}


def actions_of(
    union: UnionType, announcements: st.SearchStrategy[int] = NUMBERS
) -> st.SearchStrategy[Action]:
    """Return any of these actions, on any of these announcements."""
    return st.one_of([_built(kind, announcements) for kind in get_args(union)])


def _built(kind: type[Action], announcements: st.SearchStrategy[int]) -> st.SearchStrategy[Action]:
    hints = get_type_hints(kind)
    named = {**WORDS, "announcement_id": announcements, "user_id": PEOPLE}
    given = {
        field.name: named[field.name] if field.name in named else _of_type(hints[field.name])
        for field in fields(kind)
    }
    return st.builds(kind, **given)


def _of_type(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - whatever a field is
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    return {bool: st.booleans(), int: NUMBERS}[hint]
