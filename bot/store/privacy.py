"""Deletes all that belongs to somebody."""

import sqlalchemy as sa

from bot.store.announcements import UNSENT
from bot.store.tables import acknowledgement, announcement, audit, inbox, role, subscription
from bot.store.updates import CaseState
from corpus.databases import Database


def forget(database: Database, telegram_id: int) -> None:
    """Delete what is known of a person, or of a chat: both are ids, and a private chat has its own.

    Subscription, deliveries, acknowledgements, role, drafts and messages that wait go. An
    announcement that was sent, and what the audit log tells of it or of what was done to others,
    stay without the id: they are other people's too.
    """
    # What is in hand asked for this, and loses its words as soon as it is answered.
    others = sa.and_(inbox.c.chat_id == telegram_id, inbox.c.state != CaseState.IN_HAND)
    drafts = sa.and_(announcement.c.created_by == telegram_id, announcement.c.step.in_(UNSENT))
    with database.writing() as connection:
        for table, mine in (
            (announcement, drafts),
            (acknowledgement, acknowledgement.c.user_id == telegram_id),
            (subscription, subscription.c.chat_id == telegram_id),
            (role, role.c.user_id == telegram_id),
            (inbox, others),
        ):
            connection.execute(sa.delete(table).where(mine))
        for column in (
            announcement.c.created_by,
            announcement.c.approved_by,
            audit.c.actor,
            audit.c.subject,
        ):
            nameless = sa.update(column.table).where(column == telegram_id).values({column: None})
            connection.execute(nameless)
        connection.execute(
            sa.update(announcement)
            .where(announcement.c.card_chat_id == telegram_id)
            .values(card_chat_id=None, card_message_id=None)
        )
