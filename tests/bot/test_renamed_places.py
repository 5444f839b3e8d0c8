"""How an answer puts it that a place had another name."""

from datetime import date

import pytest

from bot.render import answers
from bot.telegram_text import plain
from bot.texts import English, Vietnamese
from corpus.places import gazetteer
from retrieval.records import Answer, AskedPlace
from retrieval.renamed import renamed_places
from tests.support import made_up
from tests.support.cases import read_cases


def answered(asked: str, place: str, published: str) -> Answer:
    """Return an answer from an article about `place` to a question about `asked`."""
    day = date.fromisoformat(published) if published else None
    article = made_up.article(place=place or None, published_on=day)
    found = made_up.answer(made_up.cite(article))
    mentions = gazetteer().find(asked)[:1]
    places = [AskedPlace(name=asked, candidates=mention.places) for mention in mentions]
    return Answer(
        query=found.query,
        citations=found.citations,
        confidence=found.confidence,
        renamed=renamed_places(places, found.citations),
    )


@pytest.mark.parametrize(("asked", "place", "published", "note"), read_cases("renamed.tsv"))
def test_a_renamed_place_is_told_below_the_sources_in_one_line(
    asked: str, place: str, published: str, note: str
) -> None:
    found = answered(asked, place, published)
    without = Answer(query=found.query, citations=found.citations, confidence=found.confidence)
    told, untold = (plain(answers.answer(each, [], Vietnamese()).text) for each in (found, without))
    assert told == (f"{untold}\n\n{note}" if note else untold)


@pytest.mark.parametrize(
    ("asked", "place", "published", "note"),
    [
        (
            "phường Kiến Tường",
            "thị xã Kiến Tường, tỉnh Long An",
            "2019-12-10",
            (
                "Written in 2019, when it was thị xã Kiến Tường, tỉnh Long An; today phường Kiến "
                "Tường, tỉnh Tây Ninh, with part of xã Bình Hiệp and xã Tuyên Thạnh."
            ),
        ),
        (
            "TP Hồ Chí Minh",
            "tỉnh Bình Dương",
            "",
            "Written when it was tỉnh Bình Dương; today in Thành phố Hồ Chí Minh.",
        ),
    ],
)
def test_english_tells_it_too(asked: str, place: str, published: str, note: str) -> None:
    [renamed] = answered(asked, place, published).renamed
    assert English().renamed_note(renamed) == note
