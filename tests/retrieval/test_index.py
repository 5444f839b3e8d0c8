"""All fields together: what rank-bm25 says of each, weighed and summed."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from retrieval.analysis import Analysis, Field, QuestionTerms, analyse, analyse_question
from retrieval.index import Index
from retrieval.tuned import WEIGHTS

TEXTS = ["dân vận khéo", "mô hình dân vận", "thủ tục hành chính", "25-NQ/TW", "vận động", ""]
PASSAGES = st.lists(
    st.builds(analyse, st.sampled_from(TEXTS), st.sampled_from(TEXTS)), min_size=1, max_size=6
)


def only(field: Field, *terms: str) -> Analysis:
    """Return terms in one field alone."""
    return Analysis(terms={**dict.fromkeys(Field, ()), field: terms})


def asked(analysis: Analysis) -> QuestionTerms:
    """Return what asks for a text: each of its terms as often as it stands there."""
    terms = {field: Counter(analysis.of(field)) for field in Field}
    return {**terms, Field.TITLE: terms[Field.PLAIN_SYLLABLES]}


def oracle(passages: Sequence[Analysis], question: Analysis) -> list[float]:
    """Return what rank-bm25 gives each passage, field by field, above its floor."""
    scores = [0.0] * len(passages)
    for field, weight in WEIGHTS.fields.items():
        corpus = [passage.of(field) for passage in passages]
        if not any(corpus):
            continue
        asked = question.of(Field.PLAIN_SYLLABLES if field is Field.TITLE else field)
        model = BM25Plus(corpus, k1=WEIGHTS.parameters.k1, b=WEIGHTS.parameters.b, delta=0)
        for number, score in enumerate(model.get_scores(asked)):
            scores[number] += weight * score
    return scores


@given(passages=PASSAGES, question=st.builds(analyse, st.sampled_from(TEXTS)))
def test_a_score_is_the_weighed_sum_of_the_fields_scores(
    passages: list[Analysis], question: Analysis
) -> None:
    found = dict(Index.build(passages).search(asked(question), len(passages)))

    scores = [found.get(number, 0.0) for number in range(len(passages))]
    assert scores == pytest.approx(oracle(passages, question), rel=1e-12)


@pytest.mark.parametrize("field", [field for field in Field if field is not Field.TITLE])
def test_a_term_of_one_field_is_not_found_in_another(field: Field) -> None:
    fields = [field for field in Field if field is not Field.TITLE]
    index = Index.build([only(field, "x") for field in fields])

    [(number, _)] = index.search(asked(only(field, "x")), 10)

    assert fields[number] is field


def test_titles_are_found_by_the_questions_syllables() -> None:
    index = Index.build([analyse("dân vận", "Kiến Tường"), analyse("dân vận", "Cần Đước")])

    assert [number for number, _ in index.search(analyse_question("Cần Đước"), 10)] == [1]


def test_the_best_of_what_a_filter_admits_are_found() -> None:
    index = Index.build([analyse("dân vận khéo"), analyse("dân vận"), analyse("dân vận khéo")])

    found = index.search(analyse_question("dân vận khéo"), 1, within={1, 2})

    assert [number for number, _ in found] == [2]


def test_without_passages_nothing_is_found() -> None:
    assert Index.build([]).search(analyse_question("dân vận"), 10) == []
