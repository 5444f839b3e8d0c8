"""What a second look sees of a passage that BM25 doesn't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Field, analyse
from retrieval.bm25 import Parameters, fit
from retrieval.cut_sentences import cut
from retrieval.records import Query
from retrieval.second_look import (
    SIGNALS,
    Looked,
    Sought,
    best_sentence,
    definition,
    opening,
    second_look,
)
from retrieval.tuned import WEIGHTS
from retrieval.understand import understand
from tests.support.shipped_knowledge import shipped_knowledge

PASSAGE = [
    "Mô hình “4 xin, 4 luôn” là cách phục vụ người dân.",
    "Cán bộ luôn mỉm cười.",
    "Trung tâm hành chính công thực hiện từ năm 2019.",
]
TEXTS = st.lists(st.sampled_from([*PASSAGE, "", "Dân vận khéo."]), max_size=4)


def look(sentences: list[str]) -> Looked:
    return Looked(texts=sentences, plain=[cut(one).plain for one in sentences])


def sought(question: str) -> Sought:
    return seek(understand(question, shipped_knowledge()))


def seek(query: Query) -> Sought:
    model = fit([analyse(one).of(Field.PLAIN_SYLLABLES) for one in PASSAGE], Parameters())
    return Sought.of(query, model, unseen=2.0)


def test_one_sentence_that_holds_all_is_worth_more_than_two_that_share_it() -> None:
    asked = sought("hành chính công thực hiện năm nào")

    whole = best_sentence(asked, look(PASSAGE))
    parted = best_sentence(asked, look(["Trung tâm hành chính công.", "Thực hiện từ năm 2019."]))

    assert whole > parted


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Dân vận khéo là phong trào thi đua.", 1.0),
        ("Dân vận khéo: phong trào thi đua.", 1.0),
        ("Dân vận khéo (DVK) là phong trào thi đua.", 1.0),
        ("Phong trào dân vận khéo được nhân rộng.", 0.0),
        ("Dân vận khéo lan tỏa.", 0.0),
    ],
)
def test_what_says_what_a_thing_is_defines_it(sentence: str, expected: float) -> None:
    assert definition(sought("dân vận khéo là gì"), look([sentence])) == expected


def test_a_passage_that_begins_with_what_is_asked_opens_with_it() -> None:
    asked = sought("cán bộ mỉm cười")

    assert opening(asked, look(["Cán bộ mỉm cười.", "Việc khác."])) == 1.0
    assert opening(asked, look(["Việc khác. " * 30, "Cán bộ mỉm cười."])) < 1.0


@given(sentences=TEXTS, question=st.sampled_from(["mô hình dân vận khéo", "ai", "2019", ""]))
def test_every_signal_is_a_share(sentences: list[str], question: str) -> None:
    asked = sought(question)

    for signal in SIGNALS.values():
        assert 0.0 <= signal(asked, look(sentences)) <= 1.0 + 1e-9


def test_signals_add_up_by_their_weights() -> None:
    asked = sought("mô hình 4 xin 4 luôn là gì")

    total = sum(w * SIGNALS[name](asked, look(PASSAGE)) for name, w in WEIGHTS.signals.items())

    assert second_look(asked, look(PASSAGE), WEIGHTS.signals) == pytest.approx(total)
