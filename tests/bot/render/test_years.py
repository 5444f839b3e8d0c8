from dataclasses import replace
from datetime import date

import pytest

from bot.render.years import nearest_years
from corpus.places import gazetteer
from corpus.records import Article
from retrieval.records import Abstention, AbstentionReason, AskedPlace, Period
from tests.support import made_up
from tests.support.made_up import cite

ASKED = AskedPlace(name="Cần Đước", candidates=gazetteer().find("Cần Đước")[0].places)


def about(place: str, year: int | None, title: str = "Dân vận") -> Article:
    day = date(year, 6, 1) if year else None
    name = f"{place}-{year}.txt"
    return replace(made_up.article(name=name, title=title, published_on=day, place=place), id=name)


def uncovered(first: int, last: int, *near: Article, places: tuple[AskedPlace, ...]) -> Abstention:
    query = replace(made_up.query(), places=places, periods=(Period(start=first, end=last),))
    nearest = [cite(article) for article in near]
    found = made_up.abstention(AbstentionReason.YEAR_NOT_COVERED, str(first), nearest=nearest)
    return replace(found, query=query)


HERE = [about("huyện Cần Đước, tỉnh Long An", year) for year in (2016, 2018, 2021, 2023)]
ELSEWHERE = about("thị xã Kiến Tường, tỉnh Long An", 2020)


@pytest.mark.parametrize(
    ("first", "last", "nearest"),
    [
        (2019, 2019, (2018, 2021)),
        (2019, 2020, (2018, 2021)),
        (2015, 2015, (2016,)),
        (2025, 2025, (2023,)),
        (2010, 2025, ()),
    ],
)
def test_the_last_year_before_and_the_first_after(
    first: int, last: int, nearest: tuple[int, ...]
) -> None:
    assert nearest_years(uncovered(first, last, *HERE, places=(ASKED,))) == nearest


def test_another_place_does_not_count() -> None:
    assert nearest_years(uncovered(2019, 2019, ELSEWHERE, *HERE, places=(ASKED,))) == (2018, 2021)
    assert nearest_years(uncovered(2019, 2019, ELSEWHERE, places=(ASKED,))) == ()


def test_a_question_without_a_place_takes_any() -> None:
    assert nearest_years(uncovered(2019, 2019, ELSEWHERE, *HERE, places=())) == (2018, 2020)


def test_an_undated_article_is_of_the_years_of_its_title() -> None:
    undated = about("huyện Cần Đước, tỉnh Long An", None, "Cần Đước năm 2022: dân vận")
    assert nearest_years(uncovered(2019, 2019, undated, places=(ASKED,))) == (2022,)


def test_only_a_year_that_is_not_covered_has_nearest_ones() -> None:
    found = uncovered(2019, 2019, *HERE, places=(ASKED,))
    assert nearest_years(replace(found, reason=AbstentionReason.NO_MATCH)) == ()
