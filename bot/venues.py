"""Where the bot is spoken to."""

from dataclasses import dataclass

from bot.store.records import ChatKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Venue:
    """A chat, and the topic of it if it is a forum."""

    chat_id: int
    kind: ChatKind
    is_forum: bool = False
    topic: int | None = None
    """Telegram's `message_thread_id`; None in the general topic too."""

    @property
    def is_private(self) -> bool:
        """Tell whether it is one person's chat with the bot."""
        return self.kind is ChatKind.PRIVATE
