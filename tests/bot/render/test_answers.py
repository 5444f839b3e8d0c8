from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import callbacks
from bot.callbacks import (
    AskAsTyped,
    AskExample,
    ShowDocument,
    ShowMore,
    ShowNextSource,
    ShowPassage,
)
from bot.render import answers
from bot.render.citing import MOST_COPIED_CHARACTERS
from bot.sandbox.markup import parse_html
from bot.screens import Copy, Screen
from bot.telegram_text import fits, plain, rich, split, to_html
from bot.texts import CorpusSummary, English, Vietnamese
from corpus.records import DigestOf, DocumentNumber, Span
from retrieval.records import AbstentionReason, Answer, DocumentCard, Period, StatedDate
from tests.support import made_up
from tests.support.made_up import FIRST, OTHER, SECOND, cite

VI = Vietnamese()
CORPUS = CorpusSummary(articles=5, first_year=2018, last_year=2023)
TAN_AN = made_up.article()
HOA_BINH = made_up.article(
    OTHER,
    name="hoa-binh.txt",
    title="Hòa Bình trồng cây",
    published_on=None,
    publisher=None,
    place="phường Hòa Bình",
)


UNMARKED = replace(made_up.query(), raw="co may to tu quan")


def html(screen: Screen) -> str:
    return "\n---\n".join(to_html(part) for part in split(screen.text))


def actions(screen: Screen) -> list[callbacks.Action]:
    """Return what the buttons ask the bot for."""
    pressed = (button.action for row in screen.rows for button in row)
    return [action for action in pressed if not isinstance(action, Copy)]


def copied(screen: Screen) -> list[str]:
    """Return what the buttons copy."""
    pressed = (button.action for row in screen.rows for button in row)
    return [action.words for action in pressed if isinstance(action, Copy)]


def labels(screen: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in screen.rows]


def test_an_answer_begins_with_the_sentence_and_shows_its_passage_and_source() -> None:
    screen = answers.answer(made_up.answer(cite(TAN_AN, FIRST)), [], VI)
    assert html(screen) == (
        f"{FIRST} [1]\n"
        f"<blockquote expandable><b>{FIRST}</b> {SECOND}</blockquote>\n"
        "[1] Xã Tân An, 19/05/2020 · Tân An chăm lo cơ sở · Báo Tân An"
    )


def test_what_was_asked_for_is_bold_in_the_sentence_and_in_its_passage() -> None:
    asked_for = cite(TAN_AN, "12 tổ tự quản").span
    found = made_up.answer(replace(cite(TAN_AN, FIRST), highlight=asked_for))
    lines = html(answers.answer(found, [], VI)).split("\n")
    bold = FIRST.replace("12 tổ tự quản", "<b>12 tổ tự quản</b>")
    assert lines[:2] == [
        f"{bold} [1]",
        f"<blockquote expandable>{bold} {SECOND}</blockquote>",
    ]


def test_a_passage_that_is_only_the_sentence_is_not_said_twice() -> None:
    screen = answers.answer(made_up.answer(cite(HOA_BINH)), [], VI)
    assert html(screen) == (
        f"{OTHER} [1]\n[1] Phường Hòa Bình, không ghi ngày · Hòa Bình trồng cây"
    )


def test_several_sources_are_numbered_and_two_sentences_of_one_share_its_number() -> None:
    found = made_up.answer(cite(TAN_AN, FIRST), cite(HOA_BINH), cite(TAN_AN, SECOND))
    lines = plain(answers.answer(found, [], VI).text).split("\n")
    assert lines[:3] == [f"{FIRST} [1]", f"{OTHER} [2]", f"{SECOND} [1]"]
    assert lines[3:] == [
        f"{FIRST} {SECOND}",
        "[1] Xã Tân An, 19/05/2020 · Tân An chăm lo cơ sở · Báo Tân An",
        "[2] Phường Hòa Bình, không ghi ngày · Hòa Bình trồng cây",
    ]


def test_neighbouring_sentences_of_one_source_share_one_mark() -> None:
    found = made_up.answer(cite(TAN_AN, FIRST), cite(TAN_AN, SECOND), cite(HOA_BINH))
    lines = plain(answers.answer(found, [], VI).text).split("\n")
    assert lines[:3] == [FIRST, f"{SECOND} [1]", f"{OTHER} [2]"]


