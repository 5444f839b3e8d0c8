"""How much of what a question asks about a stretch of text holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Field
from retrieval.cut_sentences import cut
from retrieval.evidence import DOCUMENT, Content, Unit, documents_in, units_of, weigh
from retrieval.knowledge import Knowledge
from retrieval.understand import understand

UNITS = st.tuples(st.sampled_from([Field.SYLLABLES, Field.BIGRAMS, DOCUMENT]), st.text(max_size=2))
MASSES = st.dictionaries(UNITS, st.floats(0.0, 10.0), max_size=6)


def covered(question: str, text: str, knowledge: Knowledge) -> float:
    """Return the share of a question's content that `text` holds."""
    query = understand(question, knowledge)
    units = units_of(text) | documents_in(text, query.numbers)
    return weigh(query, knowledge).coverage(units)


@given(mass=MASSES, units=st.frozensets(UNITS), more=st.frozensets(UNITS))
def test_coverage_is_a_share_that_grows_with_what_is_held(
    mass: dict[Unit, float], units: frozenset[Unit], more: frozenset[Unit]
) -> None:
    content = Content(mass=mass)

    assert 0 <= content.coverage(units) <= content.coverage(units | more) <= 1


@given(MASSES.filter(lambda mass: sum(mass.values()) > 0))
def test_who_holds_everything_covers_all(mass: dict[Unit, float]) -> None:
    assert Content(mass=mass).coverage(frozenset(mass)) == 1


def test_a_question_of_no_content_is_covered_by_nothing() -> None:
    assert Content(mass={}).coverage(frozenset({(Field.SYLLABLES, "dân")})) == 0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("mô hình dân vận khéo", "Có 76 mô hình “Dân vận khéo”."),
        ("mo hinh dan van kheo", "Có 76 mô hình “Dân vận khéo”."),
        ("có bao nhiêu mô hình dân vận khéo ạ", "Mô hình dân vận khéo."),
        ("hội đồng nhân dân", "Đại biểu HĐND thị xã."),
        ("HĐND", "Hội đồng nhân dân thị xã."),
        ("uỷ ban", "Ủy ban nhân dân."),
        ("ủy ban", "Uỷ ban nhân dân."),
        ("25-NQ/TW", "Nghị quyết số 25-NQ/TW về dân vận."),
        ("nq 25", "Nghị quyết số 25-NQ/TW về dân vận."),
    ],
)
def test_a_text_that_says_all_that_is_asked_covers_it(
    question: str, text: str, shipped: Knowledge
) -> None:
    assert covered(question, text, shipped) == pytest.approx(1)


@pytest.mark.parametrize("question", ["mo hinh dan van kheo", "uy ban nhan dan", "QCDC"])
def test_a_missing_mark_may_be_any_mark(question: str, shipped: Knowledge) -> None:
    query = understand(question, shipped, as_typed=True)
    units = units_of("Mô hình dân vận khéo của Ủy ban nhân dân về QCDC.")

    assert weigh(query, shipped).coverage(units) == pytest.approx(1)


@pytest.mark.parametrize(
    ("question", "more", "less"),
    [
        ("mô hình dân vận khéo", "mô hình dân vận khéo", "mô hình dân vận"),
        ("mô hình dân vận khéo", "mô hình dân vận khéo", "khéo vận dân hình mô"),
        ("thời tiết mô hình", "mô hình thời tiết", "mô hình thời gian chi tiết"),
        ("mô hình bitcoin", "mô hình bitcoin", "mô hình"),
        ("mô hình 25-NQ/TW", "25-NQ/TW", "mô hình"),
        ("dân vận khéo ở cơ sở", "dân vận khéo", "dẫn vẫn kheo"),
    ],
)
def test_a_text_that_says_more_of_it_covers_more(
    question: str, more: str, less: str, shipped: Knowledge
) -> None:
    assert covered(question, more, shipped) > covered(question, less, shipped)


@pytest.mark.parametrize(
    "question", ["Cần Đước", "năm 2023", "Cần Đước năm 2023 có bao nhiêu?", "bao nhiêu", ""]
)
def test_places_years_and_question_words_weigh_nothing(question: str, shipped: Knowledge) -> None:
    assert not weigh(understand(question, shipped), shipped)


def test_documents_are_known_by_any_form_of_their_number(shipped: Knowledge) -> None:
    numbers = understand("nghị quyết 25", shipped).numbers

    assert documents_in("theo Nghị quyết số 25-NQ/TW", numbers)
    assert not documents_in("theo Nghị quyết số 18-NQ/TW", numbers)
    assert not documents_in("theo Nghị quyết số 25-NQ/TW", ())


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_text_holds_what_its_paragraphs_hold(one: str, other: str) -> None:
    assert units_of(one) | units_of(other) <= units_of(f"{one}\n{other}")


@given(st.lists(st.sampled_from(["HĐND", "26", "tập thể", "dân", "vận", "kỳ"])))
def test_a_sentence_holds_of_what_is_asked_what_its_units_say(said: list[str]) -> None:
    asked, text = units_of("hội đồng 26 đơn vị, dân vận kì"), " ".join(said)

    assert Content(mass=dict.fromkeys(asked, 1.0)).held_by(cut(text)) == asked & units_of(text)
