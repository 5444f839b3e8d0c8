import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcing.moments import NoMoment, read_moment
from bot.store.records import VIETNAM
from tests.support.cases import read_cases

NOW = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
CASES = read_cases("moments.tsv")


def meaning(typed: str) -> str:
    moment = read_moment(typed, now=NOW)
    if moment is None:
        return "at once"
    if isinstance(moment, NoMoment):
        return moment.name.lower()
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(("typed", "means"), CASES)
def test_a_time_means(typed: str, means: str) -> None:
    assert meaning(typed) == means


@pytest.mark.parametrize(("typed", "means"), CASES)
def test_it_means_the_same_in_capitals_and_decomposed(typed: str, means: str) -> None:
    assert meaning(unicodedata.normalize("NFD", f"  {typed.upper()} ")) == means


@given(st.text(st.sampled_from("0123456789:/h gionayma thuts") | st.characters(codec="utf-8")))
def test_whatever_is_typed_means_a_time_to_come_or_none(typed: str) -> None:
    moment = read_moment(typed, now=NOW)
    assert not isinstance(moment, datetime) or moment > NOW


def test_the_zone_of_the_clock_does_not_matter() -> None:
    assert read_moment("18:00", now=NOW.astimezone(UTC)) == read_moment("18:00", now=NOW)
