from dataclasses import replace
from datetime import date

import pytest

from bot.callbacks import ShowDocument, ShowMentions, TurnMentions
from bot.render import documents
from bot.screens import Copy
from bot.telegram_text import plain, to_html
from bot.texts import English, Texts, Vietnamese
from corpus.records import Article, DocumentMention, DocumentNumber
from corpus.register import NamedDocument, RegisterEntry
from retrieval.records import Citation, DocumentBeside, DocumentCard, StatedDate, StatedWords
from tests.support import made_up
from tests.support.made_up import cite

VI, EN = Vietnamese(), English()
NUMBER = DocumentNumber(ordinal="25", kind="NQ", issuer="TW")
NAME = "Nghị quyết số 25-NQ/TW"
ONE = made_up.article(f"{NAME} ra ngày 3/6/2013.", name="mot.txt", title="Bài một")
TWO = made_up.article(f"{NAME} ra ngày 13/6/2013.", name="hai.txt", title="Bài hai")
THREE = made_up.article(f"Xã học {NAME}.", name="ba.txt", title="Bài ba")


def mention(source: Article) -> tuple[Citation, DocumentMention]:
    found = cite(source, NAME)
    return cite(source), DocumentMention(number=NUMBER, span=found.span)


def card(*sources: Article, dates: tuple[StatedDate, ...] = ()) -> DocumentCard:
    return DocumentCard(
        number=NUMBER, label=NAME, dates=dates, mentions=tuple(map(mention, sources))
    )


JUNE_3 = StatedDate(day=date(2013, 6, 3), citations=(cite(ONE),))
JUNE_13 = StatedDate(day=date(2013, 6, 13), citations=(cite(TWO),))


def test_a_card_gives_each_day_by_its_source_and_says_plainly_that_they_differ() -> None:
    screen = documents.document(card(THREE, TWO, ONE, dates=(JUNE_3, JUNE_13)), VI)
    assert to_html(screen.text) == (
        "<b>Nghị quyết số </b><code>25-NQ/TW</code>\n"
        "Ngày ban hành: 03/06/2013 theo [1]; 13/06/2013 theo [2]."
        " <b>Các nguồn ghi 2 ngày khác nhau.</b>\n"
        "Được nhắc trong 3 đoạn của 3 bài.\n"
        f"<blockquote expandable><b>{NAME}</b> ra ngày 3/6/2013.</blockquote>\n"
        "[1] Xã Tân An, 19/05/2020 · Bài một · Báo Tân An\n"
        f"<blockquote expandable><b>{NAME}</b> ra ngày 13/6/2013.</blockquote>\n"
        "[2] Xã Tân An, 19/05/2020 · Bài hai · Báo Tân An"
    )
    assert screen.rows[0][0].action == ShowMentions(label="25-NQ/TW")


def test_sources_that_agree_are_not_said_to_differ() -> None:
    agreed = StatedDate(day=date(2013, 6, 3), citations=(cite(ONE), cite(TWO)))
    text = plain(documents.document(card(ONE, TWO, dates=(agreed,)), VI).text)
    assert "Ngày ban hành: 03/06/2013 theo [1], [2]." in text
    assert "khác nhau" not in text


def test_a_document_without_a_day_says_so_and_shows_where_it_is_named() -> None:
    text = plain(documents.document(card(THREE), VI).text)
    assert "không ghi ngày ban hành" in text
    assert f"Xã học {NAME}." in text


def test_a_number_of_several_documents_lets_people_choose() -> None:
    other = DocumentNumber(ordinal="25", kind="CT", issuer="TW")
    cards = [
        card(ONE),
        DocumentCard(number=other, label="Chỉ thị số 25-CT/TW", dates=(), mentions=(mention(TWO),)),
    ]
    screen = documents.documents(cards, VI)
    assert "Có 2 văn bản" in plain(screen.text)
    assert [row[0].action for row in screen.rows] == [
        ShowDocument(label="25-NQ/TW"),
        ShowDocument(label="25-CT/TW"),
    ]


def test_an_unknown_number_offers_what_may_have_been_meant() -> None:
    screen = documents.unknown_document("25-NQ/TU", [card(ONE)], VI)
    assert "“25-NQ/TU”" in plain(screen.text)
    assert screen.rows[0][0].action == ShowDocument(label="25-NQ/TW")


def test_an_unknown_number_with_nothing_near_has_no_buttons() -> None:
    assert documents.unknown_document("<b>", [], VI).rows == ()


def test_the_passages_that_name_it_are_paged() -> None:
    sources = [made_up.article(f"Bài {n} dẫn {NAME}.", name=f"{n}.txt") for n in range(1, 8)]
    first = documents.document_mentions(card(*sources), 1, VI)
    last = documents.document_mentions(card(*sources), 99, VI)
    assert "(trang 1/3)" in plain(first.text)
    assert "Bài 3 dẫn" in plain(first.text)
    assert "Bài 4 dẫn" not in plain(first.text)
    assert [b.action for b in first.rows[0]] == [TurnMentions(page=2, label="25-NQ/TW")]
    assert "Bài 7 dẫn" in plain(last.text)
    assert [b.action for b in last.rows[0]] == [TurnMentions(page=2, label="25-NQ/TW")]


