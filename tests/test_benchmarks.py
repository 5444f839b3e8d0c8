"""The benchmarks measure what is there; what they measured is never asserted."""

from itertools import chain
from pkgutil import resolve_name

from retrieval.answering import answer
from tests.benchmarks.stages import STAGES, watched
from tests.support.shipped_knowledge import shipped_knowledge

QUESTION = "năm 2023 Cần Đước co bao nhiêu mô hình dân vận khéo theo NQ25?"


def functions() -> list[object]:
    return [resolve_name(name) for name in chain(*STAGES.values())]


def test_every_stage_of_an_answer_is_timed_and_left_as_it_was() -> None:
    before, reply = functions(), answer(QUESTION, shipped_knowledge())

    with watched() as clock:
        assert answer(QUESTION, shipped_knowledge()) == reply

    assert clock.seconds.keys() == STAGES.keys()
    assert functions() == before
