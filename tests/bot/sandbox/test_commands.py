"""Which commands a person sees: the narrowest list, in their language first."""

import pytest

from bot.sandbox.cast import CADRE, CITIZEN, GROUP, VISITOR, private_chat
from bot.sandbox.commands import Command, CommandBook, Scope, checked_command, checked_language
from bot.sandbox.errors import BadRequestError

IN_PRIVATE = private_chat(CITIZEN.user)


def named(name: str) -> tuple[Command, ...]:
    return (Command(name=name, description=name),)


PRIVATE_ORDER = [
    (Scope(type="chat", chat_id=IN_PRIVATE.id), "vi"),
    (Scope(type="chat", chat_id=IN_PRIVATE.id), ""),
    (Scope(type="all_private_chats"), "vi"),
    (Scope(type="all_private_chats"), ""),
    (Scope(), "vi"),
    (Scope(), ""),
]
ADMINISTRATOR_ORDER = [
    (Scope(type="chat_member", chat_id=GROUP.id, user_id=CADRE.user.id), "vi"),
    (Scope(type="chat_member", chat_id=GROUP.id, user_id=CADRE.user.id), ""),
    (Scope(type="chat_administrators", chat_id=GROUP.id), "vi"),
    (Scope(type="chat_administrators", chat_id=GROUP.id), ""),
    (Scope(type="chat", chat_id=GROUP.id), "vi"),
    (Scope(type="chat", chat_id=GROUP.id), ""),
    (Scope(type="all_chat_administrators"), "vi"),
    (Scope(type="all_chat_administrators"), ""),
    (Scope(type="all_group_chats"), "vi"),
    (Scope(type="all_group_chats"), ""),
    (Scope(), "vi"),
    (Scope(), ""),
]


@pytest.mark.parametrize("at", range(len(PRIVATE_ORDER)))
def test_in_a_private_chat_the_narrowest_list_is_seen(at: int) -> None:
    book = CommandBook()
    for n, (scope, language) in enumerate(PRIVATE_ORDER[at:]):
        book.set(scope, language, named(f"c{n}"))
    assert book.seen_by(CITIZEN.user.id, "vi", IN_PRIVATE) == named("c0")


@pytest.mark.parametrize("at", range(len(ADMINISTRATOR_ORDER)))
def test_in_a_group_an_administrator_sees_the_narrowest_list(at: int) -> None:
    book = CommandBook()
    for n, (scope, language) in enumerate(ADMINISTRATOR_ORDER[at:]):
        book.set(scope, language, named(f"c{n}"))
    assert book.seen_by(CADRE.user.id, "vi", GROUP) == named("c0")


@pytest.mark.parametrize(
    "scope",
    [
        Scope(type="chat_administrators", chat_id=GROUP.id),
        Scope(type="all_chat_administrators"),
        Scope(type="all_private_chats"),
        Scope(type="chat_member", chat_id=GROUP.id, user_id=CADRE.user.id),
    ],
)
def test_a_member_of_a_group_does_not_see_the_lists_for_others(scope: Scope) -> None:
    book = CommandBook()
    book.set(scope, "", named("a"))
    assert book.seen_by(VISITOR.user.id, "en", GROUP) == ()


def test_a_list_in_another_language_is_not_seen() -> None:
    book = CommandBook()
    book.set(Scope(), "vi", named("hoi"))
    assert book.seen_by(VISITOR.user.id, "en", GROUP) == ()


def test_an_empty_list_is_as_good_as_none() -> None:
    book = CommandBook()
    book.set(Scope(), "", named("a"))
    book.set(Scope(), "vi", ())
    assert book.seen_by(CITIZEN.user.id, "vi", IN_PRIVATE) == named("a")


@pytest.mark.parametrize(
    ("name", "description", "reason"),
    [
        ("/", "a", "command must be non-empty"),
        ("a" * 33, "a", "command length must not exceed 32"),
        ("Hoi", "a", "BOT_COMMAND_INVALID"),
        ("hỏi", "a", "BOT_COMMAND_INVALID"),
        ("hoi", " ", "command description must be non-empty"),
        ("hoi", "a" * 257, "command description length must not exceed 256"),
    ],
)
def test_bad_commands_are_refused_in_telegrams_words(
    name: str, description: str, reason: str
) -> None:
    with pytest.raises(BadRequestError) as refused:
        checked_command(name, description)
    assert refused.value.description == f"Bad Request: {reason}"


def test_a_command_loses_its_slash() -> None:
    assert checked_command("/hoi", " Hỏi ") == Command(name="hoi", description="Hỏi")


@pytest.mark.parametrize("code", ["VI", "vie", "v", "vi-VN"])
def test_a_language_is_two_small_letters(code: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        checked_language(code)
    assert refused.value.description == "Bad Request: invalid language code specified"
