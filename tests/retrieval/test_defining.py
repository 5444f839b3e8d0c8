"""Sentences that say what a thing is."""

import pytest

from retrieval.defining import defines


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Học kỳ là thời gian học.", True),
        ("Học kỳ (HK): thời gian học.", True),
        ("Mỗi học kỳ là một chặng.", True),
        ("Một học kỳ hè có 5 tuần.", False),
        ("Văn học kỳ lạ là thế.", False),
        ("Đó là học kỳ.", False),
        ("", False),
    ],
)
def test_a_definition_names_the_thing_and_goes_on(sentence: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert defines("hoc ky", sentence) is expected


def test_nothing_is_not_defined() -> None:
    assert not defines("", ": là gì")
