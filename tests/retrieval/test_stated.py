"""Which passages a question's places and years admit: those that each passage's facts admit."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from hypothesis import given
from hypothesis import strategies as st

from corpus.places import gazetteer
from corpus.records import Place
from retrieval.facts import Facts, Fit, fit_places
from retrieval.records import AskedPlace, Period
from retrieval.stated import Stated

NAMES = (
    *("tỉnh Long An", "tỉnh Tây Ninh", "thị xã Kiến Tường", "phường Kiến Tường", "xã Thạnh Hưng"),
    *("huyện Cần Đước", "tỉnh Hà Tĩnh", "phường Bắc Hồng Lĩnh", "tỉnh Bình Dương", "Cà Mau"),
    *("Thành phố Hồ Chí Minh", "huyện Châu Thành", "xã Tân Bình"),
)


def units(name: str) -> tuple[Place, ...]:
    return gazetteer().find(name)[0].places


ASKED = [AskedPlace(name=name, candidates=units(name)) for name in NAMES]
PLACES = st.frozensets(
    st.sampled_from([unit for name in NAMES for unit in units(name)]), max_size=2
)
YEAR = st.integers(2013, 2026)
PERIODS = st.frozensets(
    st.builds(lambda *years: Period(start=min(years), end=max(years)), YEAR, YEAR), max_size=2
)
FACTS = st.lists(
    st.builds(
        Facts,
        mentions=st.just(()),
        places=PLACES,
        periods=PERIODS,
        article_places=PLACES,
        article_periods=PERIODS,
        written_in=st.none() | YEAR,
    ),
    max_size=6,
)


@given(facts=FACTS, places=st.lists(st.sampled_from(ASKED), max_size=2), periods=PERIODS)
def test_admitted_are_the_passages_whose_facts_contradict_nothing(
    facts: Sequence[Facts], places: Sequence[AskedPlace], periods: frozenset[Period]
) -> None:
    expected = {
        number
        for number, one in enumerate(facts)
        if fit_places(places, one.places | one.article_places, one.article_places)
        is not Fit.DISAGREES
        and one.fit_periods(periods) is not Fit.DISAGREES
    }

    admitted: AbstractSet[int] = Stated.of(facts).admitted(places, periods)
    assert admitted == expected


def test_of_no_passages_none_is_admitted() -> None:
    assert len(Stated.of([]).admitted(ASKED, [Period(start=2020, end=2020)])) == 0
