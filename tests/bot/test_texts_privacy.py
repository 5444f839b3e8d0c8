"""What is kept is said in full, in both languages, and alike in the bot and in the READMEs."""

from pathlib import Path

import pytest

from bot.render.privacy import privacy
from bot.store.keeping import KEPT, Kind
from bot.telegram_text import MESSAGE_UNITS, plain, utf16_length
from bot.texts import English, Texts, Vietnamese

ROOT = Path(__file__).parents[2]
LANGUAGES: list[Texts] = [Vietnamese(), English()]


@pytest.mark.parametrize(
    ("texts", "readme"), [(English(), "README.md"), (Vietnamese(), "README.vi.md")]
)
def test_the_readme_has_the_same_table(texts: Texts, readme: str) -> None:
    lines = (ROOT / readme).read_text(encoding="utf-8").splitlines()
    expected = [
        f"| {words.what} | {words.purpose} | {words.until} |" for words in map(texts.kept, KEPT)
    ]
    start = lines.index(expected[0])
    assert lines[start : start + len(expected)] == expected
    assert not lines[start + len(expected)].startswith("|")


@pytest.mark.parametrize("texts", LANGUAGES)
def test_the_page_is_one_message(texts: Texts) -> None:
    assert utf16_length(plain(privacy(texts).text)) <= MESSAGE_UNITS


@pytest.mark.parametrize(
    ("texts", "kind", "time"),
    [
        (Vietnamese(), Kind.MESSAGE, "1 ngày"),
        (Vietnamese(), Kind.DRAFT, "90 ngày"),
        (Vietnamese(), Kind.DELIVERY, "1 năm"),
        (Vietnamese(), Kind.AUDIT, "2 năm"),
        (English(), Kind.MESSAGE, "1 day"),
        (English(), Kind.DRAFT, "90 days"),
        (English(), Kind.DELIVERY, "1 year"),
        (English(), Kind.AUDIT, "2 years"),
    ],
)
def test_times_are_said_in_years_where_they_are_years(texts: Texts, kind: Kind, time: str) -> None:
    [row] = [row for row in KEPT if row.kind is kind]
    assert time in texts.kept(row).until
