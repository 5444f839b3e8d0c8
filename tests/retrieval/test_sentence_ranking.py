"""Sentences are held against one another by rank-bm25."""

from retrieval.analysis import analyse_question
from retrieval.cut_sentences import cut
from retrieval.sentence_ranking import sentence_shares

SENTENCES = [
    "Năm 2023 huyện có 76 mô hình dân vận khéo.",
    "Huyện đã kiểm tra thủ tục hành chính.",
    "Mô hình được nhân rộng.",
]


def shares(question: str) -> list[float]:
    return sentence_shares(analyse_question(question), [cut(one).plain for one in SENTENCES])


def test_the_sentence_that_holds_most_has_the_whole_share() -> None:
    found = shares("mô hình dân vận khéo")

    assert found[0] == 1.0
    assert 0.0 < found[2] < 1.0
    assert found[1] == 0.0


def test_lost_diacritics_cost_nothing() -> None:
    assert shares("mo hinh dan van kheo") == shares("mô hình dân vận khéo")


def test_a_question_that_shares_nothing_tells_none_apart() -> None:
    assert shares("giá vàng") == [0.0, 0.0, 0.0]


def test_no_sentences_have_no_shares() -> None:
    assert sentence_shares(analyse_question("dân vận"), []) == []


def test_sentences_without_words_have_none() -> None:
    assert sentence_shares(analyse_question("dân vận"), [(), ()]) == [0.0, 0.0]
