"""An engine stands in for another one, and somebody is told once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from retrieval.engines.fallback import FIRST_WAIT, LONGEST_WAIT, FallbackEngine, waiting
from retrieval.errors import EngineUnavailableError, IndexDamagedError, MisquotedError

DOWN = EngineUnavailableError("the server is down")


@dataclass
class Named:
    """An engine that finds one passage, by which it can be told."""

    number: int
    fails_with: Exception | None = None
    asked: list[object] = field(default_factory=list)

    def __len__(self) -> int:
        return self.number

    def top(
        self, query: Mapping[str, float], k: int, *, within: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        self.asked.append((query, k, within))
        if self.fails_with:
            raise self.fails_with
        return [(self.number, 1.0)]


class Scene:
    """Two engines, a clock, and what was told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.told: list[Exception | None] = []
        self.first, self.second = Named(1), Named(2)
        self.engine = FallbackEngine(
            self.first, self.second, observe=self.told.append, clock=lambda: self.now
        )

    def answers(self, seconds: Sequence[float]) -> list[int]:
        """Return which engine answers at each of these times."""
        found = []
        for self.now in seconds:
            [(number, _)] = self.engine.top({"a": 1.0}, 1)
            found.append(number)
        return found


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_first_engine_answers_while_it_works(scene: Scene) -> None:
    assert scene.answers([0, 1]) == [1, 1]
    assert len(scene.engine) == 2, "the second one is always there to say"
    assert scene.told == []


@pytest.mark.parametrize("error", [DOWN, IndexDamagedError("the collection is gone")])
def test_the_second_answers_at_once_where_the_first_fails(scene: Scene, error: Exception) -> None:
    scene.first.fails_with = error

    assert scene.answers([0]) == [2]
    assert scene.told == [error]


def test_any_other_error_is_the_askers(scene: Scene) -> None:
    scene.first.fails_with = MisquotedError("not an engine's trouble")

    with pytest.raises(MisquotedError):
        scene.answers([0])


def test_the_first_is_left_alone_for_longer_and_longer_and_told_of_once(scene: Scene) -> None:
    scene.first.fails_with = DOWN

    assert scene.answers([0, 0.9, 1.0, 2.9, 3.0, 6.9]) == [2] * 6
    assert len(scene.first.asked) == 3
    assert scene.told == [DOWN]


def test_it_is_told_when_the_first_is_back(scene: Scene) -> None:
    scene.first.fails_with = DOWN
    scene.answers([0])
    scene.first.fails_with = None

    assert scene.answers([0.5, 1.0, 1.1]) == [2, 1, 1]
    assert scene.told == [DOWN, None]


def test_while_one_question_tries_the_first_again_others_go_to_the_second(scene: Scene) -> None:
    scene.first.fails_with = DOWN
    scene.answers([0])
    scene.first.fails_with = None
    scene.now = 1.0

    inner = scene.engine.ask(lambda _: scene.engine.top({"a": 1.0}, 1))

    assert inner == [(2, 1.0)]


def test_the_waits_are_bounded() -> None:
    waits = [waiting(failures, now=0.0).until for failures in range(1, 100)]

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (FIRST_WAIT, LONGEST_WAIT)
