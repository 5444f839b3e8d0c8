"""What people can send from the chat page besides texts: one of each kind, made up here."""

import math
import struct
import zlib

from bot.sandbox.files import image_size
from bot.sandbox.records import (
    Content,
    DocumentContent,
    FormattedText,
    LocationContent,
    PhotoContent,
    PollContent,
    StickerContent,
    StoredFile,
    VoiceContent,
)

_WIDTH, _HEIGHT = 320, 180
_SKY, _LIGHT, _FAR, _NEAR = b"\xcf\xe6\xee", b"\xff\xd2\x6a", b"\x7d\xb8\x98", b"\x2e\x7d\x5b"
_COLUMNS = tuple(
    (int(136 + 15 * math.sin(x / 63)), int(110 + 20 * math.cos(x / 46)), (x - 246) ** 2)
    for x in range(_WIDTH)
)
"""Of each: where the two hills begin, and how far it is from the sun's middle, squared."""


def _row(y: int) -> bytes:
    """Return a row of two hills under the sun."""
    left = 23**2 - (y - 50) ** 2
    return b"".join(
        _NEAR if y > near else _FAR if y > far else _LIGHT if off < left else _SKY
        for near, far, off in _COLUMNS
    )


def _png() -> bytes:
    """Return a landscape."""
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + _row(y) for y in range(_HEIGHT)))
    chunks = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


_PNG = _png()
PICTURE = StoredFile(
    id="sandbox-sample-picture",
    name="anh.png",
    mime_type="image/png",
    content=_PNG,
    size=image_size(_PNG),
)
PAPER = StoredFile(
    id="sandbox-sample-paper",
    name="thu-moi.txt",
    mime_type="text/plain",
    content="Thư mời họp".encode(),
)
FILES = (PICTURE, PAPER)

SAMPLES: dict[str, Content] = {
    "sticker": StickerContent(),
    "voice": VoiceContent(),
    "location": LocationContent(),
    "photo": PhotoContent(file=PICTURE, caption=FormattedText(text="Ảnh buổi họp tổ dân phố")),
    "document": DocumentContent(file=PAPER, caption=FormattedText(text="Thư mời họp")),
    "poll": PollContent(
        question=FormattedText(text="Bà con họp tổ vào buổi nào?"),
        options=(FormattedText(text="Sáng thứ bảy"), FormattedText(text="Tối chủ nhật")),
    ),
}
"""By the field of the page's request that asks for them."""
