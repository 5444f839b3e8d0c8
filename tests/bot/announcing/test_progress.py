import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcing.progress import Progress
from bot.store.records import State, Tally, Task

TALLIES = st.lists(
    st.builds(
        Tally,
        task=st.sampled_from(Task),
        state=st.sampled_from(State),
        reason=st.sampled_from([None, "removed", "flood"]),
        count=st.integers(1, 50),
    ),
    max_size=20,
)


@given(TALLIES)
def test_every_chat_is_counted_once(tallies: list[Tally]) -> None:
    assert Progress.of(tallies).total == sum(tally.count for tally in tallies)


@pytest.mark.parametrize(
    ("task", "state", "reason", "posted", "can_be_retried"),
    [
        (Task.SEND, State.WAITING, "flood", 0, 0),
        (Task.SEND, State.SENDING, None, 0, 0),
        (Task.SEND, State.SENT, None, 1, 0),
        (Task.EDIT, State.WAITING, None, 1, 0),
        (Task.EDIT, State.SENT, "refused", 1, 1),
        (Task.DELETE, State.CLAIMED, None, 1, 0),
        (Task.DELETE, State.SENT, "refused", 1, 1),
        (Task.DELETE, State.RECALLED, None, 0, 0),
        (Task.SEND, State.FAILED, "removed", 0, 1),
        (Task.SEND, State.UNCERTAIN, "dropped", 0, 0),
        (Task.SEND, State.CANCELLED, "stopped", 0, 0),
    ],
)
def test_what_has_it_and_what_can_be_tried_again(
    task: Task, state: State, reason: str | None, posted: int, can_be_retried: int
) -> None:
    progress = Progress.of([Tally(task=task, state=state, reason=reason, count=1)])
    assert (progress.posted, progress.can_be_retried) == (posted, can_be_retried)
