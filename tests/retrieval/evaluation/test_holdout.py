"""Passages taken out: nothing is left of them, and it is as if they had never been there."""

from pathlib import Path

import pytest

from corpus.text import strip_diacritics
from retrieval.answering import attempt
from retrieval.datasets import JudgedLine, PassageLine, QuestionLine, RunLine, knowledge_of, run
from retrieval.evaluation.holdout import without
from retrieval.evaluation.trials import Variant, read_set, typed
from retrieval.knowledge import Knowledge
from retrieval.understand import understand
from tests.support.made_up_set import PASSAGES, QUESTIONS

SHARED = Path(__file__).parents[4] / "shared" / "datasets"
ALL = [PassageLine(id=line_id, text=text) for line_id, text in PASSAGES]
IDS = [line.id for line in ALL]
REMOVED = [{"p0"}, {"p1"}, {"p2", "p3"}, set(IDS) - {"p3"}]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return knowledge_of(ALL)


def found(question: str, knowledge: Knowledge) -> RunLine:
    [line] = run([QuestionLine(id="q", question=question)], knowledge, top=10)
    return line


@pytest.mark.parametrize("removed", REMOVED)
def test_what_is_taken_out_is_neither_found_nor_answers(
    knowledge: Knowledge, removed: set[str]
) -> None:
    reduced = without(knowledge, removed)

    for _, question, *_ in QUESTIONS:
        line = found(question, reduced)
        assert removed.isdisjoint(hit.id for hit in line.hits)
        assert line.answer is None or line.answer.passage not in removed


@pytest.mark.parametrize("removed", REMOVED)
def test_it_is_understood_and_ranked_as_if_they_had_never_been_there(
    knowledge: Knowledge, removed: set[str]
) -> None:
    reduced = without(knowledge, removed)
    rebuilt = knowledge_of(line for line in ALL if line.id not in removed)

    for _, question, *_ in QUESTIONS:
        for asked in (question, strip_diacritics(question)):
            assert understand(asked, reduced) == understand(asked, rebuilt)
            ours, theirs = found(asked, reduced), found(asked, rebuilt)
            assert {hit.id for hit in ours.hits} == {hit.id for hit in theirs.hits}


def test_the_rest_keeps_its_order_and_its_sentences(knowledge: Knowledge) -> None:
    reduced = without(knowledge, ["p1"])

    assert [passage.id for passage in reduced.passages] == ["p0", "p2", "p3"]
    assert [article.id for article in reduced.articles] == ["p0", "p2", "p3"]
    assert len(reduced.facts) == len(reduced.index.engine) == 3
    answer = attempt(understand("Ký túc xá có bao nhiêu chỗ ở?", reduced), reduced)
    assert answer
    assert answer.best.passage.id == "p2"


def test_all_may_be_taken_out(knowledge: Knowledge) -> None:
    assert found("Thư viện mở cửa mấy giờ?", without(knowledge, IDS)).answer is None


def test_the_knowledge_itself_stays_as_it_was(knowledge: Knowledge) -> None:
    before = found("Thư viện mở cửa mấy giờ?", knowledge)
    without(knowledge, ["p1"])

    assert found("Thư viện mở cửa mấy giờ?", knowledge) == before


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared datasets are not there")
def test_a_new_index_is_no_surer_and_no_less_sure() -> None:
    asked = read_set(SHARED / "uit-regulations")
    knowledge = knowledge_of(asked.passages)

    def confidence(line: JudgedLine, reduced: Knowledge) -> float:
        answer = found(line.question, reduced).answer
        return answer.confidence if answer else 0.0

    for line in asked.questions[::40]:
        removed = set(line.passages)
        rebuilt = knowledge_of(one for one in asked.passages if one.id not in removed)
        reduced = without(knowledge, removed)
        for variant in Variant:
            question = typed(line, variant, seed=0)
            assert confidence(question, reduced) == pytest.approx(
                confidence(question, rebuilt), abs=0.01
            )
