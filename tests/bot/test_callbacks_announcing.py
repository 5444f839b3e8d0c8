import pytest
from hypothesis import given

from bot import callbacks
from bot.callbacks import Acknowledge, Action, ComposingAction, FollowingAction, PrivacyAction
from bot.errors import StaleButtonError
from tests.support.actions import actions_of


@given(actions_of(ComposingAction | FollowingAction | Acknowledge | PrivacyAction))
def test_an_action_fits_and_comes_back_from_its_data(action: Action) -> None:
    assert callbacks.decode(callbacks.encode(action)) == action


@pytest.mark.parametrize(
    "data",
    [
        "1ac:1",
        "1ac:1,x",
        "1aw:1,z",
        "1al:1",
        "1ap:1,2",
        "1ap:2,1,5-abcdef",
        "1at:1,1,khong-co",
        "1af:1,1,z",
        "1aq:1,",
        "1ay:1",
        "1ay:1,nothex",
        "1ay:,0123456789ab",
        "1ak:-1",
        "1a0:1",
        "1ok:",
        "1xd:1",
    ],
)
def test_malformed_data_are_stale(data: str) -> None:
    with pytest.raises(StaleButtonError):
        callbacks.decode(data)
