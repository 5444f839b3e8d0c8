"""Who lives in the sandbox by default: everyday people of a neighbourhood, all of them invented."""

from bot.sandbox.records import Chat, ChatKind, Persona, Topic, User

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
OFFICER = Persona(
    user=User(id=1005, first_name="Chị Sáu", username="chi_sau", language_code="vi"),
    note="Cán bộ được giao gửi thông báo",
)
SECOND_OFFICER = Persona(
    user=User(id=1006, first_name="Anh Bảy", username="anh_bay", language_code="vi"),
    note="Cán bộ thứ hai, cùng duyệt thông báo",
)
PERSONAS = (CITIZEN, CADRE, NEIGHBOUR, VISITOR, OFFICER, SECOND_OFFICER)

GROUP = Chat(
    id=-1001000000003,
    kind=ChatKind.SUPERGROUP,
    title="Tổ dân phố 3",
    members=tuple(persona.user.id for persona in (CITIZEN, CADRE, NEIGHBOUR, VISITOR)),
    owner=CADRE.user.id,
)
HAMLET = Chat(
    id=-4000000021,
    kind=ChatKind.GROUP,
    title="Ấp 2",
    members=(OFFICER.user.id, CITIZEN.user.id, NEIGHBOUR.user.id),
    owner=OFFICER.user.id,
)
"""A basic group, which can become a supergroup."""
FRONT = Chat(
    id=-1001000000041,
    kind=ChatKind.SUPERGROUP,
    title="Ban công tác Mặt trận",
    members=(OFFICER.user.id, SECOND_OFFICER.user.id, CADRE.user.id),
    owner=OFFICER.user.id,
    topics=(Topic(id=2, name="Thông báo"), Topic(id=3, name="Trao đổi")),
)
"""A forum."""
WOMEN = Chat(
    id=-1001000000062,
    kind=ChatKind.SUPERGROUP,
    title="Chi hội Phụ nữ",
    members=(SECOND_OFFICER.user.id, CITIZEN.user.id),
    owner=SECOND_OFFICER.user.id,
)
GROUPS = (GROUP, HAMLET, FRONT, WOMEN)

BOT_ID = 7000000001


def bot_named(username: str, name: str) -> User:
    """Return the sandbox's bot under the given @username (without "@") and name."""
    return User(id=BOT_ID, first_name=name, username=username, is_bot=True)


def default_chats() -> tuple[Chat, ...]:
    """Return a private chat with the bot for each persona, and the groups."""
    return (*(private_chat(persona.user) for persona in PERSONAS), *GROUPS)


def private_chat(person: User) -> Chat:
    """Return a person's chat with the bot."""
    return Chat(id=person.id, kind=ChatKind.PRIVATE, members=(person.id,), person=person)
