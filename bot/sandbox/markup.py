"""Telegram's HTML: tags and escapes -> plain text and entities.

The wordings of the errors are Telegram's own, after "Bad Request: can't parse entities: ";
offsets in them count bytes of the text as it was sent, those of entities UTF-16 code units.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.sandbox import utf16
from bot.sandbox.errors import BadRequestError
from bot.sandbox.links import checked_link, linked_user
from bot.sandbox.records import Entity, User

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
_TAGS = {*_STYLES, "a", "tg-emoji", "blockquote"}

_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPE = re.compile(r"&(?:#x([0-9a-f]{1,8})|#([0-9]{1,8})|([a-z]+));?", re.IGNORECASE)
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"""[^\s=>/"']*""")
_NAME_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
_SPACES = re.compile(r"\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class _OpenTag:
    name: str
    attributes: Mapping[str, str]
    offset: int
    """UTF-16 code units of plain text before it."""
    start: int
    """Pieces of plain text before it."""


@dataclass(kw_only=True, slots=True)
class _Parser:
    source: str
    people: Mapping[int, User]
    position: int = 0
    pieces: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_OpenTag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.source):
            if self.source.startswith("</", self.position):
                self._end_tag()
            elif self.source[self.position] == "<":
                self._start_tag()
            else:
                self._text()
        if self.open:
            tag = self.open[-1].name
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return "".join(self.pieces), self.entities

    def _text(self) -> None:
        """Take the text up to the next tag."""
        end = self.source.find("<", self.position)
        end = len(self.source) if end < 0 else end
        text = unescape(self.source[self.position : end])
        self.pieces.append(text)
        self.units += utf16.length(text)
        self.position = end

    def _start_tag(self) -> None:
        begin = self.position
        self.position += 1
        name = self._take(_TAG_NAME).lower()
        if self._at_end():
            raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if name not in _TAGS:
            where = self._bytes(begin)
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {where}')
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = self._bytes(begin)
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        tag = _OpenTag(name=name, attributes=attributes, offset=self.units, start=len(self.pieces))
        self.open.append(tag)

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        """Take the attributes up to the ">" that closes the tag, and that too."""
        found: dict[str, str] = {}
        while True:
            self._take(_SPACES)
            if self.source.startswith(">", self.position):
                self.position += 1
                return found
            name = self._take(_ATTRIBUTE_NAME)
            where = self._bytes(begin)
            if not name and not self._at_end():
                raise _unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            self._take(_SPACES)
            found[name] = ""
            if self.source.startswith("=", self.position):
                self.position += 1
                self._take(_SPACES)
                found[name] = self._attribute_value()
            if self._at_end():
                raise _unparsable(f'Unclosed start tag "{tag}" at byte offset {where}')

    def _attribute_value(self) -> str:
        quote = self.source[self.position : self.position + 1]
        if quote not in {'"', "'"}:
            begin = self.position
            token = self._take(_NAME_TOKEN).lower()
            if not self._at_end() and not re.match(r"[\s>]", self.source[self.position]):
                where = self._bytes(begin)
                raise _unparsable(f"Unexpected end of name token at byte offset {where}")
            return token
        begin = self.position + 1
        end = self.source.find(quote, begin)
        self.position = len(self.source) if end < 0 else end + 1
        return unescape(self.source[begin : len(self.source) if end < 0 else end])

    def _end_tag(self) -> None:
        begin = self.position
        where = self._bytes(begin)
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {where}")
        self.position += 2
        name = self._take(_TAG_NAME).lower()
        self._take(_SPACES)
        if not self.source.startswith(">", self.position):
            raise _unparsable(f"Unclosed end tag at byte offset {where}")
        self.position += 1
        tag = self.open.pop()
        if name not in {"", tag.name}:
            raise _unparsable(
                f"Unmatched end tag at byte offset {where}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self.units > tag.offset:
            self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        """Note the entity of a tag that has some text in it."""
        entity = self._entity(tag)
        twin = self.entities[-1] if self.entities else None
        if entity is None:
            return
        if twin and {entity.type, twin.type} == {"code", "pre"} and _alike(entity, twin):
            # <pre><code class="language-x"> and the other way round are one block of code.
            language = entity.language or twin.language
            if language:
                self.entities[-1] = Entity(
                    type="pre", offset=entity.offset, length=entity.length, language=language
                )
                return
        self.entities.append(entity)

    def _entity(self, tag: _OpenTag) -> Entity | None:
        entity = partial(Entity, offset=tag.offset, length=self.units - tag.offset)
        match tag.name:
            case "a":
                return self._link(tag)
            case "blockquote":
                expandable = "expandable" in tag.attributes
                kind = "expandable_blockquote" if expandable else "blockquote"
                return entity(type=kind)
            case "tg-emoji":
                emoji = tag.attributes.get("emoji-id", "")
                if not emoji.isdecimal() or not int(emoji):
                    raise _unparsable("Invalid custom emoji identifier specified")
                return entity(type="custom_emoji", custom_emoji_id=emoji)
            case "code":
                return entity(type="code", language=_language(tag))
            case _:
                return entity(type=_STYLES[tag.name])

    def _link(self, tag: _OpenTag) -> Entity | None:
        """Return a link to a page or to a person; a bad address leaves just its text."""
        entity = partial(Entity, offset=tag.offset, length=self.units - tag.offset)
        link = tag.attributes.get("href") or "".join(self.pieces[tag.start :])
        user_id = linked_user(link)
        if user_id is not None:
            user = self.people.get(user_id)
            return entity(type="text_mention", user=user) if user else None
        url = checked_link(link)
        return entity(type="text_link", url=url) if url else None

    def _take(self, pattern: re.Pattern[str]) -> str:
        """Take what `pattern` matches here, be it nothing."""
        found = pattern.match(self.source, self.position)
        taken = found[0] if found else ""
        self.position += len(taken)
        return taken

    def _at_end(self) -> bool:
        return self.position >= len(self.source)

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def parse_html(source: str, people: Mapping[int, User]) -> tuple[str, list[Entity]]:
    """Return the plain text of Telegram's HTML and its entities, in the order of their end tags.

    `people` are those that a `tg://user?id=` link can mention. Raises BadRequestError with
    Telegram's description of what is wrong.

    >>> parse_html("<b>a &lt; b</b>", {})
    ('a < b', [Entity(type='bold', offset=0, length=5, url=None, language=None, user=None, \
custom_emoji_id=None)])
    """
    text, entities = _Parser(source=source, people=people).parse()
    return text, [_without_stray_language(entity) for entity in entities]


def unescape(text: str) -> str:
    """Replace the four named characters and the numbered ones; others stay as they are."""
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    hexadecimal, decimal, name = escape.groups()
    if name:
        return _CHARACTERS.get(name, escape[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= code <= 0xDFFF:
        raise _unparsable(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code < 0x10FFFF else escape[0]


def _language(tag: _OpenTag) -> str | None:
    """Return the language of <code class="language-…">."""
    css_class = tag.attributes.get("class", "")
    return css_class.removeprefix("language-") if css_class.startswith("language-") else None


def _alike(one: Entity, other: Entity) -> bool:
    return (one.offset, one.length) == (other.offset, other.length)


def _without_stray_language(entity: Entity) -> Entity:
    """Only blocks have a language."""
    if entity.type == "code" and entity.language:
        return Entity(type="code", offset=entity.offset, length=entity.length)
    return entity


def _unparsable(reason: str) -> BadRequestError:
    return BadRequestError(f"can't parse entities: {reason}")
