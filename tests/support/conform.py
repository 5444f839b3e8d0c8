"""Checks the sandbox's traffic against the Bot API's specification in ../shared/telegram."""

import functools
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SPECIFICATION = Path(__file__).parents[3] / "shared" / "telegram" / "conform.py"

RESULT_TYPES = {
    "getMe": "User",
    "getUpdates": "Array of Update",
    "setWebhook": "True",
    "deleteWebhook": "True",
    "getWebhookInfo": "WebhookInfo",
    "logOut": "True",
    "close": "True",
    "sendMessage": "Message",
    "forwardMessage": "Message",
    "copyMessage": "MessageId",
    "copyMessages": "Array of MessageId",
    "sendPhoto": "Message",
    "sendDocument": "Message",
    "sendPoll": "Message",
    "sendChatAction": "True",
    "editMessageText": "Message",
    "editMessageCaption": "Message",
    "editMessageReplyMarkup": "Message",
    "deleteMessage": "True",
    "deleteMessages": "True",
    "answerCallbackQuery": "True",
    "answerInlineQuery": "True",
    "setMyCommands": "True",
    "deleteMyCommands": "True",
    "getMyCommands": "Array of BotCommand",
    "setMyName": "True",
    "getMyName": "BotName",
    "setMyDescription": "True",
    "getMyDescription": "BotDescription",
    "setMyShortDescription": "True",
    "getMyShortDescription": "BotShortDescription",
    "setChatMenuButton": "True",
    "getChatMenuButton": "MenuButton",
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    "getChatAdministrators": "Array of ChatMember",
    "getChatMemberCount": "Integer",
    "leaveChat": "True",
    "getFile": "File",
}
"""What each method of the sandbox returns, in the specification's words."""

needs_specification = pytest.mark.skipif(
    not SPECIFICATION.exists(), reason=f"the Bot API's specification is not at {SPECIFICATION}"
)


@functools.cache
def specification() -> ModuleType:
    """Load the module of the specification."""
    spec = importlib.util.spec_from_file_location("telegram_conform", SPECIFICATION)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Conformance:
    """An observer of the sandbox that collects what is not as the specification has it."""

    def __init__(self, *, requests: bool = True) -> None:
        self._specification = specification()
        self._requests = requests
        self.problems: list[str] = []

    def on_request(self, method: str, fields: dict[str, str]) -> None:
        """Check a request, as it came over HTTP."""
        if self._requests:
            self._note(method, self._specification.check_request(method, fields))

    def on_result(self, method: str, result: object) -> None:
        """Check what a method returned."""
        name = RESULT_TYPES[method]
        self._note(f"{method} result", self._check_result(name, result))

    def on_update(self, update: dict[str, Any]) -> None:
        """Check an update that was made."""
        self._note("update", self._specification.check_update(update))

    def assert_clean(self) -> None:
        """Fail with everything that was noted."""
        assert not self.problems, "\n".join(["not as the Bot API has it:", *self.problems])

    def _check_result(self, name: str, result: object) -> list[str]:
        if name == "True":
            return [] if result is True else [f"expected True, got {result!r}"]
        if name == "Integer":
            return [] if type(result) is int else [f"expected an integer, got {result!r}"]
        if name.startswith("Array of "):
            assert isinstance(result, list)
            element = name.removeprefix("Array of ")
            return [p for item in result for p in self._check_result(element, item)]
        if name == "Update":
            return list(self._specification.check_update(result))
        return list(self._specification.check_type(name, result))

    def _note(self, subject: str, found: list[str]) -> None:
        self.problems += [f"{subject}: {problem}" for problem in found]
