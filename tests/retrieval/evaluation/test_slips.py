"""Typing errors: as many as people make, each a single one, and never in a figure."""

import re
import unicodedata
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from corpus.text import strip_diacritics
from retrieval.evaluation.slips import SYLLABLES_PER_SLIP, mistype

QUESTION = "Cần Đước có mấy mô hình dân vận khéo?"
WORDS = st.sampled_from(
    ["dân", "vận", "khéo", "được", "Đước", "nghiêng", "25-NQ/TW", "3/6/2013", "ở", "60"]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)
SEEDS = st.integers(0, 10_000)


def slipped(text: str, seed: int) -> str:
    return mistype(text, Random(seed))


@given(TEXTS, SEEDS)
def test_the_same_seed_makes_the_same_errors(text: str, seed: int) -> None:
    assert slipped(text, seed) == slipped(text, seed)


def test_another_seed_makes_others() -> None:
    assert len({slipped(QUESTION, seed) for seed in range(20)}) > 10


@given(TEXTS, SEEDS)
def test_there_is_one_error_in_eight_syllables_or_so(text: str, seed: int) -> None:
    syllables = sum(len(word) > 1 and word.isalpha() for word in text.split())
    assume(syllables)

    edits = DamerauLevenshtein.distance(text, slipped(text, seed))

    assert 1 <= edits <= max(1, round(syllables / SYLLABLES_PER_SLIP))


@given(TEXTS, SEEDS)
def test_figures_dates_and_numbers_of_documents_stay(text: str, seed: int) -> None:
    whole = re.compile(r"25-NQ/TW|3/6/2013|60")

    assert whole.findall(slipped(text, seed)) == whole.findall(text)


@pytest.mark.parametrize("text", ["", "?", "25-NQ/TW", "ở 60", "🙂"])
def test_what_has_no_syllable_of_two_letters_stays(text: str) -> None:
    assert slipped(text, 0) == text


def test_a_decomposed_question_is_taken_as_a_composed_one() -> None:
    assert slipped(unicodedata.normalize("NFD", QUESTION), 1) == slipped(QUESTION, 1)


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("được", "đươc"),  # no tone
        ("được", "dược"),  # no bar
        ("được", "đuợc"),  # no horn
        ("mở", "mỡ"),  # ngã for hỏi
        ("được", "đước"),  # the only other tone before a stop
        ("vận", "vấn"),
        ("dân vận", "dânvận"),
        ("dân", "ddân"),
        ("dân", "dâ"),
        ("dân", "dnâ"),
        ("dân", "sân"),  # s is beside d
        ("DÂN", "SÂN"),
    ],
)
def test_every_kind_of_error_is_made(typed: str, slip: str) -> None:
    assert slip in {slipped(typed, seed) for seed in range(300)}


def test_a_tone_before_a_stop_is_only_mistaken_for_one_that_can_stand_there() -> None:
    made = {slipped("được", seed) for seed in range(300)}

    same_letters = {one for one in made if strip_diacritics(one) == "duoc"}

    assert same_letters == {"đươc", "dược", "đuợc", "đưọc", "đước"}
