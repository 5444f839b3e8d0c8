"""Places whose names are no longer in force: what an answer tells of them, and when."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import covers, gazetteer, today
from corpus.records import DigestOf, Place
from corpus.units import load_units
from retrieval.answering import answer
from retrieval.knowledge import Knowledge
from retrieval.records import Answer, AskedPlace, Citation
from retrieval.renamed import renamed_places
from tests.support import made_up

TOWN, PROVINCE = "thị xã Kiến Tường, tỉnh Long An", "tỉnh Long An"
FORMER = [
    unit
    for unit in range(len(load_units()))
    if load_units().is_historical(unit) and unit % 37 == 0  # a few hundred of them
]


def asked(*names: str) -> tuple[AskedPlace, ...]:
    return tuple(
        AskedPlace(name=name, candidates=gazetteer().find(name)[0].places) for name in names
    )


def cited(place: str, year: int, name: str = "bai.txt") -> Citation:
    return made_up.cite(made_up.article(name=name, place=place, published_on=date(year, 6, 1)))


def test_the_years_of_several_articles_are_told_together() -> None:
    articles = [cited(TOWN, 2021, "a.txt"), cited(TOWN, 2019, "b.txt"), cited(TOWN, 2019, "c.txt")]
    [place] = renamed_places(asked("phường Kiến Tường"), articles)
    assert place.written.name == "Thị xã Kiến Tường"
    assert place.years == (2019, 2021)


def test_of_a_digest_the_year_of_its_original_counts() -> None:
    digest = made_up.article(
        place=TOWN,
        published_on=None,
        digest_of=DigestOf(file="goc.txt", published_on=date(2019, 12, 10)),
    )
    [place] = renamed_places(asked("phường Kiến Tường"), [made_up.cite(digest)])
    assert place.years == (2019,)


def test_two_places_are_told_apart() -> None:
    articles = [cited(TOWN, 2019, "a.txt"), cited("tỉnh Bình Dương", 2018, "b.txt")]
    found = renamed_places(asked("phường Kiến Tường", "Bình Dương"), articles)
    assert [place.written.short_name for place in found] == ["Kiến Tường", "Bình Dương"]


def test_an_answer_says_which_name_its_source_used(shipped: Knowledge) -> None:
    found = answer("phường Kiến Tường có mô hình 4 xin 4 luôn không", shipped)
    assert isinstance(found, Answer)
    [place] = found.renamed
    assert (place.written.name, place.written.province) == ("Thị xã Kiến Tường", "Long An")
    assert (place.whole[0].name, place.whole[0].province) == ("Phường Kiến Tường", "Tây Ninh")


def test_an_answer_to_a_question_without_a_place_says_nothing(shipped: Knowledge) -> None:
    found = answer("mô hình 4 xin 4 luôn là của ai", shipped)
    assert isinstance(found, Answer)
    assert found.renamed == ()


@given(st.sampled_from(FORMER))
def test_what_is_told_of_a_former_unit_is_what_the_table_says_became_of_it(unit: int) -> None:
    former = load_units().place(unit)
    for place in renamed_places([AskedPlace(name="", candidates=(former,))], [_about(former)]):
        named = {*place.whole, *place.parts}
        assert place.written == former
        assert named == set(today(former))
        assert not any(one.historical for one in named)
        assert all(covers(former, one) for one in place.whole)


@given(st.sampled_from(FORMER))
def test_a_name_that_holds_for_both_times_needs_no_word(unit: int) -> None:
    former = load_units().place(unit)
    both = AskedPlace(name="", candidates=(former, today(former)[0]))
    assert renamed_places([both], [_about(former)]) == ()


def _about(place: Place) -> Citation:
    units = load_units()
    parents = [units.place(parent).name for parent in units.parents(units.unit(place.id))]
    return cited(", ".join([place.name, *parents]), 2020)


@pytest.mark.parametrize("published", [date(2025, 6, 30), None])
def test_an_article_without_a_day_is_of_the_time_of_its_place(published: date | None) -> None:
    article = replace(made_up.article(place=TOWN), published_on=published)
    assert renamed_places(asked("phường Kiến Tường"), [made_up.cite(article)])
