"""Whether a sentence holds what a question wants to be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers import find_mentions
from retrieval.expected import share
from retrieval.function_words import content_runs
from retrieval.questions import kind_of
from retrieval.records import Query, QuestionKind
from tests.support.cases import read_cases

CASES = read_cases("expected_share.tsv")
QUESTIONS = [question for question, *_ in CASES]
SENTENCES = st.text(max_size=80) | st.lists(
    st.sampled_from(
        [
            *("25-NQ/TW", "ngày 3/6/2013", "76", "1,5%", "Phạm Văn Cành", "“Tự quản”", ",", "xã"),
            *("Bí thư", "điện thoại", "(0272) 3841981", "fax", "a@b.vn", "để", "Nghị quyết", "về"),
        ]
    )
).map(" ".join)


def query(question: str) -> Query:
    """Read what is wanted of a question, and no more."""
    numbers = tuple(mention.number for mention in find_mentions(question))
    content = tuple(tuple(token.form for token in run) for run in content_runs(question))
    return Query(
        raw=question, text=question, kind=kind_of(question), numbers=numbers, content=content
    )


@pytest.mark.parametrize(("question", "holds", "lacks"), CASES)
def test_a_sentence_that_holds_what_is_asked_for_counts_more(
    question: str, holds: str, lacks: str
) -> None:
    assert share(holds, query(question)) > share(lacks, query(question))


@given(question=st.sampled_from(QUESTIONS), sentence=SENTENCES)
def test_what_a_sentence_holds_is_a_share(question: str, sentence: str) -> None:
    assert 0 <= share(sentence, query(question)) <= 1


@given(sentence=SENTENCES.filter(lambda sentence: not sentence.endswith(":")))
def test_a_question_of_no_kind_takes_any_sentence_whole(sentence: str) -> None:
    assert share(sentence, query("dân vận khéo")) == 1


def test_a_sentence_that_only_leads_to_a_list_counts_less() -> None:
    asked = query("tuyên truyền bầu cử")

    assert share("Tuyên truyền bầu cử đa dạng:", asked) < share("Tuyên truyền đa dạng.", asked)


def test_a_sentence_that_leads_to_a_list_answers_who_asks_for_one() -> None:
    asked = query("Kể tên các hình thức")

    assert share("Các hình thức gồm:", asked) == 1


def test_what_half_of_the_year_an_article_is_about_counts_for_its_sentences() -> None:
    asked, title = query("6 tháng cuối năm 2021 có mấy cuộc"), "Dân vận 6 tháng đầu năm 2021"

    assert share("Có 24 cuộc.", asked, title=title) < share("Có 24 cuộc.", asked)


def test_the_name_before_a_position_is_the_one_who_holds_it() -> None:
    asked = query("Trưởng ban Dân vận là ai?")

    held = share("Trưởng ban Dân vận Thị ủy", asked, before="HOÀNG VĂN TÁM")
    assert held > share("Trưởng ban Dân vận Thị ủy", asked, before="Ông Hoàng Văn Tám đến.")


@pytest.mark.parametrize("kind", QuestionKind)
@pytest.mark.parametrize("text", ["", "25-NQ/TW", "ai bao nhiêu"])
def test_every_kind_of_question_can_be_judged(kind: QuestionKind, text: str) -> None:
    assert 0 <= share("Ngày 3/6/2013.", Query(raw=text, text=text, kind=kind)) <= 1
