from datetime import date

from bot.callbacks import ShowDocument, ShowMentions, TurnMentions
from bot.render import documents
from bot.telegram_text import plain, to_html
from bot.texts import Vietnamese
from corpus.records import Article, DocumentMention, DocumentNumber
from retrieval.records import Citation, DocumentCard, StatedDate
from tests.support import made_up
from tests.support.made_up import cite

VI = Vietnamese()
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
