"""The register of documents: what it holds, whom a number finds, and what a row must be."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableRegisterError
from corpus.numbers import format as label
from corpus.numbers import parse
from corpus.records import DocumentNumber
from corpus.register import (
    Force,
    Register,
    RegisterEntry,
    parse_register,
    read_register,
    shipped_register,
)
from tests.support.cases import read_cases

CHECKED = date(2026, 11, 22)
HEADER = "number\tkind\tended\teffective\treplaced_by\tsource\tchecked_on\n"
GOOD = "12/2019/NĐ-CP\t\t2024-01-01\t\t\tCông báo\t2026-11-22\n"


def number(typed: str) -> DocumentNumber:
    found = parse(typed)
    assert found
    return found


def names(entries: tuple[RegisterEntry, ...]) -> str:
    return "; ".join(label(entry.number) for entry in entries)


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def refusal(text: str) -> str:
    with pytest.raises(UnreadableRegisterError) as caught:
        parse_register(text, "sổ.tsv")
    return str(caught.value)


@pytest.mark.parametrize(("typed", "may_mean", "certain"), read_cases("register_lookups.tsv"))
def test_a_number_finds_what_it_may_mean_and_what_it_names_for_certain(
    typed: str, may_mean: str, certain: str
) -> None:
    entry = shipped_register().entry_of(number(typed))

    assert names(shipped_register().may_mean(number(typed))) == may_mean
    assert names((entry,) if entry else ()) == certain


def test_the_shipped_register_knows_when_the_ordinance_ended_and_what_took_its_place() -> None:
    [ordinance] = shipped_register().may_mean(number("pháp lệnh 34"))

    assert ordinance.ended_on == date(2023, 7, 1)
    assert [one.name for one in ordinance.replaced_by] == [
        "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15"
    ]
    [law] = map(shipped_register().entry_of, (one.number for one in ordinance.replaced_by))
    assert law
    assert (law.effective_on, law.ended_on) == (ordinance.ended_on, None)
    assert law.name == ordinance.replaced_by[0].name


def test_the_shipped_register_knows_the_decree_that_details_the_law() -> None:
    law = number("10/2022/QH15")

    assert names(shipped_register().detailing(law)) == "59/2023/NĐ-CP"
    assert names(shipped_register().replaced_with(law)) == "34/2007/PL-UBTVQH11"


@pytest.mark.parametrize("entry", shipped_register().entries, ids=lambda entry: entry.name)
def test_every_shipped_entry_can_be_checked(entry: RegisterEntry) -> None:
    assert entry.source
    assert entry.checked_on == CHECKED
    assert shipped_register().entry_of(entry.number) is entry


@pytest.mark.parametrize(
    ("effective", "ended", "day", "force"),
    [
        (None, None, "2024-01-01", Force.UNKNOWN),
        ("2023-07-01", None, "2023-06-30", Force.NOT_YET),
        ("2023-07-01", None, "2023-07-01", Force.IN_FORCE),
        (None, "2023-07-01", "2023-06-30", Force.IN_FORCE),
        (None, "2023-07-01", "2023-07-01", Force.ENDED),
        ("2007-07-01", "2023-07-01", "2010-01-01", Force.IN_FORCE),
        ("2007-07-01", "2023-07-01", "2026-01-01", Force.ENDED),
    ],
)
def test_a_document_is_in_force_from_its_first_day_until_the_day_it_ends(
    effective: str | None, ended: str | None, day: str, force: Force
) -> None:
    entry = RegisterEntry(
        number=number("12/2019/NĐ-CP"),
        effective_on=date.fromisoformat(effective) if effective else None,
        ended_on=date.fromisoformat(ended) if ended else None,
        source="Công báo",
        checked_on=CHECKED,
    )

    assert entry.force_on(date.fromisoformat(day)) is force


def test_an_operators_table_adds_to_the_shipped_one(tmp_path: Path) -> None:
    register = read_register(table(tmp_path / "mine.tsv", HEADER + GOOD))

    assert names(register.entries) == f"12/2019/NĐ-CP; {names(shipped_register().entries)}"


def test_an_operators_row_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    row = "34/2007/PL-UBTVQH11\tPháp lệnh\t2023-07-02\t\t\tCông báo\t2027-01-01\n"

    register = read_register(table(tmp_path / "mine.tsv", HEADER + row))

    [entry] = register.may_mean(number("pháp lệnh 34"))
    assert (entry.ended_on, entry.source) == (date(2023, 7, 2), "Công báo")
    assert len(register.entries) == len(shipped_register().entries)


def test_a_table_may_come_from_a_spreadsheet() -> None:
    text = (
        "# chép từ công báo\r\nChecked on\tSource\tNumber\tTitle\tReplaced by\r\n"
        '2026-11-22\t"Báo ""Nhân Dân"""\t12/2019/NĐ-CP\t\tNghị định 9/2024/NĐ-CP|'
        "Nghị định 10/2024/NĐ-CP\r\n\t\t\r\n"
    )

    [entry] = parse_register(text, "sổ.tsv").entries

    assert entry.source == 'Báo "Nhân Dân"'
    assert [label(one.number) for one in entry.replaced_by] == ["09/2024/NĐ-CP", "10/2024/NĐ-CP"]


