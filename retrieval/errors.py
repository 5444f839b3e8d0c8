"""Errors of retrieval: one class for each thing that a caller can do differently.

RetrievalError
├── MisquotedError      a quote that is not in its article: never send it, rebuild the index
├── BadDatasetError     a dataset or run file that can't be read: say which line, and stop
└── IndexDamagedError   an index on disk that is not whole or not ours: rebuild it from the library
"""


class RetrievalError(Exception):
    """Anything that retrieval refuses; the message says what was given and what to do next."""


class MisquotedError(RetrievalError):
    """A citation whose quote is not the slice of the article that it claims to be."""


class BadDatasetError(RetrievalError):
    """A line of a dataset or question file that is not what it should be."""


REBUILD = "rebuild the index from the library, it holds nothing else"
"""What to do about it, at the end of its message."""


class IndexDamagedError(RetrievalError):
    """Files of an index that are not what was written, or were written by another version."""
