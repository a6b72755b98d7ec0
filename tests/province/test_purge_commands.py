"""Tests of `province purge`, as a real process."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from province.clock import read_now
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database, open_database
from tests.province.builders import FakeKiosk, add_point, an_entry, enrol
from tests.province.past import DAY, list_full
from tests.province.processes import answer


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Database]:
    """Give a ledger of three entries, of which two are past their time."""
    now = read_now()
    with contextlib.closing(open_database(tmp_path)) as database:
        kiosk = FakeKiosk()
        enrol(database, kiosk, add_point(database))
        ages = enumerate((40, 33, 3))
        rows = [an_entry(n, decided_at_us=to_us(now - days * DAY)) for n, days in ages]
        append_batch(database, kiosk.sign(*rows), now)
        yield database


def test_what_is_past_its_time_goes_at_once(ledger: Database, tmp_path: Path) -> None:
    said = answer("purge", "--data", str(tmp_path))

    assert (said["entries"], said["kept"], said["wiped"]) == (2, 0, True)
    assert len(list_full(ledger)) == 1


def test_a_dry_run_only_counts(ledger: Database, tmp_path: Path) -> None:
    said = answer("purge", "--data", str(tmp_path), "--dry-run")

    assert (said["entries"], said["dry_run"]) == (2, True)
    assert len(list_full(ledger)) == 3
