"""Errors of retrieval: one class for each thing that a caller can do differently.

RetrievalError
├── MisquotedError      a quote that is not in its article: never send it, rebuild the index
└── BadDatasetError     a dataset or run file that can't be read: say which line, and stop
"""


class RetrievalError(Exception):
    """Anything that retrieval refuses; the message says what was given and what to do next."""


class MisquotedError(RetrievalError):
    """A citation whose quote is not the slice of the article that it claims to be."""


class BadDatasetError(RetrievalError):
    """A line of a dataset or question file that is not what it should be."""
