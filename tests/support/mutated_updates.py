"""Updates as Telegram would never send them: valid ones of its specification, damaged.

What is damaged, where and with what, is data: hypothesis draws it, and so does a fuzzer.
"""

import copy
import json
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from bot.callbacks.composing import Wanted
from bot.texts import Vietnamese
from tests.support.conform import specification

Json = Any
Tree = dict[str, Any]

DEEPEST = 3
"""Levels below which a made-up object has only what it must have."""
MOST_ITEMS = 2
OFTENEST = 0.3
"""Share of the optional fields that a made-up object has, at its top."""
NESTING = 60
VI = Vietnamese()

TEXTS = (
    *("can duoc co may mo hinh dan van kheo", "còn năm 2021?", "25-NQ/TW", "xin chào", "ai"),
    *("/start", "/start p_1", "/hoi nq 25", "/vanban 25-NQ/TW", "/nguon", "/trogiup", "/khongco"),
    *("/dangky", "/huydangky", "/caidat", "/quyen", "/quyen 1005", "/quyenriengtu", "/xoadulieu"),
    *("/thongbao Mời họp", "/thongbao_danhsach", "@danvan_bot ơi", "18:00 mai", "giá vàng"),
    *(VI.place_prompt(), VI.officer_place_prompt(1005), VI.wanted(Wanted.MOMENT, 12)),
)
IDS = (1, 2, 5, 11, 700, -5, -22, -1001234567890)
"""People, groups, and the bot itself: see `tests.support.recorded_telegram`."""
PRESSED = (
    *("1e:0", "1q:0", "1w:0", "1n:abc", "1m:abc", "1s:1", "1d:25-NQ/TW", "1p:1", "1t:1", "1a:1"),
    *("1ns:1", "1ca:1", "1aq:1", "1rg:1", "0e:0", "e", "", "1"),
)
BY_NAME: Mapping[str, Sequence[Json]] = {
    "id": IDS,
    "user_id": IDS,
    "chat_id": IDS,
    "message_id": (1, 5, 9),
    "date": (0, 1, 1_760_000_000),
    "edit_date": (1, 1_760_000_000),
    "offset": (0, 1, 5),
    "length": (1, 6, 11),
    "text": TEXTS,
    "caption": TEXTS,
    "query": TEXTS,
    "data": PRESSED,
    "username": ("danvan_bot", "co_ba"),
    "language_code": ("vi", "en"),
}
CHAT_TYPES = ("private", "private", "group", "supergroup", "channel")
ENTITY_TYPES = ("bot_command", "mention", "text_mention", "bold", "url")
STANDINGS = ("creator", "administrator", "member", "restricted", "left", "kicked")
MEMBERS = ("Owner", "Administrator", "Member", "Restricted", "Left", "Banned")
BY_TYPE: Mapping[tuple[str, str], Sequence[Json]] = {
    ("Chat", "type"): CHAT_TYPES,
    ("MessageEntity", "type"): ENTITY_TYPES,
    **{
        (f"ChatMember{member}", "status"): (standing,)
        for member, standing in zip(MEMBERS, STANDINGS, strict=True)
    },
}


def _nested(levels: int) -> Json:
    return {"a": [_nested(levels - 1)]} if levels else 1


HOSTILE: tuple[Json, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**300),
    *(1e308, -0.0, math.nan, math.inf, "", " ", "0", "-1", "1e3", "٣", "null", "a" * 5000),
    *(
        "\ud800",
        "\0",
        "\u202e\u200b",
        "e" + "\u0301" * 40,
        "👨‍👩‍👧‍👦" * 50,
        "<b>&amp;</b>",
        "\n" * 100,
    ),
    *("http://" + "!" * 300, "²ca", "/hoi " * 200, "/start " + "x" * 64, "@danvan_bot " * 90),
    *([], {}, [[]], [None], [1, "a"], {"id": 1}, {"id": None}, {"": ""}, _nested(NESTING)),
)
NAMES = ("", "id", "type", "text", "chat", "from", "message", "callback_query", "x" * 100, "\ud800")
SCRAPS = (b"\0", b"\xff\xfe", b"\xc3", b'"', b"{", b"]", b",", b"\\u", b"[" * 9000, b"9" * 5000)


