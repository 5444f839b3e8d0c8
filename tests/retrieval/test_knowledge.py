"""One view of the library: passages, facts and index of the same articles."""

import pytest

from corpus.numbers import Agreement, parse
from corpus.records import Article, Passage, Span
from retrieval.errors import MisquotedError
from retrieval.knowledge import Knowledge
from tests.support.made_up import FIRST, SECOND, article

OTHER = article("Xã Tân Bình có 7 tổ.", name="tan-binh.txt", title="Tân Bình")


def test_every_sentence_of_every_passage_can_be_cited(shipped: Knowledge) -> None:
    for passage in shipped.passages:
        for sentence in passage.sentences:
            citation = shipped.cite(passage, sentence)
            assert citation.quote == citation.article.text[sentence.start : sentence.end] != ""


def test_every_passage_has_its_facts_and_its_place_in_the_index(shipped: Knowledge) -> None:
    assert len(shipped.passages) == len(shipped.facts) == len(shipped.index.engine) > 0


def test_passages_stand_in_the_order_of_the_articles() -> None:
    articles = [OTHER, article(), article(name="c.txt")]

    passages = Knowledge.build(articles).passages

    assert [passage.article_id for passage in passages] == [one.id for one in articles]


def test_a_passage_knows_its_article_and_its_words() -> None:
    knowledge = Knowledge.build([OTHER, article()])
    passage = knowledge.passages[1]

    assert knowledge.article_of(passage) == article()
    assert knowledge.text_of(passage) == f"{FIRST} {SECOND}"


def test_a_citation_is_of_the_whole_passage_unless_told() -> None:
    knowledge = Knowledge.build([article()])
    [passage] = knowledge.passages

    assert knowledge.cite(passage).span == passage.span
    assert knowledge.cite(passage, passage.sentences[1]).quote == SECOND
    assert knowledge.cite(passage, Span(start=3, end=3)).quote == ""


def test_nothing_outside_the_passage_can_be_cited() -> None:
    knowledge = Knowledge.build([article()])
    [passage] = knowledge.passages

    with pytest.raises(MisquotedError):
        knowledge.cite(passage, Span(start=0, end=passage.span.end + 1))


def test_a_passage_is_found_by_its_id(shipped: Knowledge) -> None:
    for passage in shipped.passages:
        citation = shipped.citation_of(passage.id)
        assert citation
        assert citation.passage == passage


def test_a_passage_of_another_library_is_not_found(shipped: Knowledge) -> None:
    [passage] = Knowledge.build([article()]).passages

    assert shipped.citation_of(passage.id) is None


def test_the_places_are_those_that_articles_are_about() -> None:
    about = article("Đoàn của tỉnh Cà Mau đến thăm.", place="thị xã Kiến Tường, tỉnh Long An")

    names = {place.name for place in Knowledge.build([about]).places}

    assert "Thị xã Kiến Tường" in names
    assert "Tỉnh Cà Mau" not in names


@pytest.mark.parametrize(
    ("typed", "wanted", "count"),
    [
        ("25-NQ/TW", [Agreement.SAME], 1),
        ("nghị quyết 25", [Agreement.SAME], 0),
        ("nghị quyết 25", [Agreement.SAME, Agreement.COMPATIBLE], 1),
        ("10-CT/TU", [Agreement.SAME, Agreement.COMPATIBLE], 0),
        ("10-CT/TU", [Agreement.NEAR], 1),
        ("99-NQ/TW", list(Agreement)[:3], 0),
    ],
)
def test_passages_are_found_by_the_documents_that_they_name(
    typed: str, wanted: list[Agreement], count: int
) -> None:
    knowledge = Knowledge.build(
        [
            article("Theo Nghị quyết số 25-NQ/TW.", name="a.txt"),
            article("Theo Chỉ thị số 10-CT/ThU.", name="b.txt"),
        ]
    )
    asked = parse(typed)
    assert asked

    assert len(knowledge.passages_naming(asked, *wanted)) == count


def test_without_articles_there_is_nothing_and_no_trouble() -> None:
    knowledge = Knowledge.build([])

    assert knowledge.passages == ()
    assert knowledge.places == frozenset()
    assert knowledge.citation_of("x") is None


def test_an_article_without_a_sentence_is_no_trouble() -> None:
    knowledge = Knowledge.build([article("…"), article("", name="b.txt"), OTHER])

    assert OTHER.id in {passage.article_id for passage in knowledge.passages}


def test_passages_are_cut_as_the_caller_wants() -> None:
    def halves(source: Article) -> tuple[Passage, ...]:
        spans = [Span(start=0, end=5), Span(start=5, end=len(source.text))]
        return tuple(
            Passage(id=str(span.start), article_id=source.id, span=span, sentences=(span,))
            for span in spans
        )

    assert len(Knowledge.build([article()], split=halves).passages) == 2
