"""How long something takes, found in a sentence."""

import pytest

from retrieval.durations import durations_in, tells_from_when_to_when


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Trả kết quả trong 15 ngày làm việc.", ["15 ngày làm việc"]),
        ("Không quá 01 năm.", ["01 năm"]),
        ("Mất 2-3 tuần.", ["2-3 tuần"]),
        ("Một nhiệm kỳ là năm năm.", ["Một nhiệm kỳ", "năm năm"]),
        ("Họp một buổi rưỡi.", ["một buổi rưỡi"]),
        ("Kéo dài hai mươi ngày.", ["hai mươi ngày"]),
        ("Ngày 3 tháng 6 năm 2013.", []),
        ("Trong 6 tháng đầu năm 2018.", []),
        ("Năm 2013, quý 2 năm 2014.", []),
        ("Nghị quyết 25-NQ/TW năm 2013.", []),
        ("Có 12 ngày hội và 3 giờ học.", ["12 ngày", "3 giờ"]),
        ("", []),
    ],
)
def test_durations_are_found_and_dates_are_not(sentence: str, expected: list[str]) -> None:
    assert [span.of(sentence) for span in durations_in(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Từ ngày 1/2 đến ngày 3/4.", True),
        ("Giai đoạn 2013-2018.", True),
        ("Kéo dài cho đến nay.", True),
        ("Đến ngày 3/4.", False),
    ],
)
def test_a_beginning_and_an_end_tell_how_long(sentence: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert tells_from_when_to_when(sentence) is expected
