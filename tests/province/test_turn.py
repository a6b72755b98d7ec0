"""Tests of turns, with real threads on both databases."""

import itertools
import threading
from datetime import timedelta

import pytest

from province.errors import OutsideError
from province.ledger.database import Database
from province.turn import take_turn
from tests.province.builders import NOW


def test_turns_never_overlap(ledger: Database) -> None:
    inside, most = [], []

    def work() -> None:
        for _ in range(3):
            with take_turn(ledger, "lease_test", lambda: NOW):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1] * 9


def test_who_waits_too_long_is_told(ledger: Database) -> None:
    times = (NOW + timedelta(seconds=20 * n) for n in itertools.count())
    with (
        take_turn(ledger, "lease_test", lambda: NOW),
        pytest.raises(OutsideError, match="Try again"),
        take_turn(ledger, "lease_test", lambda: next(times)),
    ):
        pass


def test_a_turn_that_failed_is_over(ledger: Database) -> None:
    with (
        pytest.raises(ValueError, match="broken"),
        take_turn(ledger, "lease_test", lambda: NOW),
    ):
        raise ValueError("broken")

    with take_turn(ledger, "lease_test", lambda: NOW):
        pass
