"""How much a file may hold: what is beyond is refused with its reason, and never cut short.

Formats that unpack (PDF, Word, archives) have no reader, so that nothing is ever decompressed.
"""

LARGEST_FILE_BYTES = 5_000_000
"""A book has about 1 MB; a larger file is no article. No more is ever read, however much comes."""

MOST_BLOCKS = 20_000
"""Paragraphs, headings and lines; a code of laws has a few thousand."""

LONGEST_WORD = 2_000
"""Code points without a space; more is encoded data (the longest web addresses stay below)."""

MOST_MARKS = 30
"""Combining marks on one letter, as in Unicode's stream-safe format: Vietnamese has two, and
to normalize takes time by the square of their number."""

LARGEST_CONTROL_SHARE = 0.01
"""Share of control characters above which what decodes is still no text."""

LARGEST_FRONT_MATTER = 20_000
"""Code points; more is no front matter, and YAML would take long over it."""

DEEPEST_FRONT_MATTER = 4
"""Levels of lists and mappings in each other; two are needed."""

LONGEST_VALUE = 500
"""Code points of a title, a name or a place that front matter states: each stands in answers."""
