"""`danvan ask` and `danvan lookup`, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands import prose
from retrieval.records import AbstentionReason
from tests.support import made_up
from tests.support.cases import CASES
from tests.support.command_line import Danvan, run_danvan

REPLY = {
    "id": (str, int, type(None)),
    "answered": bool,
    "sentences": list,
    "citations": list,
    "confidence": float,
    "nearest": list,
    "steps": list,
    "reason": (str, type(None)),
    "register": list,
    "lapsed": list,
    "renamed": list,
}
CITATION = {
    "source": str,
    "kind": str,
    "title": str,
    "publisher": (str, type(None)),
    "published_on": (str, type(None)),
    "start": int,
    "end": int,
    "quote": str,
    "passage": str,
}
REGISTERED = {
    "name": str,
    "issuer": (str, type(None)),
    "title": (str, type(None)),
    "issued": (str, type(None)),
    "effective": (str, type(None)),
    "ended": (str, type(None)),
    "in_force": (bool, type(None)),
    "replaced_by": list,
    "details": list,
    "source": str,
    "checked_on": str,
}
CARD = {
    "number": str,
    "kind": str,
    "issuer": (str, type(None)),
    "title": (str, type(None)),
    "issuers": list,
    "titles": list,
    "dates": list,
    "disputed": bool,
    "beside": list,
    "register": (dict, type(None)),
    "replaces": list,
    "detailed_by": list,
    "passages": list,
}
STEP = {"name": str, "before": str, "after": str}
QUESTIONS = CASES / "questions.jsonl"

Json = dict[str, Any]


def has_form(value: Json, form: dict[str, Any]) -> bool:
    return value.keys() == form.keys() and all(
        isinstance(value[key], kind) for key, kind in form.items()
    )


def lines_of(out: str) -> list[Json]:
    return [json.loads(line) for line in out.splitlines()]


def questions(path: Path, *lines: object) -> str:
    path.write_text(
        "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines),
        encoding="utf-8",
    )
    return str(path)


def test_a_question_gets_a_quote_its_source_and_how_sure_we_are(small_library: Danvan) -> None:
    ran = small_library("ask", "Khu phố có mấy tổ tự quản?")

    assert ran.code == 0
    quote, source, confidence = ran.out.splitlines()
    assert quote == "“Khu phố có 12 tổ tự quản.” [1]"
    assert source == "[1] khu phố 3 · 19/05/2020 · Khu phố chăm lo cơ sở · Báo Khu phố · groups.md"
    assert confidence.startswith("Confidence ")


def test_a_question_needs_no_quotation_marks(small_library: Danvan) -> None:
    assert (
        "12 tổ tự quản" in small_library("ask", "khu", "phố", "có", "mấy", "tổ", "tự", "quản").out
    )


def test_what_was_understood_is_said_where_it_is_not_what_was_typed(small_library: Danvan) -> None:
    out = small_library("ask", "khu pho co may to tu quan").out
    assert out.startswith("Understood as: khu phố có mấy tổ tự quản\n")


def test_what_nothing_is_about_is_said_to_be_so(small_library: Danvan) -> None:
    ran = small_library("ask", "giá vàng hôm nay")
    assert (ran.code, ran.out) == (0, "Nothing in the library is about this.\n")


@pytest.mark.parametrize("reason", AbstentionReason)
def test_every_reason_to_abstain_has_its_sentence(
    reason: AbstentionReason, capsys: pytest.CaptureFixture[str]
) -> None:
    nearest = made_up.cite(made_up.article(), made_up.FIRST)

    prose.show_reply(made_up.abstention(reason, subject="Cần Đước", nearest=[nearest]))

    said, heading, quote, source = capsys.readouterr().out.splitlines()
    assert "{" not in said
    assert ("Cần Đước" in said) is reason.value.endswith(("-covered", "-known"))
    assert heading == "Nearest passages, which don't answer it:"
    assert quote == f"“{made_up.FIRST}” [1]"
    assert source.startswith("[1] xã Tân An · 19/05/2020 · ")


def test_a_source_is_listed_once_however_often_it_is_cited(
    capsys: pytest.CaptureFixture[str],
) -> None:
    article = made_up.article()
    other = made_up.article(made_up.OTHER, name="hoa-binh.txt", published_on=None)
    quotes = (made_up.FIRST, made_up.SECOND)

    prose.show_reply(
        made_up.answer(*(made_up.cite(article, quote) for quote in quotes), made_up.cite(other))
    )

    *cited, _, _, _ = lines = capsys.readouterr().out.splitlines()
    assert [line[-3:] for line in cited] == ["[1]", "[1]", "[2]"]
    assert lines[-3].startswith("[1] ")
    assert lines[-2].startswith("[2] xã Tân An · undated · ")


def test_programs_get_one_object(small_library: Danvan) -> None:
    [reply] = lines_of(small_library("ask", "Khu phố có mấy tổ tự quản?", "--json").out)

    assert has_form(reply, REPLY)
    assert reply["answered"] is True
    assert reply["sentences"] == ["Khu phố có 12 tổ tự quản."]
    [citation] = reply["citations"]
    assert has_form(citation, CITATION)
    assert citation["source"] == "groups.md"
    assert citation["published_on"] == "2020-05-19"


def test_a_batch_answers_every_question_of_the_table_with_verbatim_quotes(danvan: Danvan) -> None:
    asked = lines_of(QUESTIONS.read_text(encoding="utf-8"))
    ran = danvan("ask", "--batch", str(QUESTIONS), "--json")
    replies = lines_of(ran.out)

    assert (ran.code, ran.err) == (0, "")
    assert [reply["id"] for reply in replies] == [line["id"] for line in asked]
    assert all(has_form(reply, REPLY) for reply in replies)
    assert all(has_form(step, STEP) for reply in replies for step in reply["steps"])
    assert {reply["answered"] for reply in replies} == {True, False}
    for reply in replies:
        assert reply["answered"] is bool(reply["citations"]) is (reply["reason"] is None)
        assert reply["sentences"] == [citation["quote"] for citation in reply["citations"]]
        assert 0 <= reply["confidence"] <= 1
    assert_verbatim(danvan, replies)


def assert_verbatim(danvan: Danvan, replies: list[Json]) -> None:
    """Check every quote against the text that `corpus show` prints."""
    shown = [one for reply in replies for one in (*reply["citations"], *reply["nearest"])]
    texts = {
        name: danvan("corpus", "show", name, "--text").out.removesuffix("\n")
        for name in {citation["source"] for citation in shown}
    }
    assert len(texts) == 5
    for citation in shown:
        assert has_form(citation, CITATION)
        text = texts[citation["source"]]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["quote"] in citation["passage"]
        assert citation["passage"] in text


def test_a_batch_for_people_sets_each_question_off(small_library: Danvan, tmp_path: Path) -> None:
    batch = questions(
        tmp_path / "q.jsonl",
        {"id": "a", "question": "Khu phố có mấy tổ tự quản?"},
        {"id": 2, "question": "giá vàng hôm nay"},
    )
    out = small_library("ask", "--batch", batch).out

    assert "\na: Khu phố có mấy tổ tự quản?\n“Khu phố có 12" in out
    assert "\n2: giá vàng hôm nay\nNothing in the library" in out


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("no JSON\n", "Invalid JSON"),
        ('["a", "b"]\n', "object"),
        ('{"id": "b"}\n', "question: Field required"),
        ('{"id": null, "question": "có gì"}\n', "id: "),
        ('{"id": "b", "question": 5}\n', "question: Input should be a valid string"),
    ],
)
def test_a_malformed_line_is_named_and_those_before_it_are_answered(
    small_library: Danvan, tmp_path: Path, line: str, problem: str
) -> None:
    first = {"id": 1, "question": "Khu phố có mấy tổ tự quản?"}
    batch = questions(tmp_path / "q.jsonl", first, "\n", line, first)

    ran = small_library("ask", "--batch", batch, "--json")

    assert ran.code == 2
    assert [reply["id"] for reply in lines_of(ran.out)] == [1]
    assert ran.err.startswith(f"danvan: {batch}, line 3: ")
    assert problem in ran.err
    assert "expected a JSON object with id and question" in ran.err
    assert ran.err.count("\n") == 1


def test_bytes_that_are_no_utf_8_are_a_malformed_line(
    small_library: Danvan, tmp_path: Path
) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_bytes('{"id": 1, "question": "Khu phố"}'.encode("utf-16"))

    ran = small_library("ask", "--batch", str(batch), "--json")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"danvan: {batch}, line 1: ")


def test_a_byte_order_mark_and_windows_line_ends_are_no_trouble(
    small_library: Danvan, tmp_path: Path
) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_bytes('{"id": 1, "question": "Khu phố"}\r\n'.encode("utf-8-sig"))

    assert small_library("ask", "--batch", str(batch), "--json").code == 0


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_a_batch_that_cannot_be_read_is_an_error(
    small_library: Danvan, tmp_path: Path, name: str
) -> None:
    ran = small_library("ask", "--batch", str(tmp_path / name))

    assert (ran.code, ran.out) == (2, "")
    assert f"{tmp_path / name} can't be read (" in ran.err


def test_a_batch_comes_from_standard_input_too(small_library: Danvan) -> None:
    line = json.dumps({"id": "a", "question": "Khu phố có mấy tổ tự quản?"}, ensure_ascii=False)

    answered = run_danvan("ask", "--batch", "-", "--json", given=line.encode())
    refused = run_danvan("ask", "--batch", "-", "--json", given=b"\nno JSON")

    assert [reply["sentences"] for reply in lines_of(answered.out)] == [
        ["Khu phố có 12 tổ tự quản."]
    ]
    assert refused.code == 2
    assert refused.err.startswith("danvan: standard input, line 2: ")


def test_a_document_is_shown_with_what_its_sources_say(small_library: Danvan) -> None:
    ran = small_library("lookup", "nq 25")

    assert ran.code == 0
    assert ran.out.splitlines() == [
        "Nghị quyết số 25-NQ/TW",
        "Issued 03/06/2013 according to [1]",
        "Issued 13/06/2013 according to [2]",
        "The sources disagree on the date.",
        "“Khu phố có 12 tổ tự quản. Mỗi tổ họp một tháng một lần.",
        "Khu phố thực hiện Nghị quyết số 25-NQ/TW ngày 3/6/2013.” [1]",
        "“Trường học trồng 300 cây xanh theo Nghị quyết số 25-NQ/TW ngày 13/6/2013.” [2]",
        "[1] khu phố 3 · 19/05/2020 · Khu phố chăm lo cơ sở · Báo Khu phố · groups.md",
        "[2] 01/06/2021 · Trường học: xanh, sạch [đẹp] :tree: · trees.md",
    ]


def test_a_documents_number_needs_no_quotation_marks(small_library: Danvan) -> None:
    assert small_library("lookup", "nghị", "quyết", "25").out == (
        small_library("lookup", "nghị quyết 25").out
    )


def test_programs_get_all_cards_of_a_document(small_library: Danvan) -> None:
    ran = small_library("lookup", "25-NQ/TW", "--json")
    [card] = json.loads(ran.out)

    assert has_form(card, CARD)
    assert (card["kind"], card["issuer"], card["register"]) == ("Nghị quyết", None, None)
    assert card["dates"] == [
        {"day": "2013-06-03", "sources": ["groups.md"]},
        {"day": "2013-06-13", "sources": ["trees.md"]},
    ]
    assert card["disputed"] is True
    assert all(has_form(passage, CITATION) for passage in card["passages"])


def test_a_document_that_no_article_names_is_said_to_be_unknown(small_library: Danvan) -> None:
    assert small_library("lookup", "99-NQ/TW").out == "No article names “99-NQ/TW”.\n"
    assert small_library("lookup", "99-NQ/TW", "--json").out == "[]\n"


def test_what_an_unknown_number_may_have_meant_is_suggested(small_library: Danvan) -> None:
    out = small_library("lookup", "25-NQ/TU").out
    assert out == "No article names “25-NQ/TU”. Did you mean Nghị quyết số 25-NQ/TW?\n"


def test_a_question_of_force_is_answered_from_the_register(danvan: Danvan) -> None:
    out = danvan("ask", "pháp lệnh 34 còn hiệu lực không").out

    first, *quotes = out.splitlines()
    assert first.startswith(
        "Pháp lệnh số 34/2007/PL-UBTVQH11: ended on 01/07/2023, replaced by Luật Thực hiện dân chủ "
        "ở cơ sở số 10/2022/QH15 (the register, from "
    )
    assert [quote[-3:] for quote in quotes[:2]] == ["[1]", "[2]"]


def test_programs_get_the_register_with_an_answer_of_force(danvan: Danvan) -> None:
    [reply] = lines_of(danvan("ask", "--json", "phap lenh 34 con hieu luc ko").out)

    assert has_form(reply, REPLY)
    [entry] = reply["register"]
    assert has_form(entry, REGISTERED)
    assert (entry["in_force"], entry["ended"]) == (False, "2023-07-01")
    assert reply["answered"] is True
    assert all("34" in sentence for sentence in reply["sentences"])
    assert len(reply["sentences"]) == len(reply["citations"]) == 2


def test_what_the_register_does_not_know_is_declined_with_where_it_is_named(
    danvan: Danvan,
) -> None:
    question = "nghị định 04 còn áp dụng không"
    [reply] = lines_of(danvan("ask", "--json", question).out)

    assert (reply["answered"], reply["reason"]) == (False, "force-not-known")
    assert all("04/2015/NĐ-CP" in near["quote"] for near in reply["nearest"])
    assert danvan("ask", question).out.startswith(
        "The register does not tell the force of Nghị định số 04/2015/NĐ-CP.\n"
    )


def test_an_answer_that_rests_on_a_document_with_an_end_says_so(danvan: Danvan) -> None:
    question = "pháp lệnh 34 ban hành ngày nào"
    [reply] = lines_of(danvan("ask", "--json", question).out)

    [entry] = reply["lapsed"]
    assert has_form(entry, REGISTERED)
    assert "\nNote: Pháp lệnh số 34/2007/PL-UBTVQH11: ended on 01/07/2023, " in (
        danvan("ask", question).out
    )


def test_a_document_that_only_the_register_knows_has_a_card(danvan: Danvan) -> None:
    ran = danvan("lookup", "luật 10/2022/QH15")
    [card] = json.loads(danvan("lookup", "luật 10/2022/QH15", "--json").out)

    first, held, *beside = ran.out.splitlines()
    assert first == "Luật số 10/2022/QH15"
    assert held.startswith("Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15: in force from 01/07/20")
    assert beside == [
        "Replaces Pháp lệnh số 34/2007/PL-UBTVQH11",
        "Detailed by Nghị định số 59/2023/NĐ-CP",
    ]
    assert has_form(card, CARD)
    assert has_form(card["register"], REGISTERED)
    assert (card["title"], card["passages"]) == ("Thực hiện dân chủ ở cơ sở", [])


def test_the_documents_named_beside_another_are_listed(danvan: Danvan) -> None:
    [card] = json.loads(danvan("lookup", "pháp lệnh 34", "--json").out)

    assert card["beside"][0] == {"number": "Nghị định số 04/2015/NĐ-CP", "passages": 2}
    assert "\nBeside it: Nghị định số 04/2015/NĐ-CP, " in danvan("lookup", "pháp lệnh 34").out
