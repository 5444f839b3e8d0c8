"""Markdown with front matter -> raw document: the form of the shipped digests."""

import re
from collections.abc import Iterator

import yaml
from pydantic import ValidationError

from corpus.errors import UnreadableFileError
from corpus.readers.document import FrontMatter, RawDocument
from corpus.readers.limits import DEEPEST_FRONT_MATTER, LARGEST_FRONT_MATTER
from corpus.readers.plain import decode
from corpus.text import tidy

LONGEST_REASON = 200
"""Code points of YAML's own words in an error."""

MOST_KEYS_NAMED, LONGEST_KEY = 5, 40
"""Wrong keys that an error names, and code points that it shows of each."""

_FRONT_MATTER = re.compile(
    r"\A\s*---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_OPENS_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n")
_RULE = re.compile(r"[-*_](?: ?[-*_]){2,}")
_HEADING = re.compile(r"\A#{1,6} +")
_ITEM = re.compile(r"\A[-*+•] +")


def read_markdown(data: bytes) -> RawDocument:
    """Read a Markdown file: a block for each paragraph, heading and item of a list.

    Raises UnreadableFileError, for front matter that is not as it should be too.
    """
    text = decode(data)
    head = _FRONT_MATTER.match(text)
    if head is None and _OPENS_FRONT_MATTER.match(text):
        raise UnreadableFileError("the front matter has no end; close it with a line `---`")
    body = text[head.end() :] if head else text
    return RawDocument(
        blocks=tuple(_blocks(tidy(body))),
        front_matter=_front_matter(head["yaml"]) if head else None,
    )


def _front_matter(source: str) -> FrontMatter:
    if len(source) > LARGEST_FRONT_MATTER:
        raise UnreadableFileError(
            f"the front matter is longer than {LARGEST_FRONT_MATTER} characters; shorten it"
        )
    try:
        _refuse_what_unfolds(source)
        return FrontMatter.model_validate(yaml.safe_load(source))
    except ValidationError as error:
        raise UnreadableFileError(f"the front matter is wrong: {_explain(error)}") from error
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())[:LONGEST_REASON]
        raise UnreadableFileError(f"the front matter is no YAML: {reason}; correct it") from error


def _refuse_what_unfolds(source: str) -> None:
    """Refuse aliases, tags and deep nesting before anything is built of them.

    A few lines of aliases, merged, make billions of values; a tag makes any text a date. Front
    matter has need of neither.
    """
    depth = 0
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableFileError("the front matter has an alias (*); write its value out")
        if getattr(event, "tag", None) is not None:
            raise UnreadableFileError("the front matter has a tag (!); put the value in quotes")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_FRONT_MATTER:
            raise UnreadableFileError(
                f"the front matter is nested deeper than {DEEPEST_FRONT_MATTER} levels; flatten it"
            )


def _explain(error: ValidationError) -> str:
    """Name the keys that are wrong and what is expected of each."""
    details = error.errors(include_url=False, include_input=False)
    keys = (tidy(".".join(map(str, detail["loc"])))[:LONGEST_KEY] for detail in details)
    named = [
        f"{key}: {detail['msg']}" if key else detail["msg"]
        for key, detail in zip(keys, details[:MOST_KEYS_NAMED], strict=False)
    ]
    more = len(details) - len(named)
    return "; ".join([*named, f"and {more} more"] if more else named)


def _blocks(text: str) -> Iterator[str]:
    block: list[str] = []
    for line in text.split("\n"):
        starts_block = not line or any(p.match(line) for p in (_RULE, _HEADING, _ITEM))
        if block and starts_block:
            yield " ".join(block)
            block = []
        content = _HEADING.sub("", _ITEM.sub("", line, count=1), count=1)
        if content and not _RULE.fullmatch(line):
            block.append(content)
        if _HEADING.match(line):
            yield from block
            block = []
    if block:
        yield " ".join(block)
