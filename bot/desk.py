"""What people want -> what they are shown; the same for a command, a button and plain text.

Every method looks at one state of the knowledge. What takes CPU runs in a few threads:
in more, more answers would be worked on at once, and each be there later.
"""

import asyncio

from bot.clock import today
from bot.courtesies import Courtesy, courtesy
from bot.keeper import KnowledgeKeeper
from bot.lapsing import Lapse
from bot.operation.stages import Stage, replied, staged
from bot.recent import KEPT_FOR, Occasion, RecentQuestions
from bot.render import answers, documents, pages
from bot.render.citing import corpus_summary
from bot.render.register import register_answer
from bot.screens import Screen, Toast
from bot.telegram_text import italic, rich
from bot.texts import EXAMPLE_QUESTIONS, Texts
from bot.threads import OwnThreads
from corpus import numbers
from retrieval.answering import answer, reply
from retrieval.documents import lookup, near
from retrieval.followups import Understood, understand_in_turn
from retrieval.knowledge import Knowledge
from retrieval.records import (
    Abstention,
    AbstentionReason,
    Answer,
    DocumentCard,
    Query,
    RegisterAnswer,
    Reply,
)

MOST_QUESTION_CHARACTERS = 1000
"""A longer message is an article rather than a question; its asker is asked for a shorter one."""
MOST_ECHOED_CHARACTERS = 60
MOST_THREADS = 2
"""One may wait for an index that is elsewhere; of Python itself one runs at a time."""
_UNKNOWN = frozenset({AbstentionReason.OFF_TOPIC, AbstentionReason.NO_MATCH})
"""Reasons that say no more than that nothing was found."""


