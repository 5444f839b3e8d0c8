"""One holder at a time, and another soon after it is gone."""

from datetime import timedelta

import pytest

from bot.errors import LeaseLostError
from bot.store.lease import LASTS
from bot.store.store import Store
from tests.support.stores import NOW, SECOND, lease_of


def test_a_lease_has_one_holder(store: Store) -> None:
    lease_of(store)
    assert store.leases.take("sender", "two", now=NOW + LASTS - SECOND) is None
    assert store.leases.take("sender", "one", now=NOW + LASTS - SECOND) is None


def test_leases_of_other_names_are_free(store: Store) -> None:
    lease_of(store)
    assert store.leases.take("poller", "two", now=NOW) is not None


def test_a_dead_holders_lease_is_taken_within_15_seconds(store: Store) -> None:
    first = lease_of(store)
    second = store.leases.take("sender", "two", now=NOW + timedelta(seconds=15) - SECOND)
    assert second is not None
    assert second.term > first.term


def test_a_renewed_lease_lasts_longer(store: Store) -> None:
    lease = store.leases.renew(lease_of(store), now=NOW + 10 * SECOND)
    assert lease.expires_at == NOW + 10 * SECOND + LASTS
    assert store.leases.take("sender", "two", now=NOW + LASTS) is None


def test_a_lease_that_was_taken_over_can_not_be_renewed(store: Store) -> None:
    lost = lease_of(store)
    held = lease_of(store, "two", now=NOW + LASTS)
    with pytest.raises(LeaseLostError, match="one"):
        store.leases.renew(lost, now=NOW + LASTS)
    assert store.leases.renew(held, now=NOW + LASTS) == held


def test_a_lease_that_ran_out_unnoticed_goes_on(store: Store) -> None:
    lease = store.leases.renew(lease_of(store), now=NOW + 10 * LASTS)
    assert store.leases.take("sender", "two", now=NOW + 10 * LASTS) is None
    assert lease.term == 1


def test_a_released_lease_is_free_at_once(store: Store) -> None:
    store.leases.release(lease_of(store), now=NOW + SECOND)
    assert lease_of(store, "two", now=NOW + SECOND).term == 2


def test_a_lost_lease_can_not_be_released_from_under_its_holder(store: Store) -> None:
    lost = lease_of(store)
    lease_of(store, "two", now=NOW + LASTS)
    store.leases.release(lost, now=NOW + LASTS)
    assert store.leases.take("sender", "three", now=NOW + LASTS) is None


def test_a_clock_that_was_an_hour_ahead_keeps_nobody_out(store: Store) -> None:
    lease_of(store, now=NOW + timedelta(hours=1))
    assert store.leases.take("sender", "two", now=NOW) is not None