def test_the_items_that_a_sentence_leads_to_are_dotted() -> None:
    listing = made_up.article("Xã có:", "Hoa ở ấp Một.", "Đèn ở ấp Hai.")
    found = made_up.answer(
        *(cite(listing, line, line) for line in listing.text.split("\n")), cite(HOA_BINH)
    )
    lines = plain(answers.answer(found, [], VI).text).split("\n")
    assert lines[:4] == ["Xã có:", "• Hoa ở ấp Một.", "• Đèn ở ấp Hai. [1]", f"{OTHER} [2]"]


def test_an_answer_too_long_for_one_message_leaves_its_passages_to_the_buttons() -> None:
    long = made_up.article(f"{FIRST} {'Người dân chăm hoa mỗi tuần. ' * 150}".strip())
    screen = answers.answer(made_up.answer(cite(long, FIRST)), [], VI)
    assert plain(screen.text).split("\n")[0] == f"{FIRST} [1]"
    assert fits(screen.text)
    assert labels(screen) == [["Cả đoạn", "Trích dẫn"]]


def test_the_passages_of_one_source_have_one_button() -> None:
    found = made_up.answer(cite(TAN_AN, FIRST, FIRST), cite(TAN_AN, SECOND, SECOND), cite(HOA_BINH))
    screen = answers.answer(found, [], VI)
    assert labels(screen) == [["Cả đoạn [1]", "Cả đoạn [2]"], ["Trích dẫn [1]", "Trích dẫn [2]"]]


def test_a_citation_is_copied_as_a_report_needs_it() -> None:
    screen = answers.answer(made_up.answer(cite(TAN_AN, FIRST, FIRST)), [], VI)
    assert copied(screen) == [
        f"“{FIRST}” (Xã Tân An, 19/05/2020 · Tân An chăm lo cơ sở · Báo Tân An)"
    ]


def test_of_a_quote_too_long_to_be_copied_the_source_is() -> None:
    long = made_up.article(f"{'Người dân chăm hoa mỗi tuần, ' * 12}cả năm.")
    screen = answers.answer(made_up.answer(cite(long)), [], VI)
    assert copied(screen) == ["Xã Tân An, 19/05/2020 · Tân An chăm lo cơ sở · Báo Tân An"]


def test_a_digest_is_marked_and_names_its_original() -> None:
    digest = made_up.article(
        FIRST,
        publisher=None,
        published_on=None,
        digest_of=DigestOf(
            file="goc.txt", title="Bài gốc", publisher="Báo Gốc", published_on=date(2019, 1, 2)
        ),
    )
    screen = answers.answer(made_up.answer(cite(digest)), [], VI)
    assert html(screen).endswith("[1] Xã Tân An, 02/01/2019 · tóm lược từ: Bài gốc · Báo Gốc")


def test_a_digest_of_an_untitled_original_is_marked_all_the_same() -> None:
    digest = made_up.article(FIRST, digest_of=DigestOf(file="goc.txt", author="Lê Văn Tám"))
    assert html(answers.answer(made_up.answer(cite(digest)), [], VI)).endswith(
        "[1] Xã Tân An, không ghi ngày · Tân An chăm lo cơ sở (bản tóm lược) · Lê Văn Tám"
    )


def test_what_a_source_writes_is_never_markup() -> None:
    hostile = "Tỷ lệ <b>5 & 6</i> đạt."
    screen = answers.answer(made_up.answer(cite(made_up.article(hostile))), [], VI)
    assert html(screen).startswith("Tỷ lệ &lt;b&gt;5 &amp; 6&lt;/i&gt; đạt. [1]")


def test_the_buttons_carry_the_passages_that_follow() -> None:
    further = cite(TAN_AN, passage=SECOND)
    elsewhere = cite(HOA_BINH)
    cited = cite(TAN_AN, FIRST, FIRST)
    screen = answers.answer(made_up.answer(cited, nearest=[further, elsewhere, cited]), [], VI)
    assert actions(screen) == [
        ShowPassage(passage_id=cited.passage.id),
        ShowNextSource(passage_ids=(elsewhere.passage.id,)),
        ShowMore(passage_ids=(further.passage.id, elsewhere.passage.id)),
    ]


