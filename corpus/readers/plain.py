"""Plain text -> raw document: finds the encoding, refuses what is no text, cuts into blocks."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from corpus.errors import UnreadableFileError
from corpus.readers.document import RawDocument
from corpus.readers.limits import (
    LARGEST_CONTROL_SHARE,
    LARGEST_FILE_BYTES,
    LONGEST_WORD,
    MOST_MARKS,
)
from corpus.text import tidy

_KNOWN_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word (DOCX) or other zipped document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"<!doctype html", "a web page (HTML)"),
    (b"<html", "a web page (HTML)"),
)
_BYTE_ORDER_MARKS = (  # the longer first: UTF-32's starts with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WORD = re.compile(r"\S+")
_VIETNAMESE = re.compile(
    r"[\x00-\x7fàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    r"\s“”‘’–—…•·«»°²³½€§©®™×]*",
    re.IGNORECASE,
)


def read_plain(data: bytes) -> RawDocument:
    """Read a text file: every line is a block, except where lines are wrapped at a margin.

    Raises UnreadableFileError for what is empty, too large or no text.
    """
    lines = tidy(decode(data)).split("\n")
    return RawDocument(blocks=tuple(_unwrapped(lines)))


def decode(data: bytes) -> str:
    """Decode text in UTF-8, in UTF-16 or 32 with its mark, or in windows-1258 if surely so.

    Raises UnreadableFileError, which says what the bytes are instead.
    """
    if len(data) > LARGEST_FILE_BYTES:
        raise UnreadableFileError(
            f"the file is larger than {LARGEST_FILE_BYTES // 1_000_000} MB; split it"
        )
    opening = data[:64].lstrip().lower()
    for signature, kind in _KNOWN_FORMATS:
        if opening.startswith(signature.lower()):
            raise UnreadableFileError(f"the file is {kind}; save its text as UTF-8 .txt instead")
    text = _decode_by_mark(data)
    if text is None:
        text = _decode_unmarked(data)
    if not any(map(str.isalnum, text)):
        raise UnreadableFileError("the file is empty; nothing in it can be read")
    has_controls = len(_CONTROLS.findall(text)) > LARGEST_CONTROL_SHARE * len(text)
    if has_controls or _has_no_word(text):
        raise UnreadableFileError("the file holds data, not text; save its text as UTF-8 .txt")
    return text


def _has_no_word(text: str) -> bool:
    """Tell whether something between spaces is too long for a word, or heaped with marks."""
    long = (word[0] for word in _WORD.finditer(text) if word.end() - word.start() > MOST_MARKS)
    return any(len(word) > LONGEST_WORD or _heap_of_marks().search(word) for word in long)


@cache
def _heap_of_marks() -> re.Pattern[str]:
    marks = "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
    return re.compile(f"[{marks}]{{{MOST_MARKS + 1}}}")


def _decode_by_mark(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFileError(
                    f"the file is broken {encoding.upper()} ({error.reason}); save it as UTF-8"
                ) from error
    return None


def _decode_unmarked(data: bytes) -> str:
    if b"\x00" in data:
        raise UnreadableFileError("the file is binary, not text; save its text as UTF-8 .txt")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if text := _decode_windows_1258(data):
            return text
        raise UnreadableFileError(
            f"the file is not in UTF-8 (byte {error.start}); old fonts such as TCVN3 and VNI "
            f"can't be told apart safely, so save it as UTF-8"
        ) from error


def _decode_windows_1258(data: bytes) -> str | None:
    """Decode if all that comes out is Vietnamese: the bytes of TCVN3 or VNI give odd letters."""
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return None
    if _has_no_word(text):
        return None
    text = unicodedata.normalize("NFC", text)
    return text if _VIETNAMESE.fullmatch(text) else None


WIDEST_MARGIN = 130
"""Code points of a line; a file with a longer line is not wrapped at a margin."""

SHORTEST_FULL_LINE = 0.6
"""Share of the longest line below which a line of a wrapped file ends its paragraph."""

_ITEM = re.compile(r"(?:[-–+*•]|\d{1,3}[.)]|[a-zđ][.)])\s")


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """Yield the blocks of `lines`; wrapped lines are joined, as e-mails and PDF texts have them."""
    margin = max(map(len, lines))
    goes_on = sum(1 for line, following in pairwise(lines) if line and following[:1].islower())
    if margin > WIDEST_MARGIN or goes_on < max(3, sum(map(bool, lines)) / 3):
        yield from filter(None, lines)
        return
    block: list[str] = []
    for line in lines:
        if block and (
            not line or _ITEM.match(line) or len(block[-1]) < SHORTEST_FULL_LINE * margin
        ):
            yield " ".join(block)
            block = []
        if line:
            block.append(line)
    if block:
        yield " ".join(block)
