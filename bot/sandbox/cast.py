"""Who lives in the sandbox by default: everyday people of a neighbourhood, all of them invented."""

from bot.sandbox.records import Chat, ChatKind, Persona, User

CITIZEN = Persona(
    user=User(id=1001, first_name="Cô Ba", username="co_ba", language_code="vi"),
    note="Người dân, hay gõ không dấu",
)
CADRE = Persona(
    user=User(id=1002, first_name="Anh Tư", username="anh_tu", language_code="vi"),
    note="Cán bộ dân vận, tra cứu văn bản",
)
NEIGHBOUR = Persona(
    user=User(id=1003, first_name="Chú Năm", language_code="vi"),
    note="Hàng xóm, chỉ nhắn trong nhóm",
)
VISITOR = Persona(
    user=User(id=1004, first_name="Anna", username="anna_en", language_code="en"),
    note="English-speaking resident",
)
PERSONAS = (CITIZEN, CADRE, NEIGHBOUR, VISITOR)

GROUP = Chat(
    id=-1001000000003,
    kind=ChatKind.SUPERGROUP,
    title="Tổ dân phố 3",
    members=tuple(persona.user.id for persona in PERSONAS),
    owner=CADRE.user.id,
)

BOT_ID = 7000000001


def bot_named(username: str, name: str) -> User:
    """Return the sandbox's bot under the given @username (without "@") and name."""
    return User(id=BOT_ID, first_name=name, username=username, is_bot=True)


def default_chats() -> tuple[Chat, ...]:
    """Return the group and a private chat with the bot for each persona."""
    return (*(private_chat(persona.user) for persona in PERSONAS), GROUP)


def private_chat(person: User) -> Chat:
    """Return a person's chat with the bot."""
    return Chat(id=person.id, kind=ChatKind.PRIVATE, members=(person.id,), person=person)