def test_an_answer_with_nothing_near_offers_its_passages_alone() -> None:
    screen = answers.answer(made_up.answer(cite(TAN_AN), cite(HOA_BINH)), [], VI)
    assert labels(screen) == [["Cả đoạn [1]", "Cả đoạn [2]"], ["Trích dẫn [1]", "Trích dẫn [2]"]]


def test_a_document_whose_sources_disagree_is_noted_and_can_be_opened() -> None:
    days = [StatedDate(day=date(2013, 6, day), citations=(cite(TAN_AN),)) for day in (3, 13)]
    number = DocumentNumber(ordinal="25", kind="NQ", issuer="TW")
    label = "Nghị quyết số 25-NQ/TW"
    disputed = DocumentCard(number=number, label=label, dates=tuple(days), mentions=())
    agreed = DocumentCard(number=number, label=label, dates=(days[0],), mentions=())
    found = made_up.answer(cite(TAN_AN))
    note = f"các nguồn ghi ngày ban hành {label} khác nhau: 03/06/2013, 13/06/2013."
    assert note in plain(answers.answer(found, [disputed], VI).text)
    assert note not in plain(answers.answer(found, [agreed], VI).text)
    assert actions(answers.answer(found, [agreed], VI))[-1] == ShowDocument(label="25-NQ/TW")


def test_an_abstention_marks_what_is_near() -> None:
    screen = answers.abstention(made_up.abstention(nearest=[cite(TAN_AN)]), CORPUS, VI)
    assert html(screen) == (
        f"{VI.abstention(made_up.abstention(), CORPUS)}\n\n"
        f"<i>{VI.nearest_heading()}</i>\n"
        f"<blockquote expandable>{FIRST} {SECOND}</blockquote>\n"
        "Xã Tân An, 19/05/2020 · Tân An chăm lo cơ sở · Báo Tân An"
    )
    assert actions(screen) == [ShowPassage(passage_id=cite(TAN_AN).passage.id)]


def test_an_abstention_with_nothing_near_offers_examples() -> None:
    screen = answers.abstention(made_up.abstention(), CORPUS, VI)
    assert html(screen).endswith(VI.examples_heading())
    assert all(isinstance(action, AskExample) for action in actions(screen))
    assert actions(screen)


@pytest.mark.parametrize(
    ("reason", "subject", "words"),
    [
        (AbstentionReason.PLACE_NOT_COVERED, "Cà Mau", "chưa có bài nào về Cà Mau"),
        (AbstentionReason.YEAR_NOT_COVERED, "2019", "nói về năm 2019"),
        (AbstentionReason.DOCUMENT_NOT_COVERED, "99-NQ/TW", "nhắc đến 99-NQ/TW"),
        (AbstentionReason.EMPTY_QUESTION, None, "Bạn muốn hỏi gì"),
        (AbstentionReason.NO_MATCH, None, "5 bài, 2018–2023"),
    ],
)
def test_an_abstention_says_why(reason: AbstentionReason, subject: str | None, words: str) -> None:
    assert words in html(answers.abstention(made_up.abstention(reason, subject), CORPUS, VI))


def test_a_year_that_is_not_covered_names_the_nearest_one() -> None:
    query = replace(made_up.query(), periods=(Period(start=2019, end=2019),))
    found = made_up.abstention(AbstentionReason.YEAR_NOT_COVERED, "2019", nearest=[cite(TAN_AN)])
    said = html(answers.abstention(replace(found, query=query), CORPUS, VI))
    assert said.startswith("Kho bài chưa có bài nào nói về năm 2019. Gần nhất là năm 2020.\n")


def test_an_answer_ends_with_the_question_as_understood() -> None:
    found = replace(made_up.answer(cite(TAN_AN, FIRST)), query=UNMARKED)
    screen = answers.answer(found, [], VI, can_reread=True)
    assert html(screen).endswith("\n\n<i>Đã hiểu là: có mấy tổ tự quản</i>")
    assert actions(screen)[-1] == AskAsTyped()


