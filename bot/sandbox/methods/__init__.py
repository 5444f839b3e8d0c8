"""The Bot API's methods that the sandbox has, but for getUpdates, which waits (see `polling`)."""

from bot.sandbox.methods import chats, messages, profile, session
from bot.sandbox.methods.call import Method

METHODS: dict[str, Method] = {
    **session.METHODS,
    **messages.METHODS,
    **chats.METHODS,
    **profile.METHODS,
}
"""By their name as the Bot API writes it."""
MESSAGES = frozenset(messages.METHODS) - {"sendChatAction"}
"""Those that write to a chat, which is where something can go wrong."""
POSTING = frozenset(name for name in MESSAGES if name.startswith(("send", "forward", "copy")))
"""Those of them that post, which Telegram counts."""
