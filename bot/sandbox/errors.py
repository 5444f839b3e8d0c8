"""Errors of the sandbox: what its Bot API answers with, one class for each HTTP status.

SandboxError
├── BotApiError           becomes {"ok": false, "error_code": status, "description": ...}
│   ├── BadRequestError   400; also what the chat page gets for a request that makes no sense
│   │   └── MigratedError 400 with the id of the supergroup that the group has become
│   ├── UnauthorizedError 401 a token that is not this bot's
│   ├── ForbiddenError    403 the bot is not in that chat
│   ├── NotFoundError     404 no such method, or not a token at all
│   ├── ConflictError     409 another getUpdates took over, or a webhook
│   ├── TooLargeError     413 a body over the limit
│   ├── TooManyRequestsError 429 with the seconds to wait
│   ├── ServerFaultError  500 an error that a chat was given as its fault
│   └── GatewayError      502 the same, on the way to Telegram
├── ConnectionDroppedError the fault of a connection that breaks: there is no answer
└── PortTakenError        the address can't be bound; choose another port
"""

from collections.abc import Mapping


class SandboxError(Exception):
    """Anything that the sandbox refuses."""


class BotApiError(SandboxError):
    """An answer with `ok: false`; its text is the description that Telegram gives."""

    status = 500
    prefix = "Internal Server Error"

    def __init__(self, reason: str = "") -> None:
        self.description = f"{self.prefix}: {reason}" if reason else self.prefix
        self.parameters: Mapping[str, int] = {}
        """More that the answer has for machines to read."""
        super().__init__(self.description)


class BadRequestError(BotApiError):
    """Parameters that Telegram refuses."""

    status = 400
    prefix = "Bad Request"


class MigratedError(BadRequestError):
    """A group that goes on as a supergroup."""

    def __init__(self, chat_id: int) -> None:
        super().__init__("group chat was upgraded to a supergroup chat")
        self.parameters = {"migrate_to_chat_id": chat_id}


class UnauthorizedError(BotApiError):
    """A well-formed token of another bot."""

    status = 401
    prefix = "Unauthorized"


class ForbiddenError(BotApiError):
    """A chat in which the bot may not act."""

    status = 403
    prefix = "Forbidden"


class NotFoundError(BotApiError):
    """A path, token or method that doesn't exist."""

    status = 404
    prefix = "Not Found"


class ConflictError(BotApiError):
    """A getUpdates that another one, or a webhook, has ended."""

    status = 409
    prefix = "Conflict"


class TooLargeError(BotApiError):
    """A request body over the limit."""

    status = 413
    prefix = "Request Entity Too Large"


class TooManyRequestsError(BotApiError):
    """Requests that come too fast."""

    status = 429
    prefix = "Too Many Requests"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"retry after {seconds}")
        self.parameters = {"retry_after": seconds}


class ServerFaultError(BotApiError):
    """An error of Telegram's own."""


class GatewayError(BotApiError):
    """An error on the way to Telegram."""

    status = 502
    prefix = "Bad Gateway"


class ConnectionDroppedError(SandboxError):
    """A connection that breaks, whatever was done before."""


class PortTakenError(SandboxError):
    """The port can't be bound on 127.0.0.1."""
