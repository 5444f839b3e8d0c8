"""Errors of retrieval: one class for each thing that a caller can do differently.

RetrievalError
├── MisquotedError          a quote that is not in its article: never send it, rebuild the index
├── BadDatasetError         a dataset or run file that can't be read: say which line, and stop
├── IndexDamagedError       an index that is not whole or not ours: rebuild it from the library
└── EngineUnavailableError  an engine on another machine can't be used: ask another, try later
    └── OtherStateError     it can, but has other passages than the library: expected for a while
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
    """An index that is not what was written, is gone, or was written by another version."""


class EngineUnavailableError(RetrievalError):
    """A server behind an engine that can't be reached, or that fails whatever it is asked."""


class OtherStateError(EngineUnavailableError):
    """An engine that has passages of another state of the library, as another process sees it."""
