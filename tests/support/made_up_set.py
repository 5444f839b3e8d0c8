"""A small set of passages and questions of our own making, and trials of them."""

from collections.abc import Sequence

from retrieval.datasets import AnswerLine, HitLine, JudgedLine, PassageLine, RunLine
from retrieval.evaluation.measures import Trial
from retrieval.evaluation.trials import QuestionSet

PASSAGES = (
    ("p0", "Sinh viên nộp học phí trước ngày 15 tháng 9. Nộp trễ thì bị nhắc nhở."),
    ("p1", "Thư viện mở cửa từ 7 giờ đến 21 giờ. Ngày lễ thư viện đóng cửa."),
    ("p2", "Ký túc xá có 300 chỗ ở cho sinh viên năm nhất."),
    ("p3", "Nhà trường trao học bổng cho sinh viên nghèo vượt khó."),
)
QUESTIONS: tuple[tuple[str, str, list[str], list[str]], ...] = (
    ("q0", "Nộp học phí trước ngày nào?", ["p0"], ["15 tháng 9"]),
    ("q1", "Thư viện mở cửa mấy giờ?", ["p1"], ["từ 7 giờ"]),
    ("q2", "Ký túc xá có bao nhiêu chỗ ở?", ["p2"], ["300 chỗ ở"]),
    ("q3", "Ai được trao học bổng?", ["p3"], []),
    ("q4", "Giá vàng hôm nay bao nhiêu?", [], []),
)


def made_up_set(name: str = "truong") -> QuestionSet:
    """Return the set; nothing answers its last question."""
    return QuestionSet(
        name=name,
        passages=tuple(PassageLine(id=line_id, text=text) for line_id, text in PASSAGES),
        questions=tuple(
            JudgedLine(id=line_id, question=question, passages=passages, answers=answers)
            for line_id, question, passages, answers in QUESTIONS
        ),
    )


def trial(
    number: int = 0,
    *,
    passages: Sequence[str] = ("p0",),
    answers: Sequence[str] = (),
    hits: Sequence[str] = (),
    answer: AnswerLine | None = None,
    without: float | None = None,
) -> Trial:
    """Return a trial of a question; `without` is the confidence once its passages are gone."""
    line_id = f"q{number}"
    bereft = None if without is None else answer_line(confidence=without)
    return Trial(
        question=JudgedLine(
            id=line_id, question="?", passages=list(passages), answers=list(answers)
        ),
        found=RunLine(id=line_id, hits=[HitLine(id=one, score=1.0) for one in hits], answer=answer),
        without=None if bereft is None else RunLine(id=line_id, hits=[], answer=bereft),
    )


def answer_line(
    passage: str = "p0", sentence: str = "Không ai biết.", confidence: float = 0.5
) -> AnswerLine:
    """Return the chosen sentence of a run."""
    return AnswerLine(passage=passage, sentence=sentence, confidence=confidence)