class Desk:
    """Answers whatever can be asked, from the knowledge of the moment."""

    def __init__(self, keeper: KnowledgeKeeper) -> None:
        self._keeper = keeper
        self._recent = RecentQuestions()
        self._lapse = Lapse(self._recent.forget, after=KEPT_FOR)
        self._understanding = asyncio.Lock()
        self._threads = OwnThreads("answers", most=MOST_THREADS)

    async def ask(
        self,
        question: str,
        texts: Texts,
        *,
        occasion: Occasion | None = None,
        can_reread: bool = True,
    ) -> Screen:
        """Answer a question; a document's number with its card, a courtesy in kind.

        It may follow up on the one before of its `occasion`, and be followed up on; without one it
        stands alone. `can_reread` tells that the answer will reply to the message that holds it.
        """
        if len(question) > MOST_QUESTION_CHARACTERS:
            return _oversized(question, texts)
        match courtesy(question):
            case Courtesy.GREETING:
                return self.greeting(texts)
            case Courtesy.THANKS:
                return Screen(text=rich(texts.you_are_welcome()))
        knowledge = self._keeper.knowledge
        with staged(Stage.UNDERSTANDING):
            understood = await self._understood(question, occasion, knowledge)
        asked = understood.query.text if understood.completed else question
        if _is_number(asked):
            return await self.look_up(asked, texts)
        with staged(Stage.ANSWERING):
            found = await self._threads.run(reply, understood.query, knowledge)
        replied(found)
        if understood.dangling and isinstance(found, Abstention) and found.reason in _UNKNOWN:
            return answers.with_examples(Screen(text=rich(texts.earlier_question_unknown())), texts)
        with staged(Stage.RENDERING):
            return await self._shown(found, knowledge, texts, can_reread=can_reread)

    async def ask_as_typed(self, question: str, texts: Texts) -> Screen:
        """Answer a question by its very words."""
        if len(question) > MOST_QUESTION_CHARACTERS:  # edited since it was answered
            return _oversized(question, texts)
        if _is_number(question):  # it had followed up on another
            return await self.look_up(question, texts)
        knowledge = self._keeper.knowledge
        with staged(Stage.ANSWERING):
            found = await self._threads.run(answer, question, knowledge, as_typed=True)
        replied(found)
        with staged(Stage.RENDERING):
            return await self._shown(found, knowledge, texts, can_reread=True)

    async def example(
        self, index: int, texts: Texts, *, occasion: Occasion | None = None
    ) -> Screen | Toast:
        """Answer an example question, and repeat it: nobody typed it."""
        if index >= len(EXAMPLE_QUESTIONS):
            return Toast(text=texts.stale_button())
        question = EXAMPLE_QUESTIONS[index]
        screen = await self.ask(question, texts, occasion=occasion, can_reread=False)
        return screen.with_heading(rich(italic(texts.asked(question)), "\n\n"))

    async def look_up(self, number: str, texts: Texts) -> Screen:
        """Show the document, or the documents, that a typed number means."""
        if not number:
            return Screen(text=rich(texts.document_hint()))
        asked = number[:MOST_ECHOED_CHARACTERS]
        knowledge = self._keeper.knowledge
        if cards := await self._threads.run(lookup, asked, knowledge):
            return documents.documents(cards, texts)
        meant = await self._threads.run(near, asked, knowledge)
        return documents.unknown_document(asked, meant, texts)

    async def document(self, number: str, texts: Texts) -> Screen | Toast:
        """Show the card of exactly this document."""
        card = await self._card(number)
        return documents.document(card, texts) if card else Toast(text=texts.passage_gone())

    async def mentions(self, number: str, page: int, texts: Texts) -> Screen | Toast:
        """Show a page of the passages that name a document."""
        card = await self._card(number)
        if card is None or not card.mentions:
            return Toast(text=texts.passage_gone())
        return documents.document_mentions(card, page, texts)

    def passage(self, passage_id: str, texts: Texts) -> Screen | Toast:
        """Show a passage among the paragraphs around it."""
        found = self._keeper.knowledge.citation_of(passage_id)
        return answers.surroundings(found, texts) if found else Toast(text=texts.passage_gone())

    def next_source(self, passage_ids: tuple[str, ...], texts: Texts) -> Screen | Toast:
        """Show the first of the passages that is still there, and offer the rest."""
        knowledge = self._keeper.knowledge
        for position, passage_id in enumerate(passage_ids, start=1):
            if found := knowledge.citation_of(passage_id):
                return answers.next_source(found, passage_ids[position:], texts)
        return Toast(text=texts.passage_gone())

    def more(self, passage_ids: tuple[str, ...], texts: Texts) -> Screen | Toast:
        """Show those of the passages that are still there."""
        knowledge = self._keeper.knowledge
        found = [cited for each in passage_ids if (cited := knowledge.citation_of(each))]
        return answers.more(found, texts) if found else Toast(text=texts.passage_gone())

    def sources(self, page: int, texts: Texts) -> Screen:
        """Show a page of the articles."""
        return pages.sources(self._keeper.knowledge.articles, page, texts)

    def greeting(self, texts: Texts) -> Screen:
        """Greet someone in a private chat."""
        return pages.greeting(corpus_summary(self._keeper.knowledge.articles), texts)

    async def _understood(
        self, question: str, occasion: Occasion | None, knowledge: Knowledge
    ) -> Understood:
        """Read a question in the light of the one before it, and remember it for the next one.

        One at a time, so that of two messages in a row the second finds the first; there is little
        to gain from more, as reading is CPU.
        """
        if occasion is None:
            return await self._threads.run(understand_in_turn, question, None, knowledge)
        async with self._understanding:
            before = self._recent.before(occasion)
            understood = await self._threads.run(understand_in_turn, question, before, knowledge)
            if not understood.dangling:
                self._remember(occasion, understood.query)
        return understood

    def forget(self, person: int) -> None:
        """Forget what someone asked a moment ago."""
        self._recent.forget_person(person)

    def _remember(self, occasion: Occasion, query: Query) -> None:
        """Keep a question until its time is over, whether or not anyone asks again."""
        self._recent.remember(occasion, query)
        self._lapse.begin(occasion.at)

    async def _shown(
        self, found: Reply, knowledge: Knowledge, texts: Texts, *, can_reread: bool
    ) -> Screen:
        if isinstance(found, RegisterAnswer):
            return register_answer(found, today(), texts, can_reread=can_reread)
        cards = await self._threads.run(_documents_named, found.query, knowledge)
        if isinstance(found, Answer):
            return answers.answer(found, cards, texts, can_reread=can_reread)
        corpus = corpus_summary(knowledge.articles)
        return answers.abstention(found, corpus, texts, documents=cards, can_reread=can_reread)

    async def _card(self, number: str) -> DocumentCard | None:
        cards = await self._threads.run(lookup, number, self._keeper.knowledge)
        return cards[0] if cards else None


def _is_number(question: str) -> bool:
    """Tell whether a question is a document's number and nothing else."""
    number = numbers.parse(question)
    return number is not None and number.kind is not None


def _oversized(question: str, texts: Texts) -> Screen:
    plea = texts.oversized_question(len(question), MOST_QUESTION_CHARACTERS)
    return Screen(text=rich(plea), rows=answers.example_rows())


def _documents_named(query: Query, knowledge: Knowledge) -> list[DocumentCard]:
    """Return the cards of the documents that a question names, for each number the likeliest."""
    found = (lookup(numbers.format(number), knowledge) for number in query.numbers)
    return list({cards[0].label: cards[0] for cards in found if cards}.values())
