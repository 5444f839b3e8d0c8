from dataclasses import replace
from datetime import date

import pytest

from bot.callbacks import ShowDocument, ShowPassage
from bot.render.answers import answer
from bot.render.register import register_answer
from bot.telegram_text import plain, to_html
from bot.texts import English, Texts, Vietnamese
from corpus.records import DocumentMention, DocumentNumber
from corpus.register import NamedDocument, RegisterEntry
from retrieval.records import DocumentCard, QuestionKind, RegisterAnswer
from tests.support import made_up
from tests.support.made_up import cite

VI, EN = Vietnamese(), English()
TODAY = date(2026, 11, 22)
NUMBER = DocumentNumber(ordinal="12", kind="NĐ", issuer="CP", year=2019)
NAME = "Nghị định số 12/2019/NĐ-CP"
ENTRY = RegisterEntry(
    number=NUMBER,
    effective_on=date(2019, 7, 1),
    ended_on=date(2024, 1, 1),
    replaced_by=(NamedDocument(name="Nghị định số 01/2024/NĐ-CP", number=NUMBER),),
    source="Công báo",
    checked_on=date(2026, 1, 2),
)
ONE = made_up.article(f"Xã học {NAME}. Dân nghe.", name="mot.txt", title="Bài một")
TWO = made_up.article(f"Tổ theo {NAME}.", name="hai.txt", title="Bài hai")
QUOTES = (cite(ONE, f"Xã học {NAME}."), cite(TWO))


def card(*, entry: RegisterEntry | None = ENTRY, named: bool = True) -> DocumentCard:
    mentions = tuple(
        (cite(one), DocumentMention(number=NUMBER, span=cite(one, NAME).span)) for one in (ONE, TWO)
    )
    return DocumentCard(
        number=NUMBER,
        label=NAME,
        dates=(),
        mentions=mentions if named else (),
        entry=entry,
    )


def reply(*cards: DocumentCard, kind: QuestionKind = QuestionKind.YES_NO) -> RegisterAnswer:
    cited = QUOTES if any(one.mentions for one in cards) else ()
    question = replace(made_up.query("nghị định 12 còn hiệu lực không"), kind=kind)
    return RegisterAnswer(query=question, documents=cards, citations=cited)


def test_the_verdict_comes_first_then_the_register_then_who_still_cites_it() -> None:
    screen = register_answer(reply(card()), TODAY, VI)

    assert to_html(screen.text) == (
        f"<b>Không còn.</b> {NAME} có hiệu lực từ 01/07/2019, hết hiệu lực từ 01/01/2024, "
        "thay bằng Nghị định số 01/2024/NĐ-CP (sổ văn bản, nguồn: Công báo, kiểm tra ngày "
        "02/01/2026).\n"
        "2 bài trong kho còn dẫn văn bản này: [1] [2]\n"
        f"<blockquote expandable><b>Xã học {NAME}.</b> Dân nghe.</blockquote>\n"
        "[1] Xã Tân An, 19/05/2020 · Bài một · Báo Tân An\n"
        f"<blockquote expandable>Tổ theo {NAME}.</blockquote>\n"
        "[2] Xã Tân An, 19/05/2020 · Bài hai · Báo Tân An"
    )
    assert [button.action for row in screen.rows for button in row] == [
        *(ShowPassage(passage_id=one.passage.id) for one in QUOTES),
        ShowDocument(label="12/2019/NĐ-CP"),
    ]


@pytest.mark.parametrize(
    ("texts", "changed", "verdict"),
    [
        (VI, {}, "Không còn. "),
        (VI, {"ended_on": None}, "Còn. "),
        (VI, {"ended_on": date(2026, 11, 23)}, "Còn. "),
        (VI, {"ended_on": TODAY}, "Không còn. "),
        (VI, {"ended_on": None, "effective_on": date(2027, 1, 1)}, "Chưa. "),
        (VI, {"ended_on": None, "effective_on": None}, NAME),
        (EN, {}, "No longer in force. "),
        (EN, {"ended_on": None}, "In force. "),
        (EN, {"ended_on": None, "effective_on": date(2027, 1, 1)}, "Not yet. "),
    ],
)
def test_the_verdict_is_of_the_day_that_is_given(
    texts: Texts, changed: dict[str, date | None], verdict: str
) -> None:
    entry = replace(ENTRY, **changed)  # type: ignore[arg-type]  # names of days, all of them

    assert plain(register_answer(reply(card(entry=entry)), TODAY, texts).text).startswith(verdict)


@pytest.mark.parametrize("kind", [QuestionKind.WHEN, QuestionKind.WHICH])
def test_who_asks_for_the_day_or_the_document_gets_no_verdict(kind: QuestionKind) -> None:
    text = plain(register_answer(reply(card(), kind=kind), TODAY, VI).text)

    assert text.startswith(f"{NAME} có hiệu lực từ ")


def test_a_document_in_force_is_said_to_be_named_rather_than_still_cited() -> None:
    text = plain(register_answer(reply(card(entry=replace(ENTRY, ended_on=None))), TODAY, VI).text)

    assert "\nĐược nhắc trong 2 đoạn của 2 bài.\n" in text


def test_a_document_that_no_article_names_is_answered_without_quotes() -> None:
    screen = register_answer(reply(card(named=False)), TODAY, VI)

    assert plain(screen.text).splitlines()[1:] == [VI.only_in_register()]
    assert [button.action for row in screen.rows for button in row] == [
        ShowDocument(label="12/2019/NĐ-CP")
    ]


def test_of_several_documents_the_unknown_one_is_said_to_be_so() -> None:
    text = plain(register_answer(reply(card(), card(entry=None)), TODAY, VI).text)

    assert f"\n{VI.force_unknown(NAME)}\n" in text


VIETNAMESE_NOTE = (
    f"Lưu ý: {NAME} có hiệu lực từ 01/07/2019, hết hiệu lực từ 01/01/2024, thay bằng "
    "Nghị định số 01/2024/NĐ-CP (sổ văn bản, kiểm tra ngày 02/01/2026)."
)
ENGLISH_NOTE = (
    f"Note: {NAME}: in force from 1 July 2019, ended on 1 January 2024, replaced by "
    "Nghị định số 01/2024/NĐ-CP (the register, checked on 2 January 2026)."
)


@pytest.mark.parametrize(("texts", "note"), [(VI, VIETNAMESE_NOTE), (EN, ENGLISH_NOTE)])
def test_an_answer_that_rests_on_a_document_with_an_end_says_so(texts: Texts, note: str) -> None:
    found = replace(made_up.answer(cite(ONE)), lapsed=(ENTRY,))

    html = to_html(answer(found, [], texts).text)

    assert f"<i>\n{note}</i>" in html
