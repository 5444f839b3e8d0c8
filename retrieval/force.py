"""Questions about whether, or since when, a document is in force: the register answers them.

No article can: what it says was so when it was written.
"""

import re
from collections.abc import Iterable, Iterator

from corpus.document_codes import kinds
from corpus.records import DocumentNumber
from corpus.register import Register
from corpus.text import strip_diacritics
from retrieval.documents import cards
from retrieval.knowledge import Knowledge
from retrieval.records import (
    Abstention,
    AbstentionReason,
    Citation,
    DocumentCard,
    Query,
    RegisterAnswer,
)

_ASKS_FORCE = re.compile(
    r"""
    \b(?: (?:con|het|co|mat|chua|phat\ssinh|bat\sdau) \s hieu\sluc  # còn hiệu lực không
        | hieu\sluc \s (?:tu|khi|ngay|den|chua|khong|the\snao|ra\ssao|thi\shanh|phap\sly)
        | hieu\sluc \s? \?* \Z                                       # ... hiệu lực?
        | con \s (?:dang\s)? (?:duoc\s)? (?:ap\sdung|su\sdung|dung|thi\shanh|gia\stri)
            (?= .* \b(?:khong|ko|k|hong|chua|nua|ha|a)\b )           # còn áp dụng không
        | (?:bi|duoc|da) \s (?:thay|bai\sbo|huy\sbo) \b (?! \s doi)  # bị thay, bị bãi bỏ
        | thay \s (?:the|bang|boi|cho) \b                            # thay thế bằng gì
        | (?:nao|gi) \s (?:da\s)? thay \b (?! \s doi)                # văn bản nào thay
        | het \s han )
    """,
    re.VERBOSE,
)
_TELLS_FORCE = re.compile(r"\b(?:hieu luc thi hanh|(?:co|het) hieu luc|thay the|bai bo)\b")


def asks_force(question: str) -> bool:
    """Tell whether a question asks if, or since when, a document holds, or what took its place.

    >>> asks_force("Pháp lệnh 34 còn hiệu lực không"), asks_force("nâng cao hiệu lực quản lý")
    (True, False)
    """
    return bool(_ASKS_FORCE.search(_flat(question)))


def force_reply(query: Query, knowledge: Knowledge) -> RegisterAnswer | Abstention | None:
    """Answer a question about the force of documents from the register, or say it does not know.

    None for any other question, where neither the register nor an article has the document, and
    where articles tell of its force themselves: then they answer.
    """
    if not asks_force(query.text):
        return None
    numbers = query.numbers or _called(query.text, knowledge.register)
    found = cards(numbers, knowledge)
    citations = tuple(dict.fromkeys(_sentences(found, knowledge)))
    if any(card.entry and card.entry.tells_force for card in found):
        return RegisterAnswer(query=query, documents=found, citations=citations)
    if not citations or any(_TELLS_FORCE.search(_flat(one.quote)) for one in citations):
        return None
    return Abstention(
        query=query,
        reason=AbstentionReason.FORCE_NOT_KNOWN,
        subject=", ".join(card.label for card in found),
        nearest=citations,
    )


def _called(text: str, register: Register) -> tuple[DocumentNumber, ...]:
    """Return the documents of the register that a question calls by kind and title."""
    flat = _flat(text)
    return tuple(
        entry.number
        for entry in register.entries
        if entry.title and _flat(f"{kinds()[entry.number.kind or ''].name} {entry.title}") in flat
    )


def _sentences(found: Iterable[DocumentCard], knowledge: Knowledge) -> Iterator[Citation]:
    """Yield the sentences in which articles name the documents, one a passage."""
    for card in found:
        for cited, mention in card.mentions:
            sentences = (one for one in cited.passage.sentences if one.covers(mention.span))
            yield knowledge.cite(cited.passage, next(sentences, None))


def _flat(text: str) -> str:
    return strip_diacritics(text).lower()
