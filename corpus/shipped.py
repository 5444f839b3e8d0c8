"""Loads the digests that come with the program into a library, each once."""

from collections.abc import Mapping
from pathlib import Path

from corpus.ingest import make_article, source_of
from corpus.library import Library
from corpus.records import Article, Source

SHIPPED_FOLDER = Path(__file__).parent / "articles"


def load_shipped(library: Library, folder: Path = SHIPPED_FOLDER) -> tuple[Article, ...]:
    """Put the shipped digests that are new or were changed into `library`, and return them.

    What an operator removed, or replaced by a file of the same name, stays so.
    """
    present, loaded_before = library.sha256s(), library.shipped_sha256s()
    loaded: list[Article] = []
    for path in sorted(folder.glob("*.md")):
        data = path.read_bytes()
        source = source_of(path, data)
        if loaded_before.get(source.name) == source.sha256:
            continue
        if _is_free(source, present, loaded_before):
            article = make_article(source, data)
            library.put(article)
            loaded.append(article)
        library.note_shipped(source)
    return tuple(loaded)


def _is_free(source: Source, present: Mapping[str, str], loaded: Mapping[str, str]) -> bool:
    """Tell whether a shipped file may be put: nobody removed or replaced what was put before."""
    return present.get(source.name) == loaded.get(source.name)