class How(Enum):
    """What is done to an update: to a part of it, or to the bytes that it comes in."""

    REMOVE, REPLACE, RENAME, ADD, WRAP, REPEAT, GRAFT, RETYPE = range(8)
    CUT, SWAP, INSERT = range(8, 11)


BYTEWISE = (How.CUT, How.SWAP, How.INSERT)
"""What comes out of these is mostly no JSON, and goes no further than the door."""
ANSWERS = {200, 400, 413}
"""What a webhook may answer: kept, no update, too large for one."""
HOWS = (*(one for one in How if one not in BYTEWISE),) * 6 + BYTEWISE
FAR = 1 << 16
MOST_DAMAGES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Damage:
    """One thing that is done; `where` is counted round and round."""

    how: How
    where: int
    value: Json


class Maker:
    """Makes valid updates by the specification, which it takes by chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._types: Tree = specification()._specification()[0]

    def kinds(self) -> list[str]:
        """Return the names of all kinds of updates."""
        return [name for name in self._types["Update"]["properties"] if name != "update_id"]

    def update(self, kind: str) -> Tree:
        """Return an update of a kind, numbered 1."""
        schema = self._types["Update"]["properties"][kind]
        return {"update_id": 1, kind: self._made(schema, kind, "Update", 0)}

    def _made(self, schema: Tree, name: str, owner: str, depth: int) -> Json:
        if "const" in schema:
            return schema["const"]
        if "$ref" in schema:
            kind = schema["$ref"].rpartition("/")[2]
            return self._record(self._types[kind], kind, depth)
        if "anyOf" in schema:
            return self._made(self._chance.choice(schema["anyOf"]), name, owner, depth)
        if schema.get("type") == "array":
            count = self._chance.randrange(MOST_ITEMS + 1) if depth < DEEPEST else 0
            items = schema.get("items", {"type": "string"})
            return [self._made(items, name, owner, depth + 1) for _ in range(count)]
        return self._scalar(schema, name, owner)

    def _record(self, schema: Tree, kind: str, depth: int) -> Json:
        if schema.get("type") != "object":
            return self._made(schema, kind, kind, depth)
        share = OFTENEST / 2**depth if depth < DEEPEST else 0
        made = {
            name: self._made(field, name, kind, depth + 1)
            for name, field in schema.get("properties", {}).items()
            if name in schema["required"] or self._chance.random() < share
        }
        for words, entities in (("text", "entities"), ("caption", "caption_entities")):
            if entities in made and words not in made:
                del made[entities]
        return made

    def _scalar(self, schema: Tree, name: str, owner: str) -> Json:
        values = BY_TYPE.get((owner, name)) or BY_NAME.get(name)
        kind = schema.get("type")
        fitting = {"integer": int, "number": float, "string": str, "boolean": bool}
        if values and isinstance(values[0], fitting.get(kind or "string", str)):
            return self._chance.choice(values)
        if kind == "string":
            return "a" * max(1, schema.get("minLength", 1))
        return {"integer": self._chance.randrange(1, 1000), "number": 0.5}.get(str(kind), True)


def seeds(count: int, seed: int = 0) -> list[Tree]:
    """Return `count` valid updates, of all kinds in turn, the frequent ones more often."""
    chance = random.Random(seed)
    maker = Maker(chance)
    kinds = maker.kinds()
    frequent = ("message", "message", "edited_message", "callback_query", "my_chat_member")
    return [maker.update((*kinds, *frequent * 6)[n % (len(kinds) + 30)]) for n in range(count)]


def damaged(update: Tree, damages: Sequence[Damage], update_id: int) -> bytes:
    """Return a damaged update as it comes in; its number may be damaged too."""
    tree: Tree = {**copy.deepcopy(update), "update_id": update_id}
    for one in damages:
        if one.how not in BYTEWISE:
            _damage_part(tree, one)
    body = json.dumps(tree).encode()
    for one in damages:
        if one.how in BYTEWISE:
            body = _damage_bytes(body, one)
    return body


Act = Callable[[Any, Any, Damage, Tree], None]


def _remove(parent: Json, key: Json, _: Damage, __: Tree) -> None:
    del parent[key]


def _replace(parent: Json, key: Json, damage: Damage, _: Tree) -> None:
    parent[key] = copy.deepcopy(damage.value)


def _rename(parent: Json, key: Json, damage: Damage, _: Tree) -> None:
    if isinstance(parent, dict):
        parent[NAMES[damage.where % len(NAMES)]] = parent.pop(key)


def _add(parent: Json, _: Json, damage: Damage, __: Tree) -> None:
    if isinstance(parent, dict):
        parent[NAMES[damage.where % len(NAMES)]] = copy.deepcopy(damage.value)
    else:
        parent.append(copy.deepcopy(damage.value))


def _wrap(parent: Json, key: Json, damage: Damage, _: Tree) -> None:
    parent[key] = [parent[key]] if damage.where % 2 else {"a": parent[key]}


def _repeat(parent: Json, key: Json, damage: Damage, _: Tree) -> None:
    value = parent[key]
    if isinstance(value, str | list):
        parent[key] = value * (1 + damage.where % 100)


def _graft(parent: Json, key: Json, damage: Damage, tree: Tree) -> None:
    """Put some other part of the update in this place."""
    others = list(_places(tree))
    container, name = others[damage.where // 7 % len(others)]
    parent[key] = copy.deepcopy(container[name])


def _retype(parent: Json, key: Json, _: Damage, __: Tree) -> None:
    value = parent[key]
    parent[key] = len(value) if isinstance(value, str | list | dict) else str(value)


_ACTS: Mapping[How, Act] = {
    How.REMOVE: _remove,
    How.REPLACE: _replace,
    How.RENAME: _rename,
    How.ADD: _add,
    How.WRAP: _wrap,
    How.REPEAT: _repeat,
    How.GRAFT: _graft,
    How.RETYPE: _retype,
}


def _damage_part(tree: Tree, damage: Damage) -> None:
    places = list(_places(tree))
    if places:
        parent, key = places[damage.where % len(places)]
        _ACTS[damage.how](parent, key, damage, tree)


def _places(value: Json) -> Iterator[tuple[Json, Json]]:
    """Yield every place in an update, as what holds it and under which key."""
    if not isinstance(value, dict | list):
        return
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        yield from _places(value[key])


def _damage_bytes(body: bytes, damage: Damage) -> bytes:
    at = damage.where % (len(body) or 1)
    match damage.how:
        case How.CUT:
            return body[:at] + body[at + damage.where % 37 :]
        case How.SWAP:
            return body[:at] + bytes([damage.where % 256]) + body[at + 1 :]
        case _:
            return body[:at] + SCRAPS[damage.where % len(SCRAPS)] + body[at:]


def any_damages(chance: random.Random) -> list[Damage]:
    """Return some damages by chance, for who has no hypothesis."""
    return [
        Damage(how=chance.choice(HOWS), where=chance.randrange(FAR), value=chance.choice(HOSTILE))
        for _ in range(chance.randrange(1, MOST_DAMAGES + 1))
    ]


VALUES = st.sampled_from(HOSTILE) | st.text(max_size=20) | st.integers() | st.floats()
DAMAGES = st.lists(
    st.builds(Damage, how=st.sampled_from(HOWS), where=st.integers(0, FAR), value=VALUES),
    min_size=1,
    max_size=MOST_DAMAGES,
)
