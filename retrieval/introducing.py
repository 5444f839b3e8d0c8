"""The sentences of an article that tell best what it is about, word for word."""

import re
from collections.abc import Sequence

from corpus.records import Article
from retrieval.analysis import analyse_question
from retrieval.cut_sentences import cut
from retrieval.knowledge import Knowledge
from retrieval.records import Citation
from retrieval.sentence_ranking import sentence_shares

MOST_SENTENCES = 2
LONGEST = 450
"""Code points; a longer sentence introduces nothing."""
SHORTEST = 40
"""Code points; a shorter one says too little."""
LEANING = 0.5
"""What a sentence is worth that leans on one before it which is not shown."""

_STATEMENT = re.compile(r"[.…!?][”\"’)\]]*$")
_LEANS = re.compile(
    r"""(?:
        (?:Qua|Từ|Do|Theo|Nhờ|Trên\ cơ\ sở|Trong|Bên\ cạnh|Cùng\ với|Song\ song\ với)\ (?:đó|này)
      | Ngoài\ ra|Đồng\ thời|Song\ song|Tuy\ nhiên|Vì\ (?:vậy|thế)|Đặc\ biệt|Cụ\ thể|Như\ vậy
      | Đây\ là|Điều\ (?:đó|này)|Việc\ (?:đó|này)
    )\b""",
    re.VERBOSE,
)


def introduction(article: Article, knowledge: Knowledge) -> tuple[Citation, ...]:
    """Cite the sentences that introduce an article, at most two, in the order of its text.

    None for an article without whole sentences, or one that is not in `knowledge`.
    """
    passages = knowledge.passages_by_article.get(article.id, ())
    sentences = [
        (passage, span)
        for passage in passages
        for span in passage.sentences
        if article.contact is None or not article.contact.covers(span)
    ]
    chosen = introducing(article.title, [span.of(article.text) for _, span in sentences])
    return tuple(knowledge.cite(*sentences[number]) for number in chosen)


def introducing(title: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers, ascending, of the sentences that best say what a text is about; pure.

    They share the title's words (rank-bm25 tells how much that is worth) or stand early: reports
    and news say first what they are about. Fragments and overlong sentences are left out.
    """
    shares = sentence_shares(analyse_question(title), [cut(one).plain for one in sentences])
    worth = {
        number: shares[number] + 1 / (1 + number)
        for number, sentence in enumerate(sentences)
        if SHORTEST <= len(sentence) <= LONGEST and _STATEMENT.search(sentence)
    }
    chosen: list[int] = []
    while worth and len(chosen) < MOST_SENTENCES:
        best = max(worth, key=lambda number: worth[number] * _leaning(sentences, number, chosen))
        chosen.append(best)
        del worth[best]
    return tuple(sorted(chosen))


def _leaning(sentences: Sequence[str], number: int, chosen: Sequence[int]) -> float:
    """Return by how much a sentence counts less because nobody sees what it goes on from."""
    leans = _LEANS.match(sentences[number]) is not None
    return LEANING if leans and number - 1 not in chosen else 1.0
