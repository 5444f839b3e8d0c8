"""Lines that say who published what, when and where, and lines that only look so."""

from datetime import date

import pytest

from corpus.layout import layout_of
from corpus.lines import is_name, read_date_line
from corpus.metadata import (
    LONGEST_MADE_TITLE,
    find_author,
    find_day,
    find_place,
    find_publisher,
    opening_words,
)

LEAD = "Xã Tân An vừa tổng kết phong trào làm đường với kết quả rất đáng mừng."


@pytest.mark.parametrize(
    "line",
    [
        "01/12/2023 - 16:54",
        "Thứ 3, Ngày 10/12/2019, 10:00",
        "07/06/2021 | Ban biên tập",
        "Thứ Hai, 15/03/2024 10:25 (GMT+7)",
        "10:05 | 21/11/2022",
        "Đăng ngày: 05/06/2020 - Lượt xem: 1.024",
        "Cập nhật lúc 10h30, 10/12/2019",
        "Ngày 10 tháng 12 năm 2019",
        "Chủ nhật, 01/12/2019",
        "Thời gian đăng: 01/12/2019",
        "Minh Tâm - 10/12/2019",
        "Thứ ba, 25 Tháng 1 2022 16:22",
        "MINH TÂM - LÊ HOA 30/04/2016 11:39",
    ],
)
def test_a_line_that_states_the_day_of_publication_is_known(line: str) -> None:
    assert read_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "1. Thời gian: 7 giờ 30, ngày 17/11/2024",
        "Thời gian: 7 giờ 30, ngày 17/11/2024",
        "Ngày 24/9",
        "Ngày 10/12/2019, xã họp dân",
        "Hạn nộp hồ sơ: 10/12/2019",
        "Nghị quyết số 25-NQ/TW ngày 3/6/2013",
        "Ngày 31/02/2019",
    ],
)
def test_a_line_that_says_more_than_a_day_is_text(line: str) -> None:
    assert read_date_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Mỹ Duyên",
        "HOÀNG BÁ KHANG",
        "Thanh Hà - Quốc Minh",
        "Minh Tâm, Lê Hoa",
        "Ban biên tập",
        "PV",
    ],
)
def test_a_line_of_names_is_known(line: str) -> None:
    assert is_name(line)


@pytest.mark.parametrize("line", ["Kết quả", "Ấp 5", "Tuyến đường hoa", "Minh", "Xem tiếp...", ""])
def test_a_line_of_other_words_is_no_name(line: str) -> None:
    assert not is_name(line)


@pytest.mark.parametrize(
    ("line", "author", "publisher"),
    [
        ("Tin, ảnh: Lê Minh (TTXVN)", "Lê Minh", "TTXVN"),
        ("Bài và ảnh: LÊ MINH", "Lê Minh", None),
        ("Tác giả: Lê Minh", "Lê Minh", None),
        ("Lê Minh", "Lê Minh", None),
        ("Nguồn: Báo Tân An", None, "Báo Tân An"),
        ("Theo TTXVN", None, "TTXVN"),
        ("Tin bài: Lê Minh/TTXVN", "Lê Minh", "TTXVN"),
    ],
)
def test_the_line_below_the_text_says_who_wrote_and_who_published(
    line: str, author: str | None, publisher: str | None
) -> None:
    blocks = ("Xã Tân An làm đường bằng sức dân", LEAD, line)
    layout = layout_of(blocks)
    assert find_author(blocks, layout) == author
    assert find_publisher(blocks, layout) == publisher


@pytest.mark.parametrize(
    "lines",
    [
        ("Tác giả: Lê Minh", "Nguồn: Báo Tân An"),
        ("Nguồn: Báo Tân An", "Tác giả: Lê Minh"),
        ("Lê Minh", "Theo Báo Tân An"),
    ],
)
def test_so_do_two_of_them(lines: tuple[str, ...]) -> None:
    blocks = ("Xã Tân An làm đường bằng sức dân", LEAD, *lines, "Tin liên quan", "Nguồn: Báo Khác")
    layout = layout_of(blocks)
    assert find_author(blocks, layout) == "Lê Minh"
    assert find_publisher(blocks, layout) == "Báo Tân An"