AGREED = StatedDate(day=date(2013, 6, 3), citations=(cite(ONE), cite(TWO)))
ISSUER = StatedWords(words="Bộ Chính trị", citations=(cite(ONE, "ngày"), cite(TWO, "ngày")))
TITLE = StatedWords(words="dân vận", citations=(cite(THREE, "học"),))


def test_a_card_names_the_document_in_full_each_part_by_its_sources() -> None:
    full = replace(card(ONE, TWO, THREE, dates=(AGREED,)), issuers=(ISSUER,), titles=(TITLE,))

    first, *_, last = plain(documents.document(full, VI).text).splitlines()

    assert first == f"{NAME} · Bộ Chính trị [1] [2] · dân vận [3]"
    assert last == "[3] Xã Tân An, 19/05/2020 · Bài ba · Báo Tân An"


def test_every_mark_of_a_card_has_its_source_below() -> None:
    full = replace(card(ONE, TWO, THREE, dates=(AGREED,)), issuers=(ISSUER,), titles=(TITLE,))

    lines = plain(documents.document(full, VI).text).splitlines()

    assert [line[:3] for line in lines if line.startswith("[")] == ["[1]", "[2]", "[3]"]


def test_the_documents_named_beside_it_are_at_most_five() -> None:
    beside = tuple(
        DocumentBeside(number=NUMBER, label=f"Kế hoạch số 0{n}-KH/TW", passages=9 - n)
        for n in range(1, 8)
    )

    text = plain(documents.document(replace(card(THREE), beside=beside), VI).text)

    assert (
        "Được nhắc trong 1 đoạn của 1 bài. Nhắc cùng: Kế hoạch số 01-KH/TW, Kế hoạch số 02-KH/TW, "
        "Kế hoạch số 03-KH/TW, Kế hoạch số 04-KH/TW, Kế hoạch số 05-KH/TW.\n"
    ) in text


ENTRY = RegisterEntry(
    number=NUMBER,
    issuer="Trung ương",
    title="công tác dân vận",
    issued_on=date(2013, 6, 3),
    effective_on=date(2013, 6, 4),
    ended_on=date(2020, 7, 1),
    replaced_by=(NamedDocument(name="Nghị quyết số 43-NQ/TW", number=NUMBER),),
    source="Công báo",
    checked_on=date(2026, 11, 22),
)


VIETNAMESE_LINE = (
    f"{NAME} có hiệu lực từ 04/06/2013, hết hiệu lực từ 01/07/2020, thay bằng "
    "Nghị quyết số 43-NQ/TW (sổ văn bản, nguồn: Công báo, kiểm tra ngày 22/11/2026)."
)
ENGLISH_LINE = (
    f"{NAME}: in force from 4 June 2013, ended on 1 July 2020, replaced by "
    "Nghị quyết số 43-NQ/TW (the register, source: Công báo, checked on 22 November 2026)."
)


@pytest.mark.parametrize(("texts", "line"), [(VI, VIETNAMESE_LINE), (EN, ENGLISH_LINE)])
def test_a_card_says_what_the_register_has_where_it_stands_and_when_it_was_checked(
    texts: Texts, line: str
) -> None:
    shown = documents.document(replace(card(ONE), entry=ENTRY), texts)

    assert plain(shown.text).splitlines()[1] == line


def test_what_the_register_alone_has_is_marked_so() -> None:
    alone = replace(card(), entry=ENTRY)
    screen = documents.document(alone, VI)

    assert plain(screen.text).splitlines() == [
        f"{NAME} · Trung ương (sổ văn bản) · công tác dân vận (sổ văn bản)",
        VI.force_of(ENTRY),
        "Ngày ban hành: 03/06/2013 (sổ văn bản).",
        "Chưa có bài nào trong kho nhắc đến văn bản này.",
    ]
    assert [button.action for row in screen.rows for button in row] == [Copy(words="25-NQ/TW")]


def test_the_registers_issuer_stands_beside_the_one_of_the_sources_where_they_differ() -> None:
    full = replace(card(ONE, TWO), issuers=(ISSUER,), titles=(TITLE,), entry=ENTRY)

    first = plain(documents.document(full, VI).text).splitlines()[0]

    assert first == f"{NAME} · Bộ Chính trị [1] [2]; Trung ương (sổ văn bản) · dân vận [3]"


def test_a_card_names_what_the_document_replaced_and_what_details_it() -> None:
    text = plain(
        documents.document(replace(card(ONE), replaces=(ENTRY,), detailed_by=(ENTRY,)), VI).text
    )

    assert f"\nThay cho: {NAME}.\nVăn bản quy định chi tiết: {NAME}.\n" in text
