"""`danvan ask` on a place whose name is no longer in force."""

import json

from tests.support.command_line import Danvan

QUESTION = "phường Kiến Tường có mô hình 4 xin 4 luôn không"


def test_people_are_told_which_name_the_source_used(danvan: Danvan) -> None:
    out = " ".join(danvan("ask", QUESTION).out.split())
    assert (
        "Note: Written in 2019, when it was thị xã Kiến Tường, tỉnh Long An; "
        "today phường Kiến Tường, tỉnh Tây Ninh, with part of xã Bình Hiệp and xã Tuyên Thạnh."
    ) in out


def test_programs_are_told_what_became_of_it(danvan: Danvan) -> None:
    assert json.loads(danvan("ask", QUESTION, "--json").out)["renamed"] == [
        {
            "written": "thị xã Kiến Tường, tỉnh Long An",
            "years": [2019],
            "whole": ["phường Kiến Tường, tỉnh Tây Ninh"],
            "parts": ["xã Bình Hiệp, tỉnh Tây Ninh", "xã Tuyên Thạnh, tỉnh Tây Ninh"],
        }
    ]


def test_a_name_of_both_times_needs_no_word(danvan: Danvan) -> None:
    question = "Kiến Tường có mô hình 4 xin 4 luôn không"
    assert json.loads(danvan("ask", question, "--json").out)["renamed"] == []
    assert "Note:" not in danvan("ask", question).out
