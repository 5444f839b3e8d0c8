"""Files that the bot uploads, in memory, and which of them can be photos."""

import hashlib
import struct

from bot.sandbox.errors import BadRequestError
from bot.sandbox.fields import Upload
from bot.sandbox.records import StoredFile

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_JPEG_SIZE_MARKERS = {0xC0, 0xC1, 0xC2}
MAX_SIDES = 10_000
"""Width and height of a photo together, in pixels."""


class FileStore:
    """Files by id; the same bytes under the same name are one file."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def keep(self, file: StoredFile) -> None:
        """Keep a file under the id that it has."""
        self._files[file.id] = file

    def add(self, upload: Upload) -> StoredFile:
        """Keep an uploaded file."""
        if not upload.content:
            raise BadRequestError("file must be non-empty")
        digest = hashlib.sha256(upload.name.encode() + b"\0" + upload.content).hexdigest()
        file = StoredFile(
            id=f"sandbox{digest[:32]}",
            name=upload.name,
            mime_type=upload.mime_type,
            content=upload.content,
            size=image_size(upload.content),
        )
        return self._files.setdefault(file.id, file)

    def get(self, file_id: str) -> StoredFile:
        """Return a file; BadRequestError for an id that is none, an address among them."""
        if file_id.startswith(("http://", "https://")):
            raise BadRequestError("failed to get HTTP URL content")
        if file_id not in self._files:
            raise BadRequestError("wrong file identifier/HTTP URL specified")
        return self._files[file_id]

    def find(self, file_id: str) -> StoredFile | None:
        """Return a file, None for an id that is none."""
        return self._files.get(file_id)


def picture_type(file: StoredFile) -> str | None:
    """Return the media type of a picture by its bytes, None for any other file."""
    if file.size is None:
        return None
    return "image/png" if file.content.startswith(_PNG) else "image/jpeg"


def photo_size(file: StoredFile) -> tuple[int, int]:
    """Return the size in pixels of a photo; BadRequestError for a file that can't be one."""
    if file.size is None:
        raise BadRequestError("IMAGE_PROCESS_FAILED")
    if sum(file.size) > MAX_SIDES:
        raise BadRequestError("PHOTO_INVALID_DIMENSIONS")
    return file.size


def image_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG, None for anything else."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(_JPEG):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header, which has the size."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _JPEG_SIZE_MARKERS:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
