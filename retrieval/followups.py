"""Completes what follows up on a question ("còn năm 2021?") from the question before it.

Three things can't stand on their own: names alone ("ở Hồng Lĩnh thì sao"), which take the place of
the names of their sort; a subject alone ("còn đại biểu cấp xã?"), which takes the place of what was
asked about; and, after "vậy", "thế" or "còn", a question that says neither where nor of which
document ("vậy ai là bí thư?"), which takes over what it lacks. Anything else is left as it is.

Known limits: a question without a subject ("vậy khi nào?") and a part of the year before ("còn 6
tháng đầu năm?") are not completed, nor is a subject that neither "còn" nor "thì sao" marks ("đại
biểu cấp xã?"): it is searched for as it stands.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from corpus.text import tidy
from retrieval.analysis import tokens
from retrieval.knowledge import Knowledge
from retrieval.phrasing import (
    Phrasing,
    Slot,
    carrying,
    core,
    phrasing_of,
    with_name,
    with_subject,
    without_courtesies,
)
from retrieval.records import Query, QuestionKind, Step
from retrieval.turns import Ending, Opening, Turn, turn_of
from retrieval.understand import understand

MOST_SUBJECT_CHARACTERS = 60
"""A longer "còn …" tells something rather than asks."""
_SELF_EVIDENT = frozenset(
    {QuestionKind.HOW_MANY, QuestionKind.HOW_LONG, QuestionKind.YES_NO, QuestionKind.CONTACT}
)
"""What "ở Hồng Lĩnh có bao nhiêu?" asks is what was asked before, if that was of the same kind."""
_WHERE_OR_WHICH = frozenset({Slot.PLACE, Slot.DOCUMENT})
_HELD_TO = _WHERE_OR_WHICH | {Slot.PERIOD}
"""Names that may stand alone without a word that takes up the question before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """A message of a conversation as it was understood."""

    query: Query
    completed: bool = False
    """Whether it took what it lacked from the question before."""
    dangling: bool = False
    """Whether it follows up on something that is not known."""


class _Lacks(Enum):
    """What a message needs from the question before."""

    ALL_BUT_NAMES = auto()
    ALL_BUT_SUBJECT = auto()
    NAMES = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Message:
    turn: Turn
    query: Query
    """Of the turn's rest alone."""
    phrasing: Phrasing

    @property
    def says_something(self) -> bool:
        """Whether it can be answered as it stands, as a place or a document can."""
        return not (self.turn.is_marked or _WHERE_OR_WHICH.isdisjoint(self.phrasing.names))


def understand_in_turn(question: str, before: Query | None, knowledge: Knowledge) -> Understood:
    """Read a message, completed from the question `before` it where it can't stand on its own.

    What completed it is a step "follow-up". Pure: whoever calls it remembers what came before.
    """
    query, turn = understand(question, knowledge), turn_of(question)
    if query.content and not turn.is_marked:  # as most do
        return Understood(query=query)
    message = _read(turn, query, knowledge)
    if (lacks := _lacks(message)) is None:
        return Understood(query=query)
    text = _completed(message, lacks, before, knowledge) if before else None
    if text is None or _words(text) == _words(query.text):
        return Understood(query=query, dangling=text is None and not message.says_something)
    completed = understand(text, knowledge, as_typed=True)  # both parts have been put right
    step = Step(name="follow-up", before=_one_line(question), after=text)
    steps = dict.fromkeys((*message.query.steps, step, *completed.steps))
    whole = replace(completed, raw=question, steps=tuple(steps))
    return Understood(query=whole, completed=True)


def _read(turn: Turn, query: Query, knowledge: Knowledge) -> _Message:
    """Read a turn of `query`; whether some words mark one, what is left without them decides.

    After a subject "thế nào" is what it asks; before one, an opening that may be another word is.
    """
    own = understand(turn.rest, knowledge) if turn.is_marked else query
    phrasing = phrasing_of(own.text, knowledge.places)
    if phrasing.subjects and not turn.is_sure:
        return _read(Turn(rest=query.raw, with_ending=query.raw), query, knowledge)
    if phrasing.subjects and turn.ending is Ending.HOW:
        return _read(replace(turn, rest=turn.with_ending, ending=None), query, knowledge)
    return _Message(turn=turn, query=own, phrasing=phrasing)


def _lacks(message: _Message) -> _Lacks | None:
    """Return what a message lacks, or None where it stands on its own."""
    turn, kind, parts = message.turn, message.query.kind, message.phrasing
    asks = kind is not QuestionKind.OPEN
    if not parts.subjects:
        is_bare = bool(parts.names) and (turn.is_marked or parts.names.keys() <= _HELD_TO)
        return _Lacks.ALL_BUT_NAMES if is_bare and (not asks or kind in _SELF_EVIDENT) else None
    is_placed = not _WHERE_OR_WHICH.isdisjoint(parts.names)
    if asks:
        return _Lacks.NAMES if turn.opening and not is_placed else None
    takes_up = turn.opening is Opening.AND or (turn.ending is Ending.WHAT_ABOUT and not is_placed)
    is_short = sum(map(len, parts.subjects)) <= MOST_SUBJECT_CHARACTERS
    return _Lacks.ALL_BUT_SUBJECT if takes_up and is_short else None


def _completed(message: _Message, lacks: _Lacks, before: Query, knowledge: Knowledge) -> str | None:
    """Return a message's text with what it lacks from `before`; None where that has it not."""
    known, parts = knowledge.places, message.phrasing
    earlier = phrasing_of(core(before.text, known), known)
    is_other_contact = Slot.CONTACT in parts.names and Slot.CONTACT in earlier.names
    if not is_other_contact and (lacks is _Lacks.NAMES or Slot.CONTACT in parts.names):
        own = without_courtesies(parts.text)
        carried = carrying(own, earlier, known)
        return carried if carried != own else None
    if lacks is _Lacks.ALL_BUT_NAMES:
        if _is_of_another_kind(message, earlier, before):
            return parts.text if message.turn.is_marked else None
        text = earlier.text
    else:
        text = with_subject(earlier, parts.words_of_subjects, known)
    for slot in parts.names:
        text = with_name(text, slot, parts.words_of(slot), known)
    return text


def _is_of_another_kind(message: _Message, earlier: Phrasing, before: Query) -> bool:
    """Tell whether names alone can't take the place of any in the question before."""
    kind, names = message.query.kind, message.phrasing.names
    asks_otherwise = kind in _SELF_EVIDENT and kind is not before.kind
    is_new_document = Slot.DOCUMENT in names and Slot.DOCUMENT not in earlier.names
    return asks_otherwise or is_new_document or not (earlier.asks or message.turn.is_marked)


def _words(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


def _one_line(text: str) -> str:
    return " ".join(tidy(text).split())
