import inspect
from datetime import date

import pytest

from bot.telegram_text import utf16_length
from bot.texts import CorpusSummary, English, MessageKind, Texts, Vietnamese, texts_for
from retrieval.records import AbstentionReason
from tests.support.made_up import abstention

LANGUAGES: list[Texts] = [Vietnamese(), English()]
CORPUS = CorpusSummary(articles=5, first_year=2018, last_year=2023)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("vi", Vietnamese),
        ("en", English),
        ("en-GB", English),
        ("EN_us", English),
        ("fr", Vietnamese),
        ("", Vietnamese),
        (None, Vietnamese),
        ("eng", Vietnamese),
    ],
)
def test_english_is_for_english_telegrams_and_vietnamese_for_all_others(
    code: str | None, language: type[Texts]
) -> None:
    assert type(texts_for(code)) is language


@pytest.mark.parametrize("texts", LANGUAGES)
def test_telegram_takes_the_descriptions(texts: Texts) -> None:
    assert utf16_length(texts.description()) <= 512
    assert utf16_length(texts.short_description()) <= 120
    commands = (
        *texts.private_commands(),
        *texts.group_commands(),
        *texts.administrator_commands(),
        *texts.officer_commands(),
        *texts.owner_commands(),
    )
    for command in commands:
        assert command.name.isascii()
        assert command.name.islower()
        assert 1 <= len(command.description) <= 256


@pytest.mark.parametrize("texts", LANGUAGES)
def test_toasts_fit_telegrams_200_characters(texts: Texts) -> None:
    toasts = (
        texts.stale_button(),
        texts.passage_gone(),
        texts.news_gone(),
        texts.question_gone(),
        texts.apology(),
        texts.store_away(),
        texts.administrators_only(),
        texts.too_many_places(20),
        texts.not_allowed(),
        texts.role_fixed(),
        texts.one_place_stays(),
        texts.forget_in_private(),
    )
    for toast in toasts:
        assert len(toast) <= 200


@pytest.mark.parametrize("texts", LANGUAGES)
@pytest.mark.parametrize("reason", AbstentionReason)
def test_every_reason_has_words_even_without_a_subject(
    texts: Texts, reason: AbstentionReason
) -> None:
    sentence = texts.abstention(abstention(reason), CORPUS)
    assert sentence
    assert "None" not in sentence


@pytest.mark.parametrize(
    ("texts", "years", "sentence"),
    [
        (Vietnamese(), [2023], "Gần nhất là năm 2023."),
        (Vietnamese(), [2019, 2021], "Gần nhất là năm 2019 và năm 2021."),
        (English(), [2023], "The nearest they cover: 2023."),
        (English(), [2019, 2021], "The nearest they cover: 2019 and 2021."),
    ],
)
def test_the_nearest_years_are_one_or_two(texts: Texts, years: list[int], sentence: str) -> None:
    assert texts.nearest_years(years) == sentence


@pytest.mark.parametrize("texts", LANGUAGES)
@pytest.mark.parametrize("kind", MessageKind)
def test_every_wordless_message_has_an_answer(texts: Texts, kind: MessageKind) -> None:
    assert texts.no_question_in(kind)


def test_every_command_that_is_named_is_a_command() -> None:
    for texts in LANGUAGES:
        commands = {command.name for command in texts.private_commands()}
        named = {word[1:] for word in texts.help().split() if word.startswith("/")}
        assert named == commands - {"start"}


def test_the_languages_say_different_words() -> None:
    same = [
        name
        for name, method in inspect.getmembers(Vietnamese, inspect.isfunction)
        if list(inspect.signature(method).parameters) == ["self"]
        and getattr(Vietnamese(), name)() == getattr(English(), name)()
    ]
    assert same == []


@pytest.mark.parametrize(
    ("corpus", "words"),
    [
        (CORPUS, "5 bài, 2018–2023"),
        (CorpusSummary(articles=1200, first_year=2020, last_year=2020), "1.200 bài, năm 2020"),
        (CorpusSummary(articles=2), "(2 bài)"),
    ],
)
def test_the_corpus_is_told_in_figures(corpus: CorpusSummary, words: str) -> None:
    assert words in Vietnamese().greeting(corpus)


def test_dates_are_written_as_each_language_does() -> None:
    day = date(2013, 6, 3)
    assert (Vietnamese().day(day), English().day(day)) == ("03/06/2013", "3 June 2013")
