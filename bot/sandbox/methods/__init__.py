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
