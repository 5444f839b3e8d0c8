"""Files -> articles in the library; one bad file is a line in the report, never a stopped run."""

import hashlib
import os
import stat
import unicodedata
from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from corpus.boilerplate import drop_chrome
from corpus.errors import UnreadableFileError
from corpus.finding import FoundFile, find_files
from corpus.layout import layout_of
from corpus.library import Library
from corpus.metadata import (
    find_author,
    find_day,
    find_place,
    find_publisher,
    find_title,
    opening_words,
)
from corpus.readers import FrontMatter, read_document
from corpus.readers.limits import LARGEST_FILE_BYTES, LONGEST_VALUE
from corpus.records import (
    Article,
    DigestOf,
    FileOutcome,
    ImportReport,
    Source,
    Span,
)
from corpus.text import is_encodable

Progress = Callable[[int, int, Path], None]
"""Called with how many files are done, of how many, and the one just done."""

Status = FileOutcome.Status


def import_paths(
    paths: Iterable[Path], library: Library, *, progress: Progress | None = None
) -> ImportReport:
    """Import files, folders with all in them, and patterns such as `dir/*.txt`.

    A file with the name and the bytes of one that is in the library changes nothing; other bytes
    replace the article of that name. Raises only LibraryUnavailableError.
    """
    found = find_files(paths)
    known = library.sha256s()
    outcomes: list[FileOutcome] = []
    for done, file in enumerate(found, start=1):
        outcomes.append(_import_file(file, library, known))
        if progress:
            progress(done, len(found), file.path)
    return ImportReport(outcomes=tuple(outcomes))


def _import_file(file: FoundFile, library: Library, known: Mapping[str, str]) -> FileOutcome:
    if file.problem:
        return FileOutcome(path=file.path, status=Status.FAILED, problem=file.problem)
    try:
        data = _read_bytes(file.path)
        source = source_of(file.path, data)
        if known.get(source.name) == source.sha256:
            return FileOutcome(path=file.path, status=Status.UNCHANGED)
        article = make_article(source, data)
    except UnreadableFileError as error:
        return FileOutcome(path=file.path, status=Status.FAILED, problem=str(error))
    library.put(article)
    status = Status.REPLACED if source.name in known else Status.ADDED
    return FileOutcome(path=file.path, status=status, article=article)


def read_article(path: Path) -> Article:
    """Return the article that the file at `path` would be in a library.

    Raises UnreadableFileError, which says what is wrong with the file and what to do.
    """
    data = _read_bytes(path)
    return make_article(source_of(path, data), data)


def _read_bytes(path: Path) -> bytes:
    """Read a file, of one that is too large no more than tells so.

    What it is is asked of the opened file, as a name may lead elsewhere a moment later; a pipe
    that nobody writes to is not waited for.
    """
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadableFileError("this is no file but a pipe, a device or a folder")
            return file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableFileError(
            f"the file can't be opened ({error.strerror}); check that it exists and may be read"
        ) from error


def source_of(path: Path, data: bytes) -> Source:
    """Return what tells this file apart; raises UnreadableFileError for a name that is no text.

    Names are shown and typed: what can't be seen in one, or changes how the rest is seen, is not
    taken.
    """
    name = unicodedata.normalize("NFC", path.name)
    if not is_encodable(name):
        raise UnreadableFileError("the file's name is not in UTF-8; rename it")
    if any(unicodedata.category(character) in ("Cc", "Cf") for character in name):
        raise UnreadableFileError("the file's name has characters that can't be seen; rename it")
    return Source(name=name, sha256=hashlib.sha256(data).hexdigest())


def make_article(source: Source, data: bytes) -> Article:
    """Make the article of a file's bytes; pure. Raises UnreadableFileError."""
    document = read_document(source.name, data)
    if document.front_matter:
        return _stated_article(source, document.blocks, document.front_matter)
    return _found_article(source, document.blocks)


def article_id(name: str) -> str:
    """Return the id of the article of the file called `name`: 8 of a-z, 2-7."""
    return b32encode(hashlib.sha256(name.encode()).digest())[:8].decode().lower()


def _found_article(source: Source, blocks: tuple[str, ...]) -> Article:
    """Make the article of a page as it came: its metadata are found, its chrome is dropped."""
    layout = layout_of(blocks)
    sifted = drop_chrome(blocks, layout)
    if not sifted.text:
        raise UnreadableFileError(
            "the file holds no article, only what a portal puts around one; save the page again"
        )
    text = "\n".join(sifted.kept)
    title = _short(find_title(blocks, layout)) or opening_words(text)
    return Article(
        id=article_id(source.name),
        source=source,
        title=title,
        publisher=_short(find_publisher(blocks, layout)),
        published_on=find_day(blocks, layout),
        author=_short(find_author(blocks, layout)),
        place=find_place(title, text),
        text=text,
        contact=_last_blocks(text, sifted.contact),
    )


def _short(found: str | None) -> str | None:
    """Leave out what is too long to be what it was taken for, and to stand in answers."""
    return found if found and len(found) <= LONGEST_VALUE else None


def _stated_article(source: Source, blocks: tuple[str, ...], stated: FrontMatter) -> Article:
    """Make the article of a file whose front matter says what it is; its text is taken whole."""
    if not blocks:
        raise UnreadableFileError("nothing stands below the front matter; write the text there")
    told = stated.digest_of
    text = "\n".join(blocks)
    return Article(
        id=article_id(source.name),
        source=source,
        title=stated.title,
        publisher=told.publisher if told else stated.publisher,
        published_on=told.published_on if told else stated.published_on,
        author=told.author if told else stated.author,
        place=stated.place,
        kind=stated.kind,
        text=text,
        contact=_last_blocks(text, blocks[-1:] if stated.contact else ()),
        digest_of=DigestOf(**told.model_dump()) if told else None,
    )


def _last_blocks(text: str, blocks: tuple[str, ...]) -> Span | None:
    """Return the span of the `blocks` that stand last in `text`, None if there are none."""
    if not blocks:
        return None
    return Span(start=len(text) - len("\n".join(blocks)), end=len(text))
