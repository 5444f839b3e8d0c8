"""The sandbox against the Bot API's specification, and the check itself."""

import doctest
import importlib
import json
import pkgutil
import re

import pytest

import bot.sandbox
from bot.sandbox.methods import METHODS
from bot.sandbox.sandbox import GET_UPDATES
from tests.support.conform import RESULT_TYPES, SPECIFICATION, Conformance, needs_specification

MODULES = [module.name for module in pkgutil.walk_packages(bot.sandbox.__path__, "bot.sandbox.")]


def descriptions() -> dict[str, str]:
    """Return what the specification says of each method, without its markup."""
    document = json.loads(SPECIFICATION.with_name("schema.json").read_text(encoding="utf-8"))
    return {
        entry["name"]: re.sub(r"<[^>]+>", "", entry["html_description"])
        for item in document["items"]
        for entry in item["children"]
    }


def test_the_result_of_every_method_is_checked() -> None:
    assert set(RESULT_TYPES) == {GET_UPDATES, *METHODS}


@needs_specification
@pytest.mark.parametrize("method", sorted(RESULT_TYPES))
def test_results_are_of_the_type_that_the_specification_names(method: str) -> None:
    described = descriptions()[method]
    name = RESULT_TYPES[method].removeprefix("Array of ")
    assert name in described or (name == "Integer" and "Int" in described)
    assert ("Array of" in described) == RESULT_TYPES[method].startswith("Array of")


@needs_specification
def test_the_check_finds_what_is_wrong_in_requests_results_and_updates() -> None:
    conformance = Conformance()
    conformance.on_request("sendMessage", {"chat_id": "1", "txt": "a"})
    conformance.on_result("getMe", {"id": "1", "is_bot": True, "first_name": "a"})
    conformance.on_result("close", None)
    conformance.on_result("getChatMemberCount", result=True)
    conformance.on_result("getMyCommands", [{"command": "a"}])
    conformance.on_update({"update_id": 1})
    with pytest.raises(AssertionError) as failed:
        conformance.assert_clean()
    found = str(failed.value)
    for part in (
        "sendMessage: ",
        "getMe",
        "close",
        "getChatMemberCount",
        "getMyCommands",
        "update",
    ):
        assert part in found


@needs_specification
def test_the_check_lets_good_traffic_pass() -> None:
    conformance = Conformance()
    conformance.on_request("sendMessage", {"chat_id": "1", "text": "a"})
    conformance.on_result("getMe", {"id": 1, "is_bot": True, "first_name": "a"})
    conformance.assert_clean()


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_documentation_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