def test_a_sentence_that_starts_like_a_source_is_text() -> None:
    blocks = ("Xã Tân An làm đường bằng sức dân", LEAD, "Theo kế hoạch năm")
    assert find_publisher(blocks, layout_of(blocks)) is None


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Ngày 24/9, huyện sơ kết 5 năm (2013-2018) thực hiện nghị quyết.", date(2018, 9, 24)),
        ("Sáng 24/9/2018, huyện sơ kết phong trào thi đua của các ấp.", date(2018, 9, 24)),
        ("Ngày 24/9, huyện sơ kết 9 tháng đầu năm 2018 với nhiều kết quả.", date(2018, 9, 24)),
        (
            "Ngày 24/9, huyện sơ kết năm 2018 việc làm theo Nghị quyết ngày 3/6/2013 của tỉnh.",
            date(2018, 9, 24),
        ),
        ("Ngày 24/9, huyện sơ kết phong trào thi đua của các ấp.", None),
        ("Ngày 24/9, huyện so sánh năm 2018 với năm 2017 ở tất cả các ấp.", None),
        ("Ngày 24/9, huyện bàn kế hoạch của nhiệm kỳ 2020-2025 với các xã.", None),
        ("Ngày 15/01, huyện tổng kết năm 2018 ở tất cả các ấp và khen thưởng.", None),
        ("Ngày 20/12, huyện họp bàn việc làm đường hoa của năm 2019 với các xã.", None),
        ("Ngày 20/12, huyện tổng kết phong trào và bàn kế hoạch năm 2019.", None),
        (
            "Ngày 20/12, huyện tổng kết năm 2018 và triển khai nhiệm vụ năm 2019.",
            date(2018, 12, 20),
        ),
        ("Ngày 31/2, huyện sơ kết năm 2018 phong trào thi đua của các ấp.", None),
        ("Huyện sơ kết phong trào năm 2018 của tất cả các ấp và ra mắt mô hình ngày 24/9.", None),
    ],
)
def test_a_dateline_counts_only_where_the_lead_makes_its_year_certain(
    lead: str, day: date | None
) -> None:
    blocks = ("Huyện sơ kết phong trào thi đua của các ấp", lead)
    assert find_day(blocks, layout_of(blocks)) == day


@pytest.mark.parametrize(
    ("title", "text", "place"),
    [
        (
            "Hội nghị",
            "Ở huyện Bến Lức, tỉnh Long An. Bến Lức có 3 xã.",
            "huyện Bến Lức, tỉnh Long An",
        ),
        ("Thị xã Kiến Tường họp dân", "Xã Thạnh Hưng dự.", "thị xã Kiến Tường"),
        ("Họp dân", "UBND tỉnh Bình Dương Lê Văn Ba và tỉnh Bình Dương.", "tỉnh Bình Dương"),
        ("Họp dân", "Thành phố Thủ Dầu Một họp. Thủ Dầu Một vui.", "thành phố Thủ Dầu Một"),
        ("Họp dân Phường 1", "Phường 1 họp, Phường 1 vui.", "phường 1"),
        ("XÃ TÂN PHÚ HỌP DÂN", "Có 12 tổ dự họp.", "xã Tân Phú"),
        ("Họp dân", "Khách từ xã Thạnh Hưng đến thăm.", None),
        ("Họp dân", "Các xã, phường trong tỉnh đều họp.", None),
    ],
)
def test_the_place_is_the_unit_that_is_said_most_often(
    title: str, text: str, place: str | None
) -> None:
    assert find_place(title, text) == place


def test_opening_words_are_cut_between_words_and_marked() -> None:
    title = opening_words("Thời gian qua, " + "xã đã làm nhiều việc, " * 10 + "rất tốt.")
    assert title.startswith("Thời gian qua, xã")
    assert title.endswith(("việc…", "xã…", "đã…", "làm…", "nhiều…"))
    assert len(title) <= LONGEST_MADE_TITLE + 1


def test_an_endless_word_is_cut_all_the_same() -> None:
    assert opening_words("a" * 200) == "a" * LONGEST_MADE_TITLE + "…"
