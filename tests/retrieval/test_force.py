"""Questions about the force of documents, and the note where an answer rests on one that ended."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers import parse
from corpus.register import Register, RegisterEntry
from retrieval.answering import answer
from retrieval.force import asks_force
from retrieval.knowledge import Knowledge
from retrieval.lapsed import lapsed
from retrieval.records import Abstention, AbstentionReason, Answer, RegisterAnswer, Reply
from tests.support.cases import read_cases
from tests.support.made_up import article

ORDINANCE = "Pháp lệnh số 34/2007/PL-UBTVQH11"


def told(reply: Reply) -> tuple[str, str]:
    """Return what replies, and the documents it tells of."""
    if isinstance(reply, RegisterAnswer):
        return "register", "; ".join(card.label for card in reply.documents)
    if isinstance(reply, Abstention) and reply.reason is AbstentionReason.FORCE_NOT_KNOWN:
        return "unknown", reply.subject or ""
    return "other", ""


def register_of(typed: str, ended_on: date | None = date(2020, 1, 1)) -> Register:
    """Return a register of one document."""
    number = parse(typed)
    assert number
    entry = RegisterEntry(
        number=number, ended_on=ended_on, source="Công báo", checked_on=date(2026, 1, 1)
    )
    return Register(entries=(entry,))


@pytest.mark.parametrize(("question", "reply", "documents"), read_cases("force_questions.tsv"))
def test_the_register_answers_what_it_knows_of_and_nothing_else(
    question: str, reply: str, documents: str, shipped: Knowledge
) -> None:
    assert told(answer(question, shipped)) == (reply, documents)


def test_an_answer_of_force_quotes_the_sentences_that_name_the_document(
    shipped: Knowledge,
) -> None:
    reply = answer("pháp lệnh 34 còn hiệu lực không", shipped)

    assert isinstance(reply, RegisterAnswer)
    assert [one.article.source.name for one in reply.citations] == [
        "hong-linh-2018.md",
        "kien-tuong-2021.md",
    ]
    assert all("34" in sentence for sentence in reply.sentences)
    assert all(one.span in one.passage.sentences for one in reply.citations)


def test_a_document_that_no_article_names_is_answered_for_without_quotes(
    shipped: Knowledge,
) -> None:
    reply = answer("luật 10/2022/QH15 còn hiệu lực không", shipped)

    assert isinstance(reply, RegisterAnswer)
    assert reply.citations == ()


def test_what_an_article_says_of_force_itself_answers_where_the_register_is_silent() -> None:
    sentence = "Nghị định số 12/2019/NĐ-CP có hiệu lực từ ngày 1/7/2019."
    knowledge = Knowledge.build([article(sentence, published_on=None, place=None)])

    reply = answer("Nghị định 12/2019/NĐ-CP có hiệu lực từ ngày nào?", knowledge)

    assert isinstance(reply, Answer)
    assert reply.sentences == (sentence,)


def test_a_row_that_tells_nothing_of_force_leaves_it_unknown() -> None:
    knowledge = Knowledge.build(
        [article("Xã thực hiện Nghị định số 12/2019/NĐ-CP.")],
        register=register_of("12/2019/NĐ-CP", ended_on=None),
    )

    reply = answer("nghị định 12/2019/NĐ-CP còn hiệu lực không", knowledge)

    assert told(reply) == ("unknown", "Nghị định số 12/2019/NĐ-CP")


@given(st.text(max_size=80))
def test_whatever_is_typed_it_is_told_whether_force_is_asked(text: str) -> None:
    assert asks_force(text) in (True, False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Xã thực hiện Pháp lệnh số 34/2007/PL-UBTVQH11.", [ORDINANCE]),
        ("Theo Pháp lệnh 34-PL/2007/PL-UBTVQH Khóa 11 và Pháp lệnh 34.", [ORDINANCE]),
        ("Xã thực hiện Pháp lệnh 34.", []),
        ("Xã thực hiện Luật số 10/2022/QH15.", []),
        ("Xã thực hiện Nghị định số 04/2015/NĐ-CP.", []),
    ],
)
def test_only_what_is_named_for_certain_and_has_an_end_is_lapsed(
    text: str, names: list[str]
) -> None:
    knowledge = Knowledge.build([article(text)])
    citations = [knowledge.cite(passage) for passage in knowledge.passages]

    assert [entry.name for entry in lapsed(citations * 2, knowledge)] == names


def test_an_answer_carries_what_its_passages_name_that_has_an_end() -> None:
    sources = [
        article("Xã có 12 tổ. Xã thực hiện Pháp lệnh số 34/2007/PL-UBTVQH11."),
        article("Phường trồng 300 cây xanh.", name="hoa-binh.txt", place="phường Hòa Bình"),
    ]
    knowledge = Knowledge.build(sources)

    groups = answer("xã có mấy tổ", knowledge)
    trees = answer("phường trồng bao nhiêu cây xanh", knowledge)

    assert isinstance(groups, Answer)
    assert isinstance(trees, Answer)
    assert [entry.name for entry in groups.lapsed] == [ORDINANCE]
    assert trees.lapsed == ()


def test_the_operators_register_decides_what_has_an_end() -> None:
    knowledge = Knowledge.build(
        [article("Xã có 12 tổ theo Nghị định số 12/2019/NĐ-CP.")],
        register=register_of("12/2019/NĐ-CP"),
    )

    reply = answer("xã có mấy tổ", knowledge)

    assert isinstance(reply, Answer)
    assert [entry.name for entry in reply.lapsed] == ["Nghị định số 12/2019/NĐ-CP"]