def test_a_table_without_rows_holds_nothing() -> None:
    assert parse_register("", "sổ.tsv") == parse_register(HEADER, "sổ.tsv") == Register()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"number": ""}, "column number is empty; expected a whole number"),
        ({"number": "xin chào"}, "column number is 'xin chào'; expected a whole number"),
        ({"number": "34", "kind": "Pháp lệnh"}, "is '34'; expected a whole number, such as"),
        ({"number": "12/2019/QH14"}, "column kind is empty; expected the kind of the document"),
        ({"kind": "Văn thư"}, "column kind is 'Văn thư'; expected a kind of document"),
        ({"kind": "Luật"}, "column kind is 'Luật'; expected \"Nghị định\""),
        ({"ended": "1/7/2023"}, "column ended is '1/7/2023'; expected a day such as 2023-07-01"),
        ({"ended": "2023-02-30"}, "column ended is '2023-02-30'; expected a day"),
        ({"effective": "2024-01-01", "ended": "2024-01-01"}, "expected a day after 2024-01-01"),
        ({"replaced_by": "luật mới"}, "column replaced_by is 'luật mới'; expected a document"),
        ({"checked_on": ""}, "column checked_on is empty; expected the day on which"),
        ({"source": ""}, "column source is empty; expected where"),
        ({"number": "12/2019/NĐ-CP"}, "expected one row a document, and an earlier row has"),
        ({"checked_on": "2026-11-22\tthêm"}, "line 4 has 8 cells; expected at most 7"),
        ({"kind": '"Nghị" định'}, "line 4 can't be read"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_what_is_expected(
    cells: dict[str, str], said: str
) -> None:
    good = {"number": "9/2020/NĐ-CP", "source": "Công báo", "checked_on": "2026-11-22"}
    row = "\t".join((good | cells).get(column, "") for column in HEADER.split())

    message = refusal(f"# một dòng\n{HEADER}{GOOD}{row}")

    assert message.startswith("sổ.tsv, line 4")
    assert said in message


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("number\tsource", "has no column checked_on"),
        ("number\tsource\tchecked_on\tnumber", "names a column twice"),
        ("number\tsource\tchecked_on\tghi chú", "names a column 'ghi_chú'"),
    ],
)
def test_a_header_that_cannot_be_used_is_told_what_columns_there_are(
    header: str, said: str
) -> None:
    message = refusal(header)

    assert message.startswith("sổ.tsv, line 1, the header, ")
    assert said in message
    assert "replaced_by" in message


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "utf-16.tsv").write_bytes(HEADER.encode("utf-16"))
    for name, said in (("absent.tsv", "No such file"), ("utf-16.tsv", "is no UTF-8 text")):
        with pytest.raises(UnreadableRegisterError, match=said) as caught:
            read_register(tmp_path / name)
        assert name in str(caught.value)


@given(st.text(alphabet='\t\n"#|-/019ĐNđ Pháplệnh2023', max_size=60))
def test_whatever_a_table_holds_it_is_read_or_refused(rows: str) -> None:
    with suppress(UnreadableRegisterError):
        register = parse_register(HEADER + rows, "sổ.tsv")
        assert all(register.entry_of(entry.number) is entry for entry in register.entries)
