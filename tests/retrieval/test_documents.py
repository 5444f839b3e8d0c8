"""The card of a legal document: what the corpus says of it, and where its sources disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article
from retrieval.documents import lookup, mentions_of, near
from retrieval.knowledge import Knowledge
from retrieval.records import DocumentCard, StatedWords
from tests.support.cases import read_cases
from tests.support.made_up import article
from tests.support.shipped_knowledge import shipped_knowledge

CASES = [("", "", ""), *read_cases("lookups.tsv")]


def labels(cards: tuple[DocumentCard, ...]) -> str:
    return "; ".join(card.label for card in cards)


def card(typed: str, knowledge: Knowledge) -> DocumentCard:
    [found] = lookup(typed, knowledge)
    return found


def stated(found: DocumentCard) -> dict[str, list[str]]:
    """Return the days of a card, each with the files that state it."""
    return {
        one.day.isoformat(): [citation.article.source.name for citation in one.citations]
        for one in found.dates
    }


def telling(*texts: str) -> Knowledge:
    """Return what so many articles of one passage say."""
    articles: list[Article] = [article(text, name=f"{n}.txt") for n, text in enumerate(texts)]
    return Knowledge.build(articles)


@pytest.mark.parametrize(("typed", "found", "meant"), CASES)
def test_a_typed_number_finds_its_documents(
    typed: str, found: str, meant: str, shipped: Knowledge
) -> None:
    assert labels(lookup(typed, shipped)) == found


@pytest.mark.parametrize(("typed", "found", "meant"), CASES)
def test_a_near_miss_is_offered_only_for_what_is_not_found(
    typed: str, found: str, meant: str, shipped: Knowledge
) -> None:
    assert labels(near(typed, shipped)) == meant


def test_a_number_that_may_be_several_documents_finds_them_all(shipped: Knowledge) -> None:
    assert {found.label for found in lookup("04", shipped)} == {
        "Nghị định số 04/2015/NĐ-CP",
        "Nghị quyết Trung ương 4 (khóa XII)",
    }


def test_the_very_number_comes_before_what_it_may_mean_too() -> None:
    knowledge = telling("Theo Nghị quyết số 25-NQ/TW.", "Theo Nghị quyết số 25-NQ/TU.")

    assert labels(lookup("25-NQ/TU", knowledge)) == "Nghị quyết số 25-NQ/TU"
    assert len(lookup("nghị quyết 25", knowledge)) == 2


def test_a_short_number_makes_no_document_of_another_issuer() -> None:
    knowledge = telling("Theo Nghị quyết số 25-NQ/TW.", "Theo Nghị quyết 25.")

    assert len(lookup("nghị quyết 25", knowledge)) == 1
    assert lookup("25-NQ/CP", knowledge) == ()


def test_sources_that_disagree_on_the_day_are_both_shown(shipped: Knowledge) -> None:
    resolution = card("25-NQ/TW", shipped)

    assert resolution.disputed
    assert stated(resolution) == {
        "2013-06-03": ["kien-tuong-2019.md"],
        "2013-06-13": ["binh-duong-2018.md"],
    }


def test_sources_that_agree_on_the_day_stand_together(shipped: Knowledge) -> None:
    decree = card("04/2015/NĐ-CP", shipped)

    assert not decree.disputed
    assert stated(decree) == {"2015-01-09": ["hong-linh-2018.md", "kien-tuong-2021.md"]}


def test_two_spellings_of_one_number_are_one_document(shipped: Knowledge) -> None:
    ordinance = card("34/2007/PL-UBTVQH11", shipped)

    sources = [citation.article.source.name for citation, _ in ordinance.mentions]
    assert sources == ["hong-linh-2018.md", "kien-tuong-2021.md"]
    assert stated(ordinance) == {"2007-04-20": ["hong-linh-2018.md"]}


def test_the_day_that_most_sources_state_comes_first() -> None:
    knowledge = telling(
        "Theo Nghị quyết số 25-NQ/TW ngày 3/6/2013.",
        "Theo Nghị quyết số 25-NQ/TW ngày 13/6/2013.",
        "Nghị quyết số 25-NQ/TW ngày 13/6/2013 được quán triệt.",
    )

    assert list(stated(card("25-NQ/TW", knowledge))) == ["2013-06-13", "2013-06-03"]


def test_an_article_states_a_day_once_however_often_it_says_so() -> None:
    knowledge = telling("Nghị quyết số 25-NQ/TW ngày 3/6/2013. Lại Nghị quyết 25 ngày 3/6/2013.")

    assert stated(card("25-NQ/TW", knowledge)) == {"2013-06-03": ["0.txt"]}


def test_a_passage_is_listed_once_however_often_it_names_the_document() -> None:
    knowledge = telling("Nghị quyết số 25-NQ/TW. Lại Nghị quyết số 25-NQ/TW.", "Nghị quyết 25.")

    assert [
        citation.article.source.name for citation, _ in card("25-NQ/TW", knowledge).mentions
    ] == ["0.txt", "1.txt"]


def test_a_card_is_labelled_by_the_fullest_number_of_its_sources() -> None:
    knowledge = telling("Theo Nghị quyết 25.", "Theo Nghị quyết số 25-NQ/TW.")

    assert card("nq 25", knowledge).label == "Nghị quyết số 25-NQ/TW"


def test_every_mention_stands_in_the_passage_that_is_cited_for_it(shipped: Knowledge) -> None:
    for mention in mentions_of("25-NQ/TW 34/2007 nghị định 04 120-KL/TW"):
        for found in lookup(mention.span.of("25-NQ/TW 34/2007 nghị định 04 120-KL/TW"), shipped):
            for citation, named in found.mentions:
                assert citation.span.covers(named.span)
                assert named.number.ordinal in named.span.of(citation.article.text)


@pytest.mark.parametrize("typed", ["25", "120", "145", "34", "10", "31", "05", "04"])
def test_a_card_is_found_again_by_its_label(typed: str, shipped: Knowledge) -> None:
    for found in lookup(typed, shipped):
        assert lookup(found.label, shipped)[0] == found


@given(
    st.text(max_size=40)
    | st.from_regex(r"(nq|NĐ|ct )?[0-9]{1,4}[-/][A-ZĐa-z]{0,4}", fullmatch=True)
)
def test_whatever_is_typed_is_looked_up_without_trouble(typed: str) -> None:
    for found in (*lookup(typed, shipped_knowledge()), *near(typed, shipped_knowledge())):
        assert found.mentions or found.entry


def test_an_empty_corpus_knows_no_document() -> None:
    assert lookup("25-NQ/TW", Knowledge.build([])) == near("25-NQ/TW", Knowledge.build([])) == ()


def told(stated_words: tuple[StatedWords, ...]) -> list[tuple[str, list[str]]]:
    """Return words of a card, each with the files that have them."""
    return [
        (one.words, [citation.article.source.name for citation in one.citations])
        for one in stated_words
    ]


def test_a_card_says_what_sources_call_the_document_and_who_issued_it(shipped: Knowledge) -> None:
    resolution = card("nq25", shipped)
    both = ["binh-duong-2018.md", "kien-tuong-2019.md"]

    assert resolution.kind == "Nghị quyết"
    assert told(resolution.issuers) == [("Ban Chấp hành Trung ương Đảng (khóa XI)", both)]
    [(title, sources)] = told(resolution.titles)
    assert title.startswith("tăng cường và đổi mới sự lãnh đạo của Đảng")
    assert sources == both


def test_titles_of_most_sources_come_first_then_the_fullest() -> None:
    knowledge = telling(
        "Nghị định số 04/2015/NĐ-CP của Chính phủ về dân chủ.",
        "Nghị định số 04/2015/NĐ-CP về Dân chủ. Nghị định số 04/2015/NĐ-CP về dân chủ.",
        "Nghị định số 04/2015/NĐ-CP của Bộ Nội vụ về đối thoại ở xã.",
        "Nghị định số 04/2015/NĐ-CP về thi đua.",
    )
    decree = card("04/2015", knowledge)

    assert told(decree.titles) == [
        ("dân chủ", ["0.txt", "1.txt"]),
        ("đối thoại ở xã", ["2.txt"]),
        ("thi đua", ["3.txt"]),
    ]
    assert [one.words for one in decree.issuers] == ["Chính phủ", "Bộ Nội vụ"]


def test_words_of_a_card_are_quotes_of_passages_that_name_it(shipped: Knowledge) -> None:
    for found in lookup("25 34 04 10 31 145 120", shipped):
        passages = {citation.passage.id for citation, _ in found.mentions}
        for one in (*found.issuers, *found.titles):
            assert {citation.passage.id for citation in one.citations} <= passages
            assert one.citations[0].quote == one.words


def test_documents_of_the_same_passages_stand_beside_the_one_that_most_often_does_first() -> None:
    knowledge = telling(
        "Theo Chỉ thị số 10-CT/TW và Nghị định số 04/2015/NĐ-CP, Kết luận số 120-KL/TW.",
        "Theo Chỉ thị số 10-CT/TW và Kết luận số 120-KL/TW, lại Kết luận 120.",
        "Theo Quyết định số 5-QĐ/TW.",
    )

    beside = card("10-CT/TW", knowledge).beside

    assert [(one.label, one.passages) for one in beside] == [
        ("Kết luận số 120-KL/TW", 2),
        ("Nghị định số 04/2015/NĐ-CP", 1),
    ]


def test_a_card_holds_what_the_register_does(shipped: Knowledge) -> None:
    ordinance, law = card("pháp lệnh 34", shipped), card("luật 10/2022/QH15", shipped)

    assert ordinance.entry
    assert [one.number for one in ordinance.entry.replaced_by] == [law.number]
    assert law.replaces == (ordinance.entry,)
    assert [entry.name for entry in law.detailed_by] == ["Nghị định số 59/2023/NĐ-CP"]
    assert law.mentions == ()
    assert law.dates == ()
    assert card("nq25", shipped).entry is None


def test_a_short_number_of_an_article_is_not_taken_for_the_one_of_the_register() -> None:
    found = lookup("pháp lệnh 34", telling("Theo Pháp lệnh 34 từ lâu."))

    assert [(one.label, one.entry is None) for one in found] == [
        ("Pháp lệnh số 34", True),
        ("Pháp lệnh số 34/2007/PL-UBTVQH11", False),
    ]


def test_a_document_that_two_numbers_mean_is_found_once(shipped: Knowledge) -> None:
    assert labels(lookup("120-KL/TW nq25 25-NQ/TW", shipped)) == (
        "Kết luận số 120-KL/TW; Nghị quyết số 25-NQ/TW"
    )