def test_so_does_an_abstention_with_what_is_near() -> None:
    found = replace(made_up.abstention(nearest=[cite(TAN_AN)]), query=UNMARKED)
    screen = answers.abstention(found, CORPUS, VI, can_reread=True)
    assert html(screen).endswith("\n\n<i>Đã hiểu là: có mấy tổ tự quản</i>")
    assert actions(screen)[-1] == AskAsTyped()


def test_of_an_abstention_with_examples_it_stands_before_them() -> None:
    found = replace(made_up.abstention(), query=UNMARKED)
    screen = answers.abstention(found, CORPUS, VI, can_reread=True)
    assert html(screen).endswith(
        f"\n\n<i>Đã hiểu là: có mấy tổ tự quản</i>\n\n{VI.examples_heading()}"
    )
    assert actions(screen)[-1] == AskAsTyped()


def test_an_empty_corpus_offers_no_examples() -> None:
    found = replace(made_up.abstention(AbstentionReason.EMPTY_CORPUS), query=UNMARKED)
    screen = answers.abstention(found, CORPUS, VI, can_reread=True)
    assert screen == Screen(text=rich(VI.no_sources()))


def test_english_has_english_words_around_vietnamese_quotes() -> None:
    screen = answers.answer(made_up.answer(cite(HOA_BINH)), [], English())
    assert html(screen) == f"{OTHER} [1]\n[1] Phường Hòa Bình, undated · Hòa Bình trồng cây"


def test_the_next_source_offers_the_one_after_it() -> None:
    screen = answers.next_source(cite(TAN_AN), ["b" * 10, "c" * 10], VI)
    assert actions(screen)[-1] == ShowNextSource(passage_ids=("b" * 10, "c" * 10))
    assert actions(answers.next_source(cite(TAN_AN), [], VI)) == [
        ShowPassage(passage_id=cite(TAN_AN).passage.id)
    ]


def test_more_passages_are_numbered() -> None:
    text = plain(answers.more([cite(TAN_AN), cite(HOA_BINH)], VI).text)
    assert "[1] Xã Tân An" in text
    assert "[2] Phường Hòa Bình" in text


def test_the_surroundings_are_whole_paragraphs() -> None:
    before, after = "Đoạn trước. " * 30, "Đoạn sau. " * 30
    source = made_up.article("Xa. " * 300, before, FIRST, after, "Xa. " * 300)
    shown = answers.around(source.text, cite(source, FIRST, FIRST).span).of(source.text)
    assert shown == f"{before}\n{FIRST}\n{after}"


@given(st.text("ab \n", min_size=1, max_size=3000), st.integers(0, 3000), st.integers(0, 3000))
def test_the_surroundings_cover_the_passage_and_are_bounded(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    passage = Span(start=start, end=end)
    around = answers.around(text, passage)
    assert around.covers(passage)
    assert around.end <= len(text)
    assert len(around) <= len(passage) + 2 * answers.SURROUNDING_CHARACTERS


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)


@st.composite
def long_answers(draw: st.DrawFn) -> Answer:
    citations = []
    for number in range(draw(st.integers(1, 5))):
        sentences = [f"«{draw(WORDS)}»" * draw(st.integers(1, 12)) for _ in range(3)]
        source = made_up.article(" ".join(sentences), name=f"{number}.txt", title=draw(WORDS))
        cited = cite(source, draw(st.sampled_from(sentences)))
        ends = st.integers(cited.span.start, cited.span.end)
        start, end = sorted((draw(ends), draw(ends)))
        asked_for = draw(st.none() | st.just(Span(start=start, end=end)))
        citations.append(replace(cited, highlight=asked_for))
    raw = draw(WORDS)
    return replace(made_up.answer(*citations), query=replace(made_up.query(), raw=raw))


@given(long_answers())
def test_any_answer_is_valid_html_that_says_its_quotes(found: Answer) -> None:
    screen = answers.answer(found, [], VI, can_reread=True)
    said = ""
    for part in split(screen.text):
        text, _ = parse_html(to_html(part), {})
        assert len(text.encode("utf-16-le")) // 2 <= 4096
        said += text
    for sentence in found.sentences:
        assert "".join(sentence.split()) in "".join(said.split())
    for action in actions(screen):
        assert len(callbacks.encode(action).encode()) <= 64
    assert all(1 <= len(words) <= MOST_COPIED_CHARACTERS for words in copied(screen))
