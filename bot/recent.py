"""The questions that people asked a moment ago, so that the next one may follow up on them.

They are in memory only, for minutes, and bounded in number; nothing here is logged or stored. The
time comes with what is asked: no clock is read.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from retrieval.records import Query

KEPT_FOR = timedelta(minutes=10)
MOST_CONVERSATIONS = 5000
MOST_QUESTIONS = 4
"""Of a conversation: enough to correct any of the last few."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """Who talks where; in a group each person has their own, in each topic another."""

    chat: int
    topic: int | None
    person: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """When and by which message something is asked."""

    conversation: Conversation
    message: int | None
    """Its id, which stays when it is corrected; None where a button asked."""
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    message: int | None
    query: Query
    at: datetime


class RecentQuestions:
    """Remembers the last questions of each conversation; of too many the one longest silent goes.

    Corrected, a message is asked anew: what was asked by it and after it is forgotten.
    """

    def __init__(self, most_conversations: int = MOST_CONVERSATIONS) -> None:
        self._most = most_conversations
        self._asked: OrderedDict[Conversation, tuple[_Asked, ...]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many conversations are remembered."""
        return len(self._asked)

    def before(self, occasion: Occasion) -> Query | None:
        """Return the question before that of `occasion`; None where there is none any more."""
        earlier = self._earlier(occasion)
        return earlier[-1].query if earlier else None

    def remember(self, occasion: Occasion, query: Query) -> None:
        """Keep the question of `occasion` for the next one."""
        asked = _Asked(message=occasion.message, query=query, at=occasion.at)
        questions = (*self._earlier(occasion), asked)[-MOST_QUESTIONS:]
        self._asked[occasion.conversation] = questions
        self._asked.move_to_end(occasion.conversation)
        while len(self._asked) > self._most:
            self._asked.popitem(last=False)

    def forget(self, until: datetime) -> None:
        """Forget what was asked up to a moment, that moment included."""
        for conversation, questions in list(self._asked.items()):
            later = tuple(asked for asked in questions if asked.at > until)
            if later:
                self._asked[conversation] = later
            else:
                del self._asked[conversation]

    def forget_person(self, person: int) -> None:
        """Forget all that someone asked, wherever they did."""
        for conversation in [one for one in self._asked if one.person == person]:
            del self._asked[conversation]

    def _earlier(self, occasion: Occasion) -> tuple[_Asked, ...]:
        """Return what was asked before that message, as far as it is not too long ago."""
        earlier: list[_Asked] = []
        for asked in self._asked.get(occasion.conversation, ()):
            if asked.message is not None and asked.message == occasion.message:
                break
            if occasion.at - asked.at <= KEPT_FOR:
                earlier.append(asked)
        return tuple(earlier)
