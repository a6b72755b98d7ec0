"""Tests of until when all have reported: the least of what each kiosk has reached."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from province.ledger import completeness
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from province.ledger.tables import points
from tests.province.builders import NOW, FakeKiosk, add_point, enrol

HOUR = timedelta(hours=1)


@pytest.fixture
def three(ledger: Database) -> list[FakeKiosk]:
    """Return kiosks of two units: one heard now, one an hour ago, one never."""
    made = [FakeKiosk(seed) for seed in (1, 2, 3)]
    for kiosk, unit in zip(made, ("04", "04", "05"), strict=True):
        enrol(ledger, kiosk, add_point(ledger, f"Chợ Mẫu {unit}", unit=unit))
    say(ledger, made[0], NOW)
    say(ledger, made[1], NOW - HOUR)
    return made


def say(ledger: Database, kiosk: FakeKiosk, at: datetime) -> None:
    batch = kiosk.sign(covered_until_us=to_us(at), sent_at_us=to_us(at))
    append_batch(ledger, batch, at)


@pytest.mark.usefixtures("three")
def test_complete_is_what_all_have_reported(ledger: Database) -> None:
    with ledger.reading() as connection:
        by_unit = completeness.complete_by_unit(connection, WHOLE)
        assert by_unit == {"04": NOW - HOUR, "05": None}
        assert completeness.complete_until(connection, WHOLE) is None
        assert completeness.complete_until(connection, Scope(unit="04")) == NOW - HOUR
        assert completeness.complete_by_point(connection, WHOLE)["P000001"] == NOW


@pytest.mark.usefixtures("three")
def test_a_suspended_point_keeps_nobody_waiting(ledger: Database) -> None:
    with ledger.writing() as connection:
        these = points.c.unit == "05"
        connection.execute(update(points).where(these).values(suspended_at=NOW))

    with ledger.reading() as connection:
        assert completeness.complete_until(connection, WHOLE) == NOW - HOUR


def test_a_second_kiosk_that_never_spoke_leaves_its_point_incomplete(
    ledger: Database, three: list[FakeKiosk]
) -> None:
    enrol(ledger, FakeKiosk(9), "P000001")

    with ledger.reading() as connection:
        found = completeness.complete_by_point(connection, WHOLE)

    assert (found["P000001"], found["P000002"]) == (None, NOW - HOUR)
    assert len(found) == len(three)
