"""Buttons under answers: whoever presses one gets what it says."""

from telegram import MaybeInaccessibleMessage, Message, User

from bot.callbacks import (
    AskAsTyped,
    AskExample,
    ReadingAction,
    ShowDocument,
    ShowMentions,
    ShowMore,
    ShowNextSource,
    ShowPassage,
    TurnMentions,
    TurnSources,
)
from bot.clock import now
from bot.desk import Desk
from bot.handlers.conversation import show, topic_of, turn, while_typing, words_replied_to
from bot.handlers.pressing import Press
from bot.recent import Conversation, Occasion
from bot.screens import Screen, Toast
from bot.texts import Texts


class ReadingButtons:
    """Shows what articles and documents say."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def act(self, press: Press, action: ReadingAction) -> None:
        """Answer a press with a toast, a new message or another page of the same."""
        message = press.message
        work = self._outcome(action, press.person, message, press.texts)
        is_question = isinstance(action, AskExample | AskAsTyped)
        outcome = await (while_typing(message, work) if is_question else work)
        if isinstance(outcome, Toast):
            await press.tell(outcome)
            return
        await press.accept()
        match action:
            case TurnSources() | TurnMentions():
                await turn(message, outcome)
            case AskExample():
                await show(message, outcome, quoting=False)
            case AskAsTyped():
                await show(_replied_to(message) or message, outcome)
            case _:
                await show(message, outcome)

    async def _outcome(
        self, action: ReadingAction, person: User, message: MaybeInaccessibleMessage, texts: Texts
    ) -> Screen | Toast:
        match action:
            case AskExample(index=index):
                return await self._desk.example(index, texts, occasion=_pressed(person, message))
            case AskAsTyped():
                return await self._as_typed(message, texts)
            case ShowDocument(label=label):
                return await self._desk.document(label, texts)
            case ShowMentions(label=label):
                return await self._desk.mentions(label, 1, texts)
            case TurnMentions(page=page, label=label):
                return await self._desk.mentions(label, page, texts)
            case _:
                return self._at_hand(action, texts)

    async def _as_typed(self, message: MaybeInaccessibleMessage, texts: Texts) -> Screen | Toast:
        """Answer what stands in the question itself: it is kept nowhere else."""
        question = words_replied_to(message) if isinstance(message, Message) else ""
        if not question:  # deleted, or out of the bot's sight
            return Toast(text=texts.question_gone())
        return await self._desk.ask_as_typed(question, texts)

    def _at_hand(
        self, action: ShowPassage | ShowNextSource | ShowMore | TurnSources, texts: Texts
    ) -> Screen | Toast:
        match action:
            case ShowPassage(passage_id=passage_id):
                return self._desk.passage(passage_id, texts)
            case ShowNextSource(passage_ids=passage_ids):
                return self._desk.next_source(passage_ids, texts)
            case ShowMore(passage_ids=passage_ids):
                return self._desk.more(passage_ids, texts)
            case TurnSources(page=page):
                return self._desk.sources(page, texts)


def _pressed(person: User, message: MaybeInaccessibleMessage) -> Occasion:
    """Return the occasion of a question that a button asks for someone."""
    conversation = Conversation(chat=message.chat.id, topic=topic_of(message), person=person.id)
    return Occasion(conversation=conversation, message=None, at=now())


def _replied_to(message: MaybeInaccessibleMessage) -> Message | None:
    return message.reply_to_message if isinstance(message, Message) else None
