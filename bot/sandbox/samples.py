"""What people can send from the chat page besides texts: one of each kind, made up here."""

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

_SIDE = 64
_GREEN = b"\x2e\x7d\x5b"


def _png() -> bytes:
    """Return a green square."""
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + _GREEN * _SIDE) * _SIDE)
    chunks = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


PICTURE = StoredFile(
    id="sandbox-sample-picture",
    name="anh.png",
    mime_type="image/png",
    content=_png(),
    size=image_size(_png()),
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
