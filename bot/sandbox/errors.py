"""Errors of the sandbox: what its Bot API answers with, one class for each HTTP status.

SandboxError
├── BotApiError           becomes {"ok": false, "error_code": status, "description": ...}
│   ├── BadRequestError   400; also what the chat page gets for a request that makes no sense
│   ├── UnauthorizedError 401 a token that is not this bot's
│   ├── ForbiddenError    403 the bot is not in that chat
│   ├── NotFoundError     404 no such method, or not a token at all
│   ├── ConflictError     409 another getUpdates took over
│   └── TooLargeError     413 a body over the limit
└── PortTakenError        the address can't be bound; choose another port
"""


class SandboxError(Exception):
    """Anything that the sandbox refuses."""


class BotApiError(SandboxError):
    """An answer with `ok: false`; its text is the description that Telegram gives."""

    status = 500
    prefix = "Internal Server Error"

    def __init__(self, reason: str = "") -> None:
        self.description = f"{self.prefix}: {reason}" if reason else self.prefix
        super().__init__(self.description)


class BadRequestError(BotApiError):
    """Parameters that Telegram refuses."""

    status = 400
    prefix = "Bad Request"


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
    """A getUpdates that another one has ended."""

    status = 409
    prefix = "Conflict"


class TooLargeError(BotApiError):
    """A request body over the limit."""

    status = 413
    prefix = "Request Entity Too Large"


class PortTakenError(SandboxError):
    """The port can't be bound on 127.0.0.1."""
