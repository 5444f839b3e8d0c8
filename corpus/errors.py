"""Errors of the corpus: one class for each thing that a caller can do differently.

CorpusError
├── UnreadableFileError      one file can't become an article; report it and go on
├── UnknownArticleError      no article has that name or id; show the list
├── UnreadableRegisterError  a register with a row that can't be used; say which, and stop
└── LibraryUnavailableError  the database can't be reached or migrated; stop or try later
"""


class CorpusError(Exception):
    """Anything that the corpus refuses; the message says what was given and what to do next."""


class UnreadableFileError(CorpusError):
    """A file that can't become an article: empty, binary, not text, too large, bad front matter."""


class UnknownArticleError(CorpusError):
    """A name or id that no article of the library has."""


class UnreadableRegisterError(CorpusError):
    """A register of documents that can't be read, or has a row that is not what it should be."""


class LibraryUnavailableError(CorpusError):
    """The database behind the library can't be opened, reached or migrated."""
