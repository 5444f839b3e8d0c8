"""What Telegram recognises in any text by itself: commands, mentions, hashtags, links, e-mails.

The patterns are those that TDLib, Telegram's own client library, documents beside its scanners,
but for links without "http://": it knows all top-level domains, here the usual ones will do.
"""

import re
from collections.abc import Iterable, Iterator

from bot.sandbox import utf16
from bot.sandbox.records import Entity

_MENTION = re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w)")
_COMMAND = re.compile(
    r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32}|(?!@))(?![\w/<>])",
)
_HASHTAG = re.compile(r"(?<![\w\u200c·])#(?=\d*[^\W\d])[\w\u200c·]{1,256}(?![\w\u200c·#])")
_EMAIL = re.compile(
    r"(?<![\w.+@-])[a-z0-9_-]{1,35}(?:[.+][a-z0-9_-]{1,35}){0,10}"
    r"@(?:[a-z0-9](?:[a-z0-9_-]{0,28}[a-z0-9])?\.){1,6}[a-z]{2,8}(?![\w@-])",
    re.IGNORECASE,
)
_URL = re.compile(
    r"""(?<![\w@/#.-])
    (?:
        (?:https?|ftp)://[^\s<>"«»/?#:]+\.[^\s<>"«»/?#:]+   # http://127.0.0.1, https://congbao.vn
      | (?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+              # congbao.vn
        (?:com|net|org|gov|edu|info|biz|name|io|me|app|dev|asia|vn|eu|uk|us|fr|jp|cn)\b
    )
    (?::\d{1,5})?
    (?:[/?#][^\s<>"«»]*)?                                   # /van-ban?so=25
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LOOSE_END = ".:;,('?!`"
_PATTERNS = (
    ("mention", _MENTION),
    ("bot_command", _COMMAND),
    ("hashtag", _HASHTAG),
    ("email", _EMAIL),
    ("url", _URL),
)


def recognised(text: str) -> list[Entity]:
    """Return what is recognised in `text`, in order; of two that overlap, the first.

    >>> [(entity.type, entity.offset, entity.length) for entity in recognised("👍 /hoi@bot a")]
    [('bot_command', 3, 8)]
    """
    offsets = utf16.Offsets(text)
    found = sorted(_spans(text), key=lambda span: (span[1], -span[2]))
    entities = []
    taken = 0
    for kind, start, end in found:
        if start >= taken:
            offset = offsets.units(start)
            entities.append(Entity(type=kind, offset=offset, length=offsets.units(end) - offset))
            taken = end
    return entities


def is_addressed(text: str, entities: Iterable[Entity], username: str) -> bool:
    """Tell whether `text` calls the bot: by a command, its name in a command, or a mention.

    A message that starts with a command calls every bot in the chat, unless the command names
    another one.
    """
    offsets = utf16.Offsets(text)
    for entity in entities:
        start, end = offsets.index(entity.offset), offsets.index(entity.end)
        command, _, name = text[start:end].partition("@")
        if entity.type == "bot_command" and not name and entity.offset == 0:
            return True
        calls = entity.type == "bot_command" or (entity.type == "mention" and not command)
        if calls and name.casefold() == username.casefold():
            return True
    return False


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            whole = found[0].rstrip(_LOOSE_END) if kind == "url" else found[0]
            yield kind, found.start(), found.start() + len(whole)
