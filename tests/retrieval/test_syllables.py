"""Vietnamese syllables, the marks on them, and the keys that they are typed with."""

import pytest

from retrieval.input_methods import HOI, HUYEN, NANG, NGA, SAC, decode
from retrieval.syllables import Marks, is_syllable, keeps_marks, marks_of


@pytest.mark.parametrize(
    "typed",
    [
        *("nghiêng", "quốc", "gì", "giết", "giếng", "quý", "khuỷu", "yêu", "thuở", "ngoằn", "ư"),
        *("duoc", "nghieng", "đuoc", "quoc", "hop", "họp", "xe", "bóng", "vàng", "uyên"),
    ],
)
def test_what_can_be_a_syllable_is_one(typed: str) -> None:
    assert is_syllable(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "ubnd",
            "qcdc",
            "ko",
            "bt",
            "nge",
            "ghanh",
            "nghành",
            "kành",
            "ceo",
            "họpp",
            "hòp",
            "đảt",
        ),
        *("bitcoin", "zalo", "facebook", "vậnn", "hihn", "yên1", "b", "ng", "hêu4", "", "wifi"),
    ],
)
def test_what_cannot_be_a_syllable_is_none(typed: str) -> None:
    assert not is_syllable(typed)


@pytest.mark.parametrize(
    ("typed", "syllable", "kept"),
    [
        ("dan", "dân", True),
        ("dân", "dẫn", True),
        ("dân", "dân", True),
        ("đuoc", "được", True),
        ("đước", "được", False),
        ("dân", "dán", False),
        ("dân", "dan", False),
        ("dan", "đàn", True),
        ("đan", "dan", False),
        ("cuả", "của", True),
        ("dan", "danh", False),
    ],
)
def test_marks_may_be_added_and_never_lost(typed: str, syllable: str, kept: bool) -> None:  # noqa: FBT001 - a column of the table
    assert keeps_marks(typed, syllable) is kept


def test_a_syllable_is_taken_apart() -> None:
    assert marks_of("được") == Marks(shape="đươc", tone=NANG)
    assert marks_of("dan") == Marks(shape="dan", tone="")


@pytest.mark.parametrize(
    ("keys", "shape", "tone"),
    [
        ("daan", "dân", ""),
        ("dana", "dân", ""),
        ("vaajn", "vân", NANG),
        ("vanaj", "vân", NANG),
        ("dduwowcj", "đươc", NANG),
        ("dduowcj", "đươc", NANG),
        ("quoocs", "quôc", SAC),
        ("ddieemr", "điêm", HOI),
        ("mowis", "mơi", SAC),
        ("dduwowngf", "đương", HUYEN),
        ("cungx", "cung", NGA),
        ("awn", "ăn", ""),
        ("thuw", "thư", ""),
        ("van65", "vân", NANG),
        ("d9uoc75", "đươc", NANG),
        ("an8", "ăn", ""),
        ("hoi3", "hoi", HOI),
    ],
)
def test_keys_of_an_input_method_are_read(keys: str, shape: str, tone: str) -> None:
    assert decode(keys) == Marks(shape=shape, tone=tone)


@pytest.mark.parametrize("typed", ["dan", "bitcoin", "sau", "xin", "nq25b0", "", "hanh", "trinh"])
def test_what_has_no_keys_left_over_is_not_decoded(typed: str) -> None:
    assert decode(typed) is None
