"""What holds for every question whatever: nothing breaks, and every quote is verbatim."""

import unicodedata
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retrieval.answering import answer
from retrieval.knowledge import Knowledge
from retrieval.records import Abstention, AbstentionReason, Answer, Citation, Reply
from tests.support.made_up import article
from tests.support.shipped_knowledge import shipped_knowledge

PLACES = ["Cần Đước", "can duoc", "Kiến Tường", "hong linh", "Long An", "Tây Ninh", "Cà Mau"]
WORDS = [
    *("có", "bao nhiêu", "mấy", "ai", "ở đâu", "khi nào", "vì sao", "là gì", "bn", "ko"),
    *("mô hình", "dân vận khéo", "mo hinh", "thủ tục", "cử tri", "uỷ ban", "điện thoại"),
    *("25-NQ/TW", "nq 25", "10-CT/TU", "pháp lệnh 34", "99-NQ/TW", "4 xin 4 luôn", "100%"),
    *("năm 2019", "2021-2026", "2023", "QCDC", "TTHC", "hìhn", "vaajn", "bitcoin"),
    *("?", ".", ",", "“", "\n", "\0", "🙂", "\u202e", "\u200b"),
]
VIETNAMESE = st.lists(st.sampled_from(PLACES + WORDS), max_size=12).map(" ".join)
QUESTIONS = VIETNAMESE | st.text(max_size=80)

HOSTILE = {
    "nul": "\0",
    "nuls among words": "mô\0hình\0dân\0vận",
    "controls": "".join(map(chr, range(32))) + "dân vận",
    "half an emoji": "mô hình \ud83d dân vận",
    "emoji": "🙂👨‍👩‍👧‍👦🇻🇳" * 50,
    "right to left": "\u202eكم عدد النماذج\u202c dân vận",
    "decomposed": unicodedata.normalize("NFD", "Huyện Cần Đước có bao nhiêu mô hình dân vận khéo?"),
    "many marks": "a" + "\u0301" * 500,
    "letters that change their length": "İstanbul ß ŉ ǰ ΐ ﬃ ẞ",
    "unusual digits": "٢٥-NQ/TW Ⅻ ½ ² ①",
    "one long word": "a" * 4000,
    "one long number": "9" * 4000,
    "many zeros": "0" * 4000,
    "many dashes": "25-" * 1300,
    "many slashes": "1/" * 2000,
    "many words": "mô hình dân vận khéo " * 190,
    "many documents": "25-NQ/TW " * 440,
    "many years": "năm 2019 " * 440,
    "many quotes": "“" * 4000,
    "many sentences": "Ai? " * 250,
    "markup": "<b>Cần Đước</b> &amp; [x](y) `' OR 1=1; --",
    "a pattern": r"(.*)*\d+[a-z]{9}$^\\",
}


def citations(reply: Reply) -> tuple[Citation, ...]:
    """Return all that a reply shows of articles."""
    return reply.nearest if isinstance(reply, Abstention) else (*reply.citations, *reply.nearest)


def check(reply: Reply, question: str, knowledge: Knowledge) -> None:
    """Check what no reply may break."""
    assert reply.query.raw == question
    assert 0 <= reply.confidence <= 1
    for citation in citations(reply):
        source = citation.article
        assert source in knowledge.articles
        assert source.text[citation.span.start : citation.span.end] == citation.quote != ""
        assert citation.passage.article_id == source.id
        assert citation.passage.span.covers(citation.span)
    if isinstance(reply, Answer):
        assert reply.citations
        assert reply.query.text


@cache
def odd_knowledge() -> Knowledge:
    """Return what articles say that hold what no editor would print."""
    return Knowledge.build(
        [
            article("Dân vận " * 400, name="a.txt", title="", place=None, published_on=None),
            article("…\n🙂🙂\n- \n1.", name="b.txt", title="🙂", place="nơi nào đó"),
            article("25-NQ/TW 25-NQ/TW 34/2007. İstanbul ß", "Năm 2019, 2020.", name="c.txt"),
            article("", name="d.txt"),
        ]
    )


@given(QUESTIONS)
@example("")
@example(" \n")
def test_every_quote_is_verbatim_and_in_its_passage(question: str) -> None:
    check(answer(question, shipped_knowledge()), question, shipped_knowledge())


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_question_does_harm(question: str, shipped: Knowledge) -> None:
    check(answer(question, shipped), question, shipped)


@given(QUESTIONS)
@settings(max_examples=50)
def test_no_question_does_harm_in_odd_articles(question: str) -> None:
    check(answer(question, odd_knowledge()), question, odd_knowledge())


@given(VIETNAMESE)
@settings(max_examples=50)
def test_the_same_question_gets_the_same_reply(question: str) -> None:
    assert answer(question, shipped_knowledge()) == answer(question, shipped_knowledge())


@given(VIETNAMESE)
@settings(max_examples=50)
def test_a_decomposed_question_gets_the_same_quotes(question: str) -> None:
    composed = answer(question, shipped_knowledge())
    decomposed = answer(unicodedata.normalize("NFD", question), shipped_knowledge())

    assert [one.quote for one in citations(decomposed)] == [
        one.quote for one in citations(composed)
    ]
    assert decomposed.confidence == composed.confidence


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
@settings(max_examples=50)
def test_whatever_is_asked_of_a_place_that_no_article_covers_is_declined(question: str) -> None:
    reply = answer(f"Tỉnh Sóc Trăng {question}", shipped_knowledge())

    assert isinstance(reply, Abstention)


@given(st.text(max_size=40))
@settings(max_examples=50)
def test_an_empty_corpus_answers_nothing(question: str) -> None:
    reply = answer(question, Knowledge.build([]))

    assert isinstance(reply, Abstention)
    assert reply.reason in {AbstentionReason.EMPTY_CORPUS, AbstentionReason.EMPTY_QUESTION}


def test_another_view_of_the_same_articles_replies_alike(shipped: Knowledge) -> None:
    again = Knowledge.build(shipped.articles)

    for question in ("can duoc co may mo hinh", "nq25", "Cà Mau", "giá vàng", "fax Kiến Tường"):
        assert answer(question, again) == answer(question, shipped)
