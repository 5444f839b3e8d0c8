"""What passages state that a question can be held to: places, years, documents."""

from datetime import date

import pytest

from corpus.numbers import Agreement, parse
from corpus.passages import passages_of
from corpus.places import gazetteer
from corpus.records import Article, DocumentNumber, Place
from retrieval.facts import Facts, Fit, closest, facts_of, fit_places, periods_of
from retrieval.records import AskedPlace, Period
from tests.support.made_up import article


def facts(source: Article) -> Facts:
    """Return what an article of one passage states."""
    [one] = facts_of(source, passages_of(source))
    return one


def undescribed(text: str) -> Article:
    return article(text, title="Tin", place=None, published_on=None)


def place(name: str) -> AskedPlace:
    return AskedPlace(name=name, candidates=units(name))


def units(name: str) -> tuple[Place, ...]:
    [mention] = gazetteer().find(name)
    return mention.places


def number(text: str) -> DocumentNumber:
    found = parse(text)
    assert found
    return found


def period(text: str) -> Period:
    start, _, end = text.partition("-")
    return Period(start=int(start), end=int(end or start))


@pytest.mark.parametrize(
    ("asked", "written", "fit"),
    [
        ("thị xã Kiến Tường", "thị xã Kiến Tường", Fit.AGREES),
        ("phường Kiến Tường", "thị xã Kiến Tường", Fit.AGREES),
        ("tỉnh Long An", "thị xã Kiến Tường", Fit.AGREES),
        ("tỉnh Tây Ninh", "thị xã Kiến Tường", Fit.AGREES),
        ("phường Bắc Hồng Lĩnh", "thị xã Hồng Lĩnh", Fit.AGREES),
        ("tỉnh Cà Mau", "thị xã Kiến Tường", Fit.DISAGREES),
        ("huyện Cần Đước", "thị xã Kiến Tường", Fit.DISAGREES),
        ("huyện Cần Đước", "tỉnh Long An", Fit.DISAGREES),
    ],
)
def test_an_article_speaks_of_its_place_by_its_old_name_and_its_new(
    asked: str, written: str, fit: Fit
) -> None:
    about = units(written)

    assert fit_places([place(asked)], about, about) is fit


def test_a_passage_speaks_of_the_places_that_it_names_itself() -> None:
    about = units("tỉnh Long An")

    assert fit_places([place("tỉnh Cà Mau")], [*about, *units("tỉnh Cà Mau")], about) is Fit.AGREES


def test_one_of_several_places_is_enough() -> None:
    about = units("thị xã Kiến Tường")

    assert fit_places([place("tỉnh Cà Mau"), place("Long An")], about, about) is Fit.AGREES


def test_no_place_asked_for_contradicts_nothing() -> None:
    about = units("thị xã Kiến Tường")

    assert fit_places([], about, about) is Fit.UNKNOWN


def test_an_article_without_a_place_contradicts_none() -> None:
    assert fit_places([place("tỉnh Cà Mau")], [], []) is Fit.UNKNOWN


def test_the_places_of_an_article_stand_behind_each_of_its_passages() -> None:
    one = facts(article("Đoàn về xã Thạnh Hưng.", place="thị xã Kiến Tường, tỉnh Long An"))

    assert "Thị xã Kiến Tường" in {unit.name for unit in one.article_places}
    assert "Xã Thạnh Hưng" in {unit.name for unit in one.places}


