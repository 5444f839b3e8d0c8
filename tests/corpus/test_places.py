"""Places: what is found in everyday words and what is not, grounds, and the table of units."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.place_names import LONGEST_NAME
from corpus.place_words import aliases, readings, type_words
from corpus.places import (
    PlaceMention,
    covers,
    gazetteer,
    parents,
    relation,
    today,
)
from corpus.records import Place, PlaceLevel
from corpus.tables import read_rows
from corpus.units import load_units
from tests.support.cases import read_cases
from tests.support.unit_table import TABLE, make_table, read_mapping

UNITS = load_units()
ALL_UNITS = range(len(UNITS))
PLACE_LIKE = st.lists(
    st.sampled_from(
        ["thị xã", "P.", "Kiến Tường", "can duoc", "Long An", ",", " ", "-", "1", "TP", "HCM", "xã"]
    )
).map(" ".join)
ANY_TEXT = (PLACE_LIKE | st.text(max_size=60)).map(lambda text: unicodedata.normalize("NFC", text))
ANY_UNIT = st.sampled_from(ALL_UNITS)


def _place(place_id: str) -> Place:
    return UNITS.place(UNITS.unit(place_id))


def _shown(text: str, mention: PlaceMention) -> str:
    mark = "*" if mention.qualifies else ""
    return f"{mention.span.of(text)}={','.join(place.id for place in mention.places)}{mark}"


@pytest.mark.parametrize(("text", "places"), read_cases("places.tsv"))
def test_finds_the_places_that_people_name(text: str, places: str) -> None:
    assert ";".join(_shown(text, mention) for mention in gazetteer().find(text)) == places


@pytest.mark.parametrize("text", [text for (text,) in read_cases("no_places.tsv")])
def test_takes_no_common_words_for_places(text: str) -> None:
    assert gazetteer().find(text) == ()


def test_names_of_several_units_give_all_of_them() -> None:
    (mention,) = gazetteer().find("huyện Châu Thành")
    assert len(mention.places) == 10
    assert {place.name for place in mention.places} == {"Huyện Châu Thành"}


def test_a_ward_that_is_known_is_found_without_its_type() -> None:
    ward = _place("old/ha-tinh/thi-xa-hong-linh/phuong-duc-thuan")
    (mention,) = gazetteer().find("ở Đức Thuận", known=[ward])
    assert mention.places == (ward,)


def test_words_that_hardly_stand_there_are_a_place_that_is_known() -> None:
    known = [_place("old/long-an/huyen-can-duoc")]
    (mention,) = gazetteer().find("nam 2023 can duoc co may mo hinh", known=known)
    assert mention.places[0] == known[0]


@pytest.mark.parametrize(("asked", "written", "ground", "covered"), read_cases("grounds.tsv"))
def test_tells_how_grounds_of_both_times_lie_to_each_other(
    asked: str, written: str, ground: str, covered: str
) -> None:
    assert relation(_place(asked), _place(written)) == ground
    assert covers(_place(asked), _place(written)) == (covered == "yes")


@pytest.mark.parametrize(
    ("place_id", "names"),
    [
        ("old/long-an/thi-xa-kien-tuong", "Phường Kiến Tường, Xã Bình Hiệp, Xã Tuyên Thạnh"),
        ("old/long-an/thi-xa-kien-tuong/phuong-1", "Phường Kiến Tường"),
        ("old/ha-tinh/thi-xa-hong-linh", "Phường Bắc Hồng Lĩnh, Phường Nam Hồng Lĩnh"),
        ("old/long-an", "Tỉnh Tây Ninh"),
        ("old/binh-duong", "Thành phố Hồ Chí Minh"),
        ("new/tay-ninh/xa-can-duoc", "Xã Cần Đước"),
    ],
)
def test_says_what_a_unit_is_today_with_its_namesake_first(place_id: str, names: str) -> None:
    assert ", ".join(place.name for place in today(_place(place_id))) == names


def test_parents_go_from_the_nearest_to_the_province_of_the_same_time() -> None:
    ward = _place("old/long-an/thi-xa-kien-tuong/phuong-1")
    assert [place.name for place in parents(ward)] == ["Thị xã Kiến Tường", "Tỉnh Long An"]
    assert [place.name for place in parents(today(ward)[0])] == ["Tỉnh Tây Ninh"]


def test_a_place_tells_its_level_its_time_and_its_province() -> None:
    assert _place("old/long-an/thi-xa-kien-tuong") == Place(
        id="old/long-an/thi-xa-kien-tuong",
        name="Thị xã Kiến Tường",
        short_name="Kiến Tường",
        level=PlaceLevel.DISTRICT,
        historical=True,
        province="Long An",
    )


def test_an_id_that_no_unit_has_is_refused() -> None:
    with pytest.raises(KeyError, match="old/long-an/huyen-kien-tuong"):
        UNITS.unit("old/long-an/huyen-kien-tuong")


@given(ANY_TEXT)
def test_mentions_are_in_order_apart_and_inside_the_text(text: str) -> None:
    mentions = gazetteer().find(text)
    assert all(mention.places for mention in mentions)
    spans = [mention.span for mention in mentions]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(ANY_UNIT)
def test_every_unit_is_found_by_its_full_name_beside_its_parents(unit: int) -> None:
    place = UNITS.place(unit)
    text = ", ".join(one.name for one in (place, *parents(place)))
    assert any(place in mention.places for mention in gazetteer().find(text))


@given(ANY_UNIT, ANY_UNIT)
def test_ground_reads_the_other_way_round_as_its_counterpart(one: int, other: int) -> None:
    counterparts = {"contains": "inside", "inside": "contains"}
    there, back = UNITS.ground(one, other), UNITS.ground(other, one)
    assert counterparts.get(there, there) == back


@pytest.mark.parametrize(
    "piece", ["xã ", "Long An ", "an ", "thị ", "P.", "1 ", "-", "Tân Thành, "]
)
def test_hostile_texts_do_not_hang(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert len(gazetteer().find(text)) <= len(text)


def test_there_are_34_provinces_now_and_were_63_with_696_districts() -> None:
    places = [UNITS.place(unit) for unit in ALL_UNITS]
    count = {
        (level, historical): sum(
            (place.level, place.historical) == (level, historical) for place in places
        )
        for level in PlaceLevel
        for historical in (True, False)
    }
    assert count == {
        (PlaceLevel.PROVINCE, True): 63,
        (PlaceLevel.PROVINCE, False): 34,
        (PlaceLevel.DISTRICT, True): 696,
        (PlaceLevel.DISTRICT, False): 0,
        (PlaceLevel.WARD, True): 10_035,
        (PlaceLevel.WARD, False): 3_321,
    }


def test_every_unit_of_before_leads_to_some_of_today_in_one_province() -> None:
    for unit in ALL_UNITS:
        heirs = UNITS.today(unit)
        assert heirs
        assert not any(UNITS.is_historical(heir) for heir in heirs)
    assert all(
        len(UNITS.today(unit)) == 1
        for unit in ALL_UNITS
        if UNITS.level(unit) is PlaceLevel.PROVINCE
    )


def test_every_id_is_that_of_one_unit() -> None:
    assert all(UNITS.unit(UNITS.place(unit).id) == unit for unit in ALL_UNITS)


def test_no_name_is_longer_than_the_longest_that_is_looked_for() -> None:
    assert max(len(key.split()) for key in UNITS.names) == LONGEST_NAME


def test_the_tables_of_words_name_types_and_provinces_that_exist() -> None:
    assert {word.type for word in type_words().values()} == {UNITS.type(unit) for unit in ALL_UNITS}
    for alias in aliases().values():
        assert PlaceLevel.PROVINCE in {UNITS.level(unit) for unit in UNITS.named(alias.province)}


def test_every_common_reading_stands_once() -> None:
    words = [word for word, _ in read_rows("common_readings.tsv")]
    assert len(words) == len(set(words))
    assert readings()["van ban"] == readings()["văn bản"]


def test_the_shipped_table_is_what_the_installed_mapping_says() -> None:
    assert TABLE.read_text(encoding="utf-8") == make_table(read_mapping())
