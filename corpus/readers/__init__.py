"""Bytes -> raw document, one module for each format."""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from corpus.errors import UnreadableFileError
from corpus.readers.document import FrontMatter, RawDocument
from corpus.readers.limits import MOST_BLOCKS
from corpus.readers.markdown import read_markdown
from corpus.readers.plain import read_plain

__all__ = ["READERS", "FrontMatter", "RawDocument", "read_document"]

READERS: Mapping[str, Callable[[bytes], RawDocument]] = MappingProxyType(
    {".txt": read_plain, ".md": read_markdown}
)
"""The readers by lower-case extension: these are the files that an import takes from a folder."""


def read_document(name: str, data: bytes) -> RawDocument:
    """Read the bytes of the file called `name`; an unknown extension is read as plain text.

    Raises UnreadableFileError.
    """
    document = READERS.get(PurePath(name).suffix.lower(), read_plain)(data)
    if len(document.blocks) > MOST_BLOCKS:
        raise UnreadableFileError(
            f"the file has more than {MOST_BLOCKS} paragraphs and lines; split it"
        )
    return document