@pytest.mark.parametrize(
    ("asked", "text", "title", "year", "fit"),
    [
        ("2020", "Có 12 tổ.", "Tổ tự quản", 2020, Fit.AGREES),
        ("2019", "Có 12 tổ.", "Tổ tự quản", 2020, Fit.DISAGREES),
        ("2019", "Năm 2019 có 12 tổ.", "Tổ tự quản", 2020, Fit.AGREES),
        ("2019", "Có 12 tổ.", "Tổ tự quản năm 2019", 2020, Fit.AGREES),
        ("2015", "Giai đoạn 2013-2018 có 12 tổ.", "Tổ tự quản", 2018, Fit.AGREES),
        ("2013-2018", "Giai đoạn 2013-2018 có 12 tổ.", "Tổ tự quản", 2018, Fit.AGREES),
        ("2013-2023", "Giai đoạn 2013-2018 có 12 tổ.", "Tổ tự quản", 2018, Fit.DISAGREES),
        ("2025", "Nhiệm kỳ 2021-2026 có 30 đại biểu.", "Bầu cử", 2021, Fit.DISAGREES),
        ("2007", "Theo Pháp lệnh 34/2007/PL-UBTVQH11.", "Dân chủ", 2018, Fit.DISAGREES),
        ("2013", "Theo Nghị quyết 25-NQ/TW ngày 3/6/2013.", "Dân vận", 2018, Fit.DISAGREES),
        ("2019", "Có 12 tổ.", "Tổ tự quản năm 2018", None, Fit.DISAGREES),
        ("2019", "Năm 2018 có 12 tổ.", "Tổ tự quản", None, Fit.DISAGREES),
    ],
)
def test_a_passage_speaks_of_its_years_and_those_of_its_article(
    asked: str, text: str, title: str, year: int | None, fit: Fit
) -> None:
    source = article(text, title=title, published_on=date(year, 5, 19) if year else None)

    assert facts(source).fit_periods([period(asked)]) is fit


def test_one_of_several_years_is_enough() -> None:
    one = facts(article("Có 12 tổ.", published_on=date(2020, 5, 19)))

    assert one.fit_periods([period("1999"), period("2020")]) is Fit.AGREES


def test_no_year_asked_for_contradicts_nothing() -> None:
    assert facts(article()).fit_periods([]) is Fit.UNKNOWN


def test_of_an_article_without_any_description_no_year_is_known() -> None:
    assert facts(undescribed("Năm 2018 có 12 tổ.")).fit_periods([period("2019")]) is Fit.UNKNOWN


def test_the_years_of_a_text_are_not_those_of_its_documents() -> None:
    text = "Năm 2018 và giai đoạn 2013-2018, theo Nghị định 04/2015/NĐ-CP ngày 09/01/2015."

    assert periods_of(text) == {period("2018"), period("2013-2018")}


def test_mentions_of_documents_belong_to_the_passage_that_holds_them() -> None:
    source = article(*(f"{'Dân vận khéo ' * 20}theo Nghị quyết số {n}-NQ/TW." for n in (25, 18)))
    first, second = facts_of(source, passages_of(source))

    assert [one.span.of(source.text) for one in first.mentions] == ["Nghị quyết số 25-NQ/TW"]
    assert [one.span.of(source.text) for one in second.mentions] == ["Nghị quyết số 18-NQ/TW"]


def test_a_short_number_stands_for_the_full_one_of_its_article() -> None:
    one = facts(article("Nghị quyết 25 (Nghị quyết số 25-NQ/TW) được sơ kết."))

    assert {mention.number for mention in one.mentions} == {number("25-NQ/TW")}


def test_a_short_number_that_may_stand_for_several_stands_for_the_first() -> None:
    text = "Nghị quyết số 25-NQ/{} và Nghị quyết số 25-NQ/{}; theo Nghị quyết 25."

    for first, second in (("TU", "TW"), ("TW", "TU"), ("CP", "TW"), ("TW", "CP")):
        *_, short = facts(article(text.format(first, second))).mentions
        assert short.number == number(f"25-NQ/{first}")


@pytest.mark.parametrize(
    ("asked", "found", "agreement"),
    [
        ("25-NQ/TW", ["10-CT/ThU", "25-NQ/TW"], Agreement.SAME),
        ("nghị quyết 25", ["10-CT/ThU", "25-NQ/TW"], Agreement.COMPATIBLE),
        ("10-CT/TU", ["25-NQ/TW", "10-CT/ThU"], Agreement.NEAR),
        ("99-NQ/TW", ["25-NQ/TW", "10-CT/ThU"], Agreement.DIFFERENT),
        ("99-NQ/TW", [], Agreement.DIFFERENT),
    ],
)
def test_of_several_documents_the_closest_counts(
    asked: str, found: list[str], agreement: Agreement
) -> None:
    assert closest(number(asked), map(number, found)) is agreement
