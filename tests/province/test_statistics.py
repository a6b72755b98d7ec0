"""Tests of the figures of a period."""

from datetime import UTC, datetime, timedelta

import pytest

from province.errors import UsageError
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.statistics import collect, parse_week
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


def test_a_week_runs_from_local_monday_to_monday() -> None:
    start, end = parse_week("2026-W47")

    assert start.astimezone(UTC) == datetime(2026, 11, 15, 17, tzinfo=UTC)
    assert end - start == timedelta(days=7)


@pytest.mark.parametrize("text", ["2026-47", "2026-W60", "", "W1"])
def test_what_is_no_week_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="none such as"):
        parse_week(text)


def test_the_figures_of_the_last_seven_days(ledger: Database) -> None:
    kiosk, quiet = FakeKiosk(1), FakeKiosk(2)
    enrol(ledger, kiosk, add_point(ledger, "A"))
    enrol(ledger, quiet, add_point(ledger, "B"))
    add_point(ledger, "C", unit="05")
    before = to_us(NOW - timedelta(days=10))
    rows = (an_entry(-1), an_entry(-2), an_entry(1, decided_at_us=before))
    append_batch(ledger, kiosk.sign(*rows), NOW)
    append_batch(ledger, quiet.sign(), NOW)

    figures = collect(ledger, None, NOW)

    one = {"points": 2, "active_7d": 1, "silent": 1, "zero": 1, "no_report": 0}
    other = {"points": 1, "active_7d": 0, "silent": 1, "zero": 0, "no_report": 1}
    assert figures == {
        "entries": 3,
        "admitted": 2,
        "points": 3,
        "active_7d": 1,
        "silent": 2,
        "zero": 1,
        "no_report": 1,
        "previous_week": 1,
        "change": 1,
        "by_unit": [{"unit": "04", **one}, {"unit": "05", **other}],
    }


def test_a_named_week_counts_its_own_entries(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    append_batch(ledger, kiosk.sign(an_entry()), NOW)

    entries = [
        collect(ledger, parse_week(week), NOW)["entries"]
        for week in ("2026-W46", "2026-W47")
    ]

    assert entries == [0, 1]
