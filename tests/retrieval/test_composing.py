"""What an answer is made of: one sentence, some that belong together, a list, several sources."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import passages_of
from corpus.records import Article
from retrieval.answering import answer
from retrieval.composing import MOST_SOURCES, same_words, sources_that_stand, wants_list
from retrieval.knowledge import Knowledge
from retrieval.records import Answer
from retrieval.understand import understand
from tests.support.cases import read_cases
from tests.support.made_up import article

FORMS = (
    "Hình thức tuyên truyền ở xã gồm:",
    "- loa truyền thanh của xã và các ấp",
    "- tờ rơi phát tận nhà",
    "- tin nhắn cho từng hộ",
    "Người dân đồng tình với cách làm này.",
)
BLOOMING = "Xã Tân An có mô hình “Đường hoa” ở ấp Một. Người dân chăm hoa mỗi tuần."
LIGHTING = "Xã Tân An có mô hình “Thắp sáng đường quê” ở ấp Hai. Đèn sáng cả đêm."
WELL_KEPT = "Phường Hòa Bình nhân rộng mô hình “Đường hoa”. Phường trồng hoa dọc kênh."


def of_place(place: str, *paragraphs: str) -> Article:
    """Return an article about a place."""
    name = f"{place.rsplit(maxsplit=1)[-1].lower()}-{len(place)}.txt"
    return article(*paragraphs, name=name, title=f"Dân vận ở {place}", place=place)


def told(question: str, articles: Sequence[Article]) -> tuple[str, ...]:
    """Return the sentences that answer a question."""
    reply = answer(question, Knowledge.build(articles))
    assert isinstance(reply, Answer)
    return reply.sentences


@pytest.mark.parametrize(("sureness", "cited", "_why"), read_cases("sources.tsv"))
def test_a_source_is_cited_that_is_nearly_as_sure_as_the_best(
    sureness: str, cited: str, _why: str
) -> None:
    assert sources_that_stand([float(sure) for sure in sureness.split()], 0.45) == int(cited)


@given(st.lists(st.floats(0, 1), min_size=1), st.floats(0, 1))
def test_one_source_is_cited_at_least_and_never_more_than_may_be(
    sureness: list[float], least: float
) -> None:
    cited = sources_that_stand(sureness, least)

    assert 1 <= cited <= min(len(sureness), MOST_SOURCES)
    assert all(sure >= least for sure in sureness[1:cited])


@pytest.mark.parametrize(
    "question",
    [
        "Kể tên các mô hình",
        "Xã có những mô hình nào",
        "Những ai phát biểu",
        "Tài liệu gồm gì",
        "các mô hình ở Cần Đước",
    ],
)
def test_a_list_is_wanted_where_several_things_are_asked_for(
    question: str, shipped: Knowledge
) -> None:
    assert wants_list(understand(question, shipped))


@pytest.mark.parametrize(
    "question",
    [
        "Mô hình nào hay nhất",
        "Các cuộc vận động mang lại tác dụng rất lớn gì cho đời sống",
        "Mình nhớ có những gì đó. Ai phát biểu?",
    ],
)
def test_no_list_is_wanted_where_one_thing_is(question: str, shipped: Knowledge) -> None:
    assert not wants_list(understand(question, shipped))


def test_the_items_that_a_sentence_leads_to_come_with_it() -> None:
    sentences = told("xã tuyên truyền bằng những hình thức nào", [of_place("xã Tân An", *FORMS)])

    assert sentences == FORMS[:-1]


def test_the_items_are_quoted_from_the_passages_that_they_stand_in() -> None:
    source = of_place("xã Tân An", *FORMS)
    reply = answer("xã tuyên truyền bằng những hình thức nào", Knowledge.build([source]))

    assert isinstance(reply, Answer)
    assert all(citation.passage in passages_of(source) for citation in reply.citations)


def test_the_names_in_an_article_are_gathered_in_its_order() -> None:
    source = of_place("xã Tân An", LIGHTING, BLOOMING)

    assert told("xã Tân An có những mô hình nào", [source]) == (
        LIGHTING.partition(". ")[0] + ".",
        BLOOMING.partition(". ")[0] + ".",
    )


def test_places_that_answer_alike_are_cited_side_by_side() -> None:
    articles = [of_place("xã Tân An", BLOOMING), of_place("phường Hòa Bình", WELL_KEPT)]
    reply = answer("ở đâu có mô hình đường hoa", Knowledge.build(articles))

    assert isinstance(reply, Answer)
    assert {citation.article.place for citation in reply.citations} == {
        "xã Tân An",
        "phường Hòa Bình",
    }


def test_what_is_asked_of_one_place_is_answered_by_one_source() -> None:
    articles = [
        of_place("xã Tân An", "Xã Tân An có 12 mô hình.", BLOOMING),
        of_place("xã Tân An ", "Xã Tân An có 12 mô hình hay.", LIGHTING),
    ]
    reply = answer("xã Tân An có mấy mô hình", Knowledge.build(articles))

    assert isinstance(reply, Answer)
    assert len({citation.article.id for citation in reply.citations}) == 1


def test_who_says_the_same_in_the_same_words_is_cited_once() -> None:
    assert same_words("Địa chỉ: Số 5", "địa chỉ: số 5")
    assert not same_words("Địa chỉ: Số 5", "Địa chỉ: Số 6")


def test_the_name_above_a_position_comes_with_it() -> None:
    signed = of_place("xã Tân An", BLOOMING, "HOÀNG VĂN TÁM", "Bí thư Đảng ủy xã Tân An")

    assert told("Bí thư Đảng ủy xã Tân An là ai", [signed]) == (
        "HOÀNG VĂN TÁM",
        "Bí thư Đảng ủy xã Tân An",
    )


def test_each_sort_of_contact_that_is_asked_for_is_told() -> None:
    office = of_place(
        "xã Tân An",
        "Điện thoại của UBND xã là (0272) 3841000. Email của UBND xã là xa@example.gov.vn.",
    )

    assert len(told("email và số điện thoại UBND xã Tân An", [office])) == 2
    assert len(told("số điện thoại UBND xã Tân An", [office])) == 1


def test_of_two_figures_that_may_be_meant_neither_is_highlighted() -> None:
    counted = of_place("xã Tân An", "Xã bầu được 30/30 đại biểu. Ấp bầu được 18/19 đại biểu.")
    reply = answer("xã Tân An bầu được bao nhiêu đại biểu", Knowledge.build([counted]))

    assert isinstance(reply, Answer)
    assert len(reply.citations) == 2
    assert all(citation.highlight is None for citation in reply.citations)
