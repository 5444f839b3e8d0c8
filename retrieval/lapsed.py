"""What an answer rests on that the register says has an end, so that its reader is told."""

from collections.abc import Iterable

from corpus.register import RegisterEntry
from retrieval.knowledge import Knowledge
from retrieval.records import Citation


def lapsed(citations: Iterable[Citation], knowledge: Knowledge) -> tuple[RegisterEntry, ...]:
    """Return the entries, each once, of the documents named in the cited passages that have an end.

    A number that may be another document's says nothing. Whether the day has come is for whoever
    shows it.
    """
    passages = {citation.passage.id: citation.passage for citation in citations}
    entries = (
        knowledge.register.entry_of(number)
        for passage in passages.values()
        for number in knowledge.documents_of(passage)
    )
    return tuple(dict.fromkeys(entry for entry in entries if entry and entry.ended_on))
