"""Which passages are found, in which order, and which never are."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.knowledge import Knowledge
from retrieval.records import Hit
from retrieval.search import admitted, search
from retrieval.understand import understand
from tests.support.made_up import article
from tests.support.shipped_knowledge import shipped_knowledge

CUT_BEFORE_RAISED = "passages are cut to the first k before documents raise them"
NO_MORE_THAN_THE_BEST = "naming a bare number's document adds no more than the best score"
WORDS = st.sampled_from(
    ["dân", "vận", "kheo", "mô hình", "Cần Đước", "Cà Mau", "2019", "2023", "25-NQ/TW", "nq 25"]
)
QUESTIONS = st.lists(WORDS, max_size=6).map(" ".join)


def found(question: str, knowledge: Knowledge, k: int = 30) -> tuple[Hit, ...]:
    return search(understand(question, knowledge), knowledge, k)


def files(question: str, knowledge: Knowledge, k: int = 30) -> list[str]:
    """Return the files of the articles in which passages were found, best first, each once."""
    hits = found(question, knowledge, k)
    return list(dict.fromkeys(knowledge.article_of(hit.passage).source.name for hit in hits))


@given(question=QUESTIONS, k=st.integers(1, 40))
def test_the_best_come_first_and_no_more_than_asked_for(question: str, k: int) -> None:
    hits = found(question, shipped_knowledge(), k)
    scores = [hit.score for hit in hits]

    assert len(hits) <= k
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


@pytest.mark.parametrize(
    "question",
    [
        *(
            "mô hình dân vận khéo",
            "mo hinh o can duoc",
            "25-NQ/TW",
            "nghị định 04",
            "mô hình nghị định 04",
        ),
    ],
)
def test_whoever_asks_for_fewer_gets_the_first(question: str, shipped: Knowledge) -> None:
    firsts = [hit.passage for hit in found(question, shipped)][:1]

    assert [hit.passage for hit in found(question, shipped, 1)] == firsts


@given(question=QUESTIONS)
def test_only_what_is_admitted_is_found(question: str) -> None:
    query = understand(question, shipped_knowledge())
    within = admitted(query, shipped_knowledge())

    hits = search(query, shipped_knowledge())
    numbers = {shipped_knowledge().passages.index(hit.passage) for hit in hits}
    assert within is None or numbers <= within


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("mô hình dân vận khéo ở Cần Đước", "can-duoc-2023.md"),
        ("mo hinh dan van kheo o can duoc", "can-duoc-2023.md"),
        ("thủ tục hành chính ở phường Bắc Hồng Lĩnh", "hong-linh-2018.md"),
        ("bầu cử ở Kiến Tường năm 2021", "kien-tuong-2021.md"),
        ("dân vận năm 2023", "can-duoc-2023.md"),
    ],
)
def test_passages_of_other_places_and_years_are_left_out(
    question: str, source: str, shipped: Knowledge
) -> None:
    assert files(question, shipped) == [source]


def test_a_question_that_names_neither_place_nor_year_may_find_any(shipped: Knowledge) -> None:
    assert admitted(understand("dân vận khéo", shipped), shipped) is None
    assert len(files("dân vận khéo", shipped)) == len(shipped.articles)


@pytest.mark.parametrize("question", ["Cà Mau có mô hình nào", "Cần Đước năm 2019"])
def test_of_a_place_or_year_that_no_article_covers_nothing_is_found(
    question: str, shipped: Knowledge
) -> None:
    assert found(question, shipped) == ()


@pytest.mark.parametrize("question", ["", "…", "bitcoin", "🙂"])
def test_words_that_no_article_says_find_nothing(question: str, shipped: Knowledge) -> None:
    assert found(question, shipped) == ()


@pytest.mark.parametrize(
    ("number", "question"),
    [
        *product(["25-NQ/TW", "25/nq-tw", "Nghị quyết số 25-NQ/TW"], ["{}", "{} tổ tự quản họp"]),
        *product(["nghị quyết 25", "NQ25", "nq 25"], ["{}"]),
        pytest.param(
            *("nq 25", "{} tổ tự quản họp"), marks=pytest.mark.xfail(reason=NO_MORE_THAN_THE_BEST)
        ),
    ],
)
def test_the_document_that_is_asked_for_outranks_all_words(number: str, question: str) -> None:
    knowledge = Knowledge.build(
        [
            article("Xã có 12 tổ tự quản trồng cây xanh, họp một tháng một lần.", name="a.txt"),
            article("Nghị quyết số 43-NQ/TW nói về tổ tự quản trồng cây xanh.", name="b.txt"),
            article("Hội nghị sơ kết Nghị quyết số 25-NQ/TW.", name="c.txt"),
        ]
    )

    assert files(question.format(number), knowledge)[0] == "c.txt"


def test_the_very_number_outranks_one_that_merely_does_not_contradict_it() -> None:
    knowledge = Knowledge.build(
        [
            article("Nghị quyết số 25 về dân vận, dân vận và dân vận.", name="a.txt"),
            article("Hội nghị sơ kết Nghị quyết số 25-NQ/TW.", name="b.txt"),
        ]
    )

    assert files("dân vận 25-NQ/TW", knowledge) == ["b.txt", "a.txt"]
