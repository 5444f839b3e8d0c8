"""The contract of every engine that changes: exact, filtered, kept, and changed at any time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from retrieval.bm25 import Parameters, fit
from retrieval.engines import kernels
from retrieval.engines.records import Column, Condition, Entry
from tests.support.changing_engines import ENGINES, ChangingEngine, Open, entry, ids
from tests.support.kernels import KERNELS

PARAMETERS = Parameters(k1=1.2, b=0.9)
TERM = st.sampled_from(["của", "và", "dân", "vận", "khéo", "ấp", "25-nq/tw", "năm"])
PASSAGES = st.lists(st.lists(TERM, max_size=12), max_size=12)
QUESTION = st.lists(TERM, max_size=6, unique=True)

WEIGHT = st.floats(0.125, 8.0, width=16)
ENTRY = st.builds(
    Entry,
    id=st.sampled_from([f"p{number}" for number in range(12)]),
    vector=st.dictionaries(TERM, WEIGHT, max_size=5),
    labels=st.dictionaries(st.sampled_from(Column), st.sets(st.sampled_from("12"), max_size=2)),
)
CONDITION = st.builds(
    Condition,
    column=st.sampled_from(Column),
    values=st.sets(st.sampled_from("123"), max_size=2),
    or_none=st.booleans(),
)
CHANGE = st.lists(ENTRY, max_size=6) | st.sets(ENTRY.map(lambda one: one.id), max_size=3)
"""Entries to add, or ids to remove."""


@pytest.fixture(scope="session", params=[*ENGINES, "mapped, by compiled loops"])
def open_engine(request: pytest.FixtureRequest) -> Iterator[Open]:
    name, _, loops = request.param.partition(", ")
    with kernels.only(KERNELS["compiled"]()) if loops else nullcontext():
        yield ENGINES[name]


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    root, numbers = tmp_path_factory.mktemp("engines"), count()
    return lambda: root / str(next(numbers))


@pytest.fixture
def engine(open_engine: Open, new_folder: Callable[[], Path]) -> ChangingEngine:
    return open_engine(new_folder())


def best(scores: Mapping[str, float], k: int) -> list[tuple[str, float]]:
    """Return the best, equal ones in the order of the mapping."""
    return sorted(scores.items(), key=lambda pair: -pair[1])[:k]


@given(passages=PASSAGES.filter(any), question=QUESTION, k=st.integers(1, 12))
def test_scores_are_those_of_rank_bm25(
    open_engine: Open,
    new_folder: Callable[[], Path],
    passages: Sequence[Sequence[str]],
    question: list[str],
    k: int,
) -> None:
    model = fit(passages, PARAMETERS)
    query = model.query_vector(dict.fromkeys(question, 1.0))
    engine = open_engine(new_folder())

    engine.add(
        Entry(id=str(number), vector=model.passage_vector(terms))
        for number, terms in enumerate(passages)
    )

    floor = model.floor(dict.fromkeys(question, 1.0))
    oracle = BM25Plus(passages, k1=PARAMETERS.k1, b=PARAMETERS.b, delta=PARAMETERS.delta)
    scores = oracle.get_scores(question) - floor
    sharing = [n for n, terms in enumerate(passages) if query.keys() & set(terms)]
    found = engine.search(query, k)
    assert [one.score for one in found] == pytest.approx([scores[int(one.id)] for one in found])
    assert [one.score for one in found] == pytest.approx(sorted(scores[sharing])[::-1][:k])


@settings(max_examples=40)
@given(
    changes=st.lists(CHANGE, max_size=6),
    query=st.dictionaries(TERM, WEIGHT, max_size=4),
    conditions=st.lists(CONDITION, max_size=2),
    k=st.integers(1, 15),
)
def test_after_any_changes_the_best_of_what_is_there_and_admitted_are_found(
    open_engine: Open,
    new_folder: Callable[[], Path],
    changes: Sequence[Sequence[Entry] | set[str]],
    query: dict[str, float],
    conditions: list[Condition],
    k: int,
) -> None:
    folder, there = new_folder(), dict[str, Entry]()
    engine = open_engine(folder)
    for change in changes:
        if isinstance(change, set):
            engine.remove(change)
            there = {one: kept for one, kept in there.items() if one not in change}
        else:
            engine.add(change)
            for one in change:
                there.pop(one.id, None)
                there[one.id] = one

    expected = best(
        {
            one.id: sum(w * one.vector[term] for term, w in query.items() if term in one.vector)
            for one in there.values()
            if query.keys() & one.vector.keys() and all(meets(one, each) for each in conditions)
        },
        k,
    )
    for asked in (engine, open_engine(folder)):
        assert len(asked) == len(there)
        assert [(one.id, one.score) for one in asked.search(query, k, conditions)] == expected
        assert asked.frequencies(list(query)) == [
            sum(term in one.vector for one in there.values()) for term in query
        ]


def meets(one: Entry, condition: Condition) -> bool:
    values = set(one.labels.get(condition.column, ()))
    return bool(values & set(condition.values)) or (condition.or_none and not values)


LABELLED = (
    Entry(
        id="tan-an",
        vector={"a": 3.0},
        labels={
            Column.PLACE: ["Tân An", "Long An"],
            Column.YEAR: ["2013"],
            Column.PUBLISHER: ["Báo Long An"],
            Column.DOCUMENT: ["25-NQ/TW"],
        },
    ),
    Entry(id="hong-linh", vector={"a": 2.0}, labels={Column.PLACE: ["Hồng Lĩnh"]}),
    Entry(id="nowhere", vector={"a": 1.0}, labels={Column.YEAR: ["2013", "2014"]}),
)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([], ["tan-an", "hong-linh", "nowhere"]),
        ([(Column.PLACE, ["Long An"], False)], ["tan-an"]),
        ([(Column.PLACE, ["Long An", "Hồng Lĩnh"], False)], ["tan-an", "hong-linh"]),
        ([(Column.PLACE, ["Hồng Lĩnh"], True)], ["hong-linh", "nowhere"]),
        ([(Column.PLACE, [], True)], ["nowhere"]),
        ([(Column.PLACE, [], False)], []),
        ([(Column.YEAR, ["2014"], False)], ["nowhere"]),
        ([(Column.PUBLISHER, ["Báo Long An"], False)], ["tan-an"]),
        ([(Column.DOCUMENT, ["25-NQ/TW"], False)], ["tan-an"]),
        ([(Column.DOCUMENT, ["2013"], False)], []),
        ([(Column.YEAR, ["2013"], False), (Column.PLACE, ["Tân An"], True)], ["tan-an", "nowhere"]),
    ],
)
def test_a_filter_admits_who_meets_all_of_its_conditions(
    engine: ChangingEngine,
    conditions: Sequence[tuple[Column, list[str], bool]],
    expected: list[str],
) -> None:
    engine.add(LABELLED)

    asked = [Condition(column=c, values=v, or_none=o) for c, v, o in conditions]

    assert ids(engine.search({"a": 1.0}, 5, asked)) == expected


def test_equal_scores_stand_in_the_order_in_which_their_passages_came(
    engine: ChangingEngine,
) -> None:
    engine.add([entry("x", a=1.0), entry("c", a=1.0)])
    engine.add([entry("b", a=2.0), entry("a", a=1.0)])

    assert ids(engine.search({"a": 1.0}, 3)) == ["b", "x", "c"]


@pytest.mark.parametrize("query", [{}, {"unknown": 1.0}])
def test_a_question_of_no_known_term_finds_nothing(
    engine: ChangingEngine, query: dict[str, float]
) -> None:
    engine.add([entry("x", a=1.0)])

    assert engine.search(query, 5) == []


def test_an_empty_engine_answers_with_nothing(engine: ChangingEngine) -> None:
    assert len(engine) == 0
    assert engine.search({"a": 1.0}, 5) == []
    assert engine.frequencies(["a"]) == [0]


def test_adding_nothing_changes_nothing(engine: ChangingEngine) -> None:
    engine.add([])

    assert len(engine) == 0


def test_one_passage_is_found(engine: ChangingEngine) -> None:
    engine.add([entry("x", a=0.5)])

    assert [(one.id, one.score) for one in engine.search({"a": 3.0}, 5)] == [("x", 1.5)]


def test_a_passage_without_terms_is_there_and_never_found(engine: ChangingEngine) -> None:
    engine.add([entry("empty"), entry("x", a=1.0)])

    assert len(engine) == 2
    assert ids(engine.search({"a": 1.0}, 5)) == ["x"]


def test_what_is_added_takes_the_place_of_what_had_its_id(engine: ChangingEngine) -> None:
    engine.add([entry("x", a=1.0), entry("y", a=1.0)])
    engine.add([entry("x", b=1.0)])

    assert ids(engine.search({"a": 1.0}, 5)) == ["y"]
    assert ids(engine.search({"b": 1.0}, 5)) == ["x"]


def test_of_one_id_twice_at_once_the_later_stays(engine: ChangingEngine) -> None:
    engine.add([entry("x", a=1.0), entry("x", b=1.0)])

    assert len(engine) == 1
    assert ids(engine.search({"a": 1.0, "b": 1.0}, 5)) == ["x"]
    assert engine.search({"a": 1.0}, 5) == []


def test_what_is_removed_is_not_found_again_and_others_are(engine: ChangingEngine) -> None:
    engine.add([entry("x", a=1.0), entry("y", a=1.0)])

    engine.remove(["x", "never there"])

    assert ids(engine.search({"a": 1.0}, 5)) == ["y"]


def test_what_is_removed_can_be_added_again(engine: ChangingEngine) -> None:
    engine.add([entry("x", a=1.0)])
    engine.remove(["x"])
    engine.add([entry("x", a=2.0)])

    assert [one.score for one in engine.search({"a": 1.0}, 5)] == [2.0]


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan")])
def test_a_weight_that_is_not_positive_is_refused_and_nothing_is_added(
    engine: ChangingEngine, weight: float
) -> None:
    with pytest.raises(ValueError, match="not positive"):
        engine.add([entry("x", a=1.0), entry("y", a=weight)])

    assert len(engine) == 0


def test_a_question_with_a_negative_weight_is_refused(engine: ChangingEngine) -> None:
    engine.add([entry("x", a=1.0)])

    with pytest.raises(ValueError, match="below 0"):
        engine.search({"a": -1.0}, 5)


def test_a_term_without_weight_finds_nothing(engine: ChangingEngine) -> None:
    engine.add([entry("x", a=1.0), entry("y", b=1.0)])

    assert ids(engine.search({"a": 0.0, "b": 1.0}, 5)) == ["y"]


def test_what_one_changes_the_other_sees_with_its_next_question(
    open_engine: Open, new_folder: Callable[[], Path]
) -> None:
    folder = new_folder()
    one, other = open_engine(folder), open_engine(folder)

    one.add([entry("x", a=1.0), entry("y", a=1.0)])
    assert ids(other.search({"a": 1.0}, 5)) == ["x", "y"]

    other.remove(["x"])
    assert ids(one.search({"a": 1.0}, 5)) == ["y"]


def test_entries_may_come_from_a_generator(engine: ChangingEngine) -> None:
    def entries() -> Iterator[Entry]:
        for number in range(3000):
            yield entry(str(number), **{f"t{number % 7}": 1.0})

    engine.add(entries())

    assert len(engine) == 3000
    assert engine.frequencies(["t0", "t6"]) == [429, 428]
