"""Whatever people send, what they get is a screen that Telegram takes."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.callbacks import Action, ShowDocument, ShowMentions, TurnMentions, decode, encode, fits
from bot.callbacks.reading import (
    AskExample,
    ShowMore,
    ShowNextSource,
    ShowPassage,
    TurnSources,
)
from bot.desk import MOST_QUESTION_CHARACTERS, Desk
from bot.errors import StaleButtonError
from bot.screens import Copy, Screen, Toast
from bot.telegram_text import (
    MESSAGE_ENTITIES,
    MESSAGE_UNITS,
    entity_count,
    plain,
    split,
    to_html,
    utf16_length,
)
from bot.texts import Texts, texts_for
from corpus.text import is_encodable
from tests.support.running_bot import shipped_keeper

MOST_TOAST_UNITS, MOST_COPIED = 200, 256
MESSAGE = 4096
LANGUAGES = st.sampled_from(["vi", "en", None, "\ud800", "x" * 50]).map(texts_for)
SIGNS = st.sampled_from(
    [
        *("\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u0323\u0301"),
        *("👨‍👩‍👧‍👦", "🇻🇳", "\0", "\x1b[2J", "\u2028", "<b>", "&amp;", "</blockquote>", "\n\n"),
        *("http://!", "25-NQ/TW ", "nq 25 ", "năm 2019 ", "can duoc ", "Cà Mau ", "giá vàng "),
        *("còn ", "thì sao ", "xin chào ", "cảm ơn ", "ai ", "bao nhiêu ", "/hoi ", "@danvan_bot "),
    ]
)
MESSAGES = (
    st.text(max_size=300)
    | st.lists(SIGNS, max_size=40).map("".join)
    | st.tuples(SIGNS, st.integers(1, MESSAGE)).map(lambda pair: (pair[0] * pair[1])[:MESSAGE])
)


def check(outcome: Screen | Toast) -> None:
    """Check that Telegram takes what is shown: its sizes, its alphabet, its buttons."""
    if isinstance(outcome, Toast):
        assert utf16_length(outcome.text) <= MOST_TOAST_UNITS
        return
    parts = split(outcome.text)
    assert parts
    for part in parts:
        assert 0 < utf16_length(plain(part)) <= MESSAGE_UNITS
        assert entity_count(part) <= MESSAGE_ENTITIES
        assert is_encodable(to_html(part))
    for row in outcome.rows:
        for button in row:
            assert is_encodable(button.label.strip() or "\ud800")
            if isinstance(button.action, Copy):
                assert 1 <= len(button.action.words) <= MOST_COPIED
            else:
                assert decode(encode(button.action)) == button.action


@given(MESSAGES, LANGUAGES)
@example("a" * MESSAGE, texts_for("vi"))
@example("ai " * 333, texts_for("vi"))
@example("\ud800", texts_for("en"))
@settings(max_examples=60)
async def test_any_message_gets_a_screen(message: str, texts: Texts) -> None:
    desk = Desk(shipped_keeper())
    check(await desk.ask(message, texts))
    check(await desk.ask_as_typed(message, texts))
    check(await desk.look_up(message, texts))


@pytest.mark.parametrize("length", [MOST_QUESTION_CHARACTERS + 1, MESSAGE])
async def test_a_message_beyond_the_limit_is_told_so_with_both_figures(length: int) -> None:
    texts = texts_for("vi")
    shown = await Desk(shipped_keeper()).ask("x" * length, texts)
    assert plain(shown.text) == texts.oversized_question(length, MOST_QUESTION_CHARACTERS)


async def acted(action: Action, texts: Texts) -> Screen | Toast | None:
    """Return what a button under an answer shows; None for one of another sort."""
    desk = Desk(shipped_keeper())
    match action:
        case AskExample(index=index):
            return await desk.example(index, texts)
        case ShowDocument(label=label):
            return await desk.document(label, texts)
        case ShowMentions(label=label):
            return await desk.mentions(label, 1, texts)
        case TurnMentions(page=page, label=label):
            return await desk.mentions(label, page, texts)
        case _:
            return at_hand(action, desk, texts)


def at_hand(action: Action, desk: Desk, texts: Texts) -> Screen | Toast | None:
    match action:
        case ShowPassage(passage_id=passage_id):
            return desk.passage(passage_id, texts)
        case ShowNextSource(passage_ids=passage_ids):
            return desk.next_source(passage_ids, texts)
        case ShowMore(passage_ids=passage_ids):
            return desk.more(passage_ids, texts)
        case TurnSources(page=page):
            return desk.sources(page, texts)
        case _:
            return None


FORGED = st.text(max_size=64) | st.builds(
    "1{}:{}".format,
    st.sampled_from(["e", "q", "w", "n", "m", "s", "d", "p", "t", "a", "ns", "ca", "aq", "rg"]),
    st.text(max_size=60)
    | st.from_regex(r"[0-9]{0,7},?[a-z0-9,-]{0,40}", fullmatch=True)
    | st.sampled_from(["0", "999999", "25", "25-NQ/TW", "9,25-NQ/TW", "٣", "-1", "1e3", "\ud800"]),
)


@given(FORGED, LANGUAGES)
@settings(max_examples=150)
async def test_a_forged_button_is_stale_or_does_what_it_says(data: str, texts: Texts) -> None:
    with suppress(StaleButtonError):
        action = decode(data)
        if len(data.encode(errors="replace")) <= 64 and "\ud800" not in data:
            assert fits(action)
        if outcome := await acted(action, texts):
            check(outcome)
