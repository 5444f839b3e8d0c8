"""Kills are spread over the whole of the work, in its order."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.drills.killing import LONGEST_WAIT, plan_kills


@given(st.integers(0, 60), st.integers(60, 3000), st.integers(0, 1000))
def test_each_kill_lies_in_its_share_of_the_work(number: int, steps: int, seed: int) -> None:
    kills = plan_kills(number, steps=steps, chance=Random(seed))

    assert len(kills) == number
    for n, kill in enumerate(kills):
        assert int(n * steps / number) <= kill.after <= (n + 1) * steps / number
        assert 0 <= kill.wait <= LONGEST_WAIT


def test_the_same_seed_kills_at_the_same_moments() -> None:
    first, second = (plan_kills(9, steps=300, chance=Random(3)) for _ in range(2))
    assert first == second
    assert first != plan_kills(9, steps=300, chance=Random(4))
