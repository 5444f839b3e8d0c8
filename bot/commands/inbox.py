"""`danvan inbox`: updates that could not be dealt with, by kind, age and error, without words."""

from datetime import datetime, timedelta

from bot.clock import now
from bot.commands.console import output, print_row
from bot.commands.workplace import open_store
from bot.errors import UnknownUpdateError
from bot.store.updates import ParkedUpdate


def list_parked() -> None:
    """Print one line for each parked update, the oldest first."""
    with open_store() as store:
        parked = store.inbox.parked()
    if not parked:
        output.print("nothing is parked: every update was dealt with, or still is")
    for one in parked:
        print_row(_line(one, now()))


def replay(update_id: int | None) -> None:
    """Have a parked update, or all of them, dealt with again; raises UnknownUpdateError."""
    with open_store() as store:
        replayed = store.inbox.replay(update_id, now=now())
    if update_id is not None and not replayed:
        raise _unknown(update_id)
    output.print(f"{replayed} will be dealt with again, as soon as the bot runs")


def drop(update_id: int) -> None:
    """Delete a parked update's words for good; raises UnknownUpdateError."""
    with open_store() as store:
        dropped = store.inbox.drop(update_id, now=now())
    if not dropped:
        raise _unknown(update_id)
    output.print(f"{update_id} is dropped")


def _line(one: ParkedUpdate, at: datetime) -> str:
    tries = "1 try" if one.attempts == 1 else f"{one.attempts} tries"
    age = _age(at - one.received_at)
    return f"{one.update_id}  {one.kind}  {age} ago  {tries}  {one.error}"


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _unknown(update_id: int) -> UnknownUpdateError:
    return UnknownUpdateError(f"no update {update_id} is parked; see them all: danvan inbox")
