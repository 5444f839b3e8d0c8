"""The sentences that introduce an article."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Span
from retrieval.introducing import LONGEST, SHORTEST, introducing, introduction
from retrieval.knowledge import Knowledge
from tests.support import made_up
from tests.support.running_bot import shipped_articles, shipped_keeper

TITLE = "Xã Tân An tổng kết phong trào “Dân vận khéo” năm 2023"
LEAD = "Ngày 05/12/2023, xã Tân An tổ chức hội nghị tổng kết phong trào “Dân vận khéo”."
FIGURE = "Năm 2023, xã Tân An có 12 mô hình “Dân vận khéo” được công nhận ở cơ sở."
OTHER = "Bà con trồng thêm ba trăm cây xanh dọc đường liên ấp trong tháng qua."
LEANING = "Qua đó, phong trào “Dân vận khéo” năm 2023 của xã Tân An lan rộng hơn."
HEADING = "Kết quả phong trào “Dân vận khéo” năm 2023 của xã Tân An"
BRIEF = "Xã Tân An năm 2023."
ENDLESS = f"Xã Tân An tổng kết phong trào “Dân vận khéo” năm 2023{' rất hiệu quả' * 40}."


@pytest.mark.parametrize(
    ("sentences", "chosen"),
    [
        ([LEAD, OTHER, FIGURE], [LEAD, FIGURE]),
        ([LEAD, OTHER, LEANING, FIGURE], [LEAD, FIGURE]),
        ([LEAD, LEANING, OTHER], [LEAD, LEANING]),
        ([HEADING, LEAD, OTHER, FIGURE], [LEAD, FIGURE]),
        ([ENDLESS, LEAD, OTHER], [LEAD, OTHER]),
        ([BRIEF, OTHER], [OTHER]),
        ([HEADING], []),
        ([], []),
    ],
    ids=[
        "the lead and what the title says",
        "not one that leans on what is not shown",
        "one that leans on the other",
        "no heading",
        "none without end",
        "none that says too little",
        "none at all",
        "no sentences",
    ],
)
def test_whole_sentences_that_say_what_the_title_says_introduce(
    sentences: Sequence[str], chosen: Sequence[str]
) -> None:
    assert [sentences[number] for number in introducing(TITLE, sentences)] == chosen


@given(st.text(max_size=60), st.lists(st.text(max_size=LONGEST + 9), max_size=8))
def test_whatever_the_text_at_most_two_sentences_are_chosen_in_their_order(
    title: str, sentences: list[str]
) -> None:
    chosen = introducing(title, sentences)
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) <= 2
    assert all(SHORTEST <= len(sentences[number]) <= LONGEST for number in chosen)


def test_every_shipped_article_is_introduced_by_two_sentences_word_for_word() -> None:
    knowledge = shipped_keeper().knowledge
    for article in shipped_articles():
        citations = introduction(article, knowledge)
        assert len(citations) == 2
        for citation in citations:
            assert citation.span.of(article.text) == citation.quote
            assert citation.span in citation.passage.sentences


def test_the_offices_contact_introduces_nothing() -> None:
    contact = "Mọi ý kiến xin gửi về xã Tân An, phong trào “Dân vận khéo” năm 2023."
    text = f"{OTHER}\n{contact}"
    article = made_up.article(OTHER, contact, title=TITLE)
    office = Span(start=len(OTHER) + 1, end=len(text))
    with_contact = replace(article, contact=office)
    cited = introduction(with_contact, Knowledge.build([with_contact]))
    assert [citation.quote for citation in cited] == [OTHER]


def test_an_article_that_is_not_there_is_not_introduced() -> None:
    assert introduction(made_up.article(), Knowledge.build([])) == ()
