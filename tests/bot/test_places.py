"""Places that people type to choose one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnclearPlaceError
from bot.places import LONGEST_NAME, one_place, place_of, places_named
from tests.support.cases import read_cases


@pytest.mark.parametrize(("typed", "places"), read_cases("typed_places.tsv"))
def test_a_typed_name_offers(typed: str, places: str) -> None:
    for form in ("NFC", "NFD"):
        found = places_named(unicodedata.normalize(form, typed))
        assert [place.id for place in found] == places.split()


@given(st.text(max_size=2 * LONGEST_NAME))
def test_whatever_is_typed_every_place_that_is_offered_is_there(typed: str) -> None:
    for place in places_named(typed):
        assert place_of(place.id) == place


def test_a_place_that_is_no_longer_in_the_table_is_none() -> None:
    assert place_of("new/atlantis") is None


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Tây Ninh", "new/tay-ninh"),
        ("old/tay-ninh", "old/tay-ninh"),
        ("xã tân lân", "new/tay-ninh/xa-tan-lan"),
        ("huyện Cần Đước", "old/long-an/huyen-can-duoc"),
    ],
)
def test_one_place_is_meant_by(name: str, place: str) -> None:
    assert one_place(name).id == place


@pytest.mark.parametrize(
    ("name", "reason"),
    [("cần đước", "old/long-an/huyen-can-duoc"), ("chỗ nhà tôi", "there is no place called")],
)
def test_a_name_of_no_place_or_of_several_is_refused_with_what_to_do(
    name: str, reason: str
) -> None:
    with pytest.raises(UnclearPlaceError, match=reason):
        one_place(name)
