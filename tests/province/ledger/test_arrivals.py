"""Tests of the transaction that writes a batch, on both databases."""

import threading
import uuid
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select
from sqlalchemy.exc import DBAPIError

from kiosk.protocol.batch import Health, Row
from kiosk.protocol.identifiers import make_uuid7
from province.ingest import Ingested
from province.ledger import told, vault
from province.ledger.arrivals import UnknownKiosk, append_batch
from province.ledger.columns import from_us
from province.ledger.database import Database
from province.ledger.entry_tables import entries, worded
from province.ledger.tables import admin_log, batches, conflicts, kiosks
from province.ledger.vault import Place
from tests.province.builders import (
    NOW,
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    open_entry,
    revoke,
)


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def read(ledger: Database, table: Table) -> list[dict[str, Any]]:
    """Return every row of `table`; `Any` because columns have their own types."""
    query = select(table).order_by(*table.primary_key.columns)
    with ledger.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def tell(done: Ingested | UnknownKiosk) -> list[str]:
    assert isinstance(done, Ingested)
    return [line.reason or line.status.value for line in done.lines]


def test_an_entry_is_kept_with_all_it_says(ledger: Database, kiosk: FakeKiosk) -> None:
    row = an_entry(1, reasons=("masked",), refers=an_entry(9).entry_id)

    append_batch(ledger, kiosk.sign(row), NOW)

    kept = read(ledger, worded)[0]
    assert open_entry(ledger, row.entry_id) == (row.salt, row.content)
    assert kept["reasons"] == ["masked"]
    assert kept["refers"] == an_entry(9).entry_id
    assert (kept["point_id"], kept["position"]) == ("P000001", 1)
    assert (kept["received_at"], kept["status"]) == (NOW, "accepted")


def test_an_admin_act_goes_to_its_own_log_once(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    act = an_entry(2, act="exported", text="{}", outcome="", direction="")
    signed = kiosk.sign(an_entry(1), act)
    assert tell(append_batch(ledger, signed, NOW)) == ["accepted", "accepted"]
    assert tell(append_batch(ledger, signed, NOW)) == ["duplicate", "duplicate"]
    (kept,) = read(ledger, admin_log)
    assert (kept["entry_id"], kept["position"]) == (act.entry_id, 2)
    assert open_entry(ledger, act.entry_id, Place.ACT) == (act.salt, act.content)
    assert len(read(ledger, entries)) == 1


def test_times_come_back_aware_and_to_the_microsecond(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(
        ledger, kiosk.sign(an_entry(1, decided_at_us=1_700_000_000_000_001)), NOW
    )

    assert read(ledger, entries)[0]["decided_at"] == from_us(1_700_000_000_000_001)


def test_a_replay_says_duplicate_and_changes_no_row(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    row = an_entry()
    other = Row(row.entry_id, b"other salt, 16 b", row.content)
    signed = kiosk.sign(row, other, an_entry(2))
    append_batch(ledger, signed, NOW)
    before = [read(ledger, table) for table in (batches, entries, conflicts, kiosks)]

    again = append_batch(ledger, signed, from_us(2**50))

    assert tell(again) == ["duplicate", "conflict", "duplicate"]
    after = [read(ledger, table) for table in (batches, entries, conflicts, kiosks)]
    assert after == before


def test_both_sides_of_a_conflict_are_kept(ledger: Database, kiosk: FakeKiosk) -> None:
    row = an_entry()
    other = Row(row.entry_id, b"other salt, 16 b", row.content)
    append_batch(ledger, kiosk.sign(row), NOW)

    done = append_batch(ledger, kiosk.sign(other), NOW)

    assert tell(done) == ["conflict"]
    (kept,) = read(ledger, conflicts)
    this = row.entry_id + kept["commitment"]
    with ledger.reading() as connection:
        opener = vault.open_sealed(connection)
        said = opener.open_content(Place.CONFLICT, this, kept["sealed"])
    assert said == (other.salt, other.content)
    assert open_entry(ledger, row.entry_id) == (row.salt, row.content)


def test_batches_in_any_order_and_overlapping_keep_each_entry_once(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    early, late = kiosk.sign(an_entry(1), an_entry(2)), kiosk.sign(an_entry(3))
    whole = FakeKiosk().sign(an_entry(1), an_entry(2), an_entry(3))

    for signed in (late, whole, early):
        append_batch(ledger, signed, NOW)

    kept = [row["entry_id"] for row in read(ledger, entries)]
    assert kept == [an_entry(n).entry_id for n in (1, 2, 3)]


def test_an_empty_batch_tells_that_the_kiosk_is_alive(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(covered_until_us=5_000_000), NOW)

    told = read(ledger, kiosks)[0]
    assert (told["last_contact"], told["last_covered_until"]) == (
        NOW,
        from_us(5_000_000),
    )


def test_an_old_batch_does_not_take_back_what_is_covered(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    append_batch(ledger, kiosk.sign(covered_until_us=5_000_000), NOW)
    append_batch(ledger, kiosk.sign(covered_until_us=1_000_000), NOW)

    assert read(ledger, kiosks)[0]["last_covered_until"] == from_us(5_000_000)


def test_what_a_revoked_kiosk_sends_is_held(ledger: Database, kiosk: FakeKiosk) -> None:
    revoke(ledger, kiosk)

    done = append_batch(ledger, kiosk.sign(an_entry()), NOW)

    assert tell(done) == ["held"]
    assert read(ledger, worded)[0]["status"] == "held"


def test_a_kiosk_that_is_not_enrolled_leaves_nothing(ledger: Database) -> None:
    stranger = FakeKiosk(2)

    done = append_batch(ledger, stranger.sign(an_entry()), NOW)

    assert done == UnknownKiosk(kiosk_id=stranger.kiosk_id)
    assert read(ledger, batches) == []


def test_nul_and_control_characters_are_kept_as_the_database_can(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    row = an_entry(1, claims={"name": "A\0B", "document": "';--\x1b=1+1"}, gate="\0")

    append_batch(ledger, kiosk.sign(row), NOW)

    assert read(ledger, worded)[0]["gate"] == "\ufffd"
    assert open_entry(ledger, row.entry_id) == (row.salt, row.content)
    with ledger.reading() as connection:
        (kept,) = connection.execute(select(entries)).all()
        said = told.read(vault.open_sealed(connection), kept)
    assert (said.name, said.document) == ("A\ufffdB", "';--\x1b=1+1")


def test_figures_beyond_the_column_do_not_stop_a_batch(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    health = Health(
        app_version="\0",
        clock="",
        pending=-1,
        roster_version=2**63,
        disk_free=2**64 - 1,
    )

    append_batch(ledger, kiosk.sign(health=health), NOW)

    kept = read(ledger, batches)[0]
    assert (kept["pending"], kept["disk_free"]) == (0, 2**53)


def test_two_kiosks_with_the_same_entry_at_once_get_one_row(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    twin = FakeKiosk(2)
    enrol(ledger, twin, "P000001")
    rows = [an_entry(number) for number in range(50)]
    told: list[list[str]] = []

    def send(sender: FakeKiosk) -> None:
        told.append(tell(append_batch(ledger, sender.sign(*rows), NOW)))

    threads = [threading.Thread(target=send, args=(each,)) for each in (kiosk, twin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [["accepted"] * 50, ["duplicate"] * 50]
    assert len(read(ledger, entries)) == 50


def test_a_fault_half_way_leaves_nothing(ledger: Database, kiosk: FakeKiosk) -> None:
    signed = kiosk.sign(an_entry())
    broken = msgspec.structs.replace(signed.batch, sequence=2**70)

    with pytest.raises((OverflowError, DBAPIError)):
        append_batch(
            ledger,
            replace(signed, batch=broken),
            NOW,
        )

    assert (read(ledger, batches), read(ledger, entries)) == ([], [])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.fixed_dictionaries(
        {
            "act": st.text(),
            "gate": st.text(),
            "text": st.text(),
            "reasons": st.tuples(st.text()),
            "claims": st.dictionaries(st.text(), st.text()),
        }
    ),
    number=st.integers(1, 2**40),
)
def test_whatever_an_entry_says_it_is_kept_byte_for_byte(
    ledger: Database, kiosk: FakeKiosk, said: dict[str, object], number: int
) -> None:
    row = an_entry(1, **said)
    fresh = Row(make_uuid7(number, uuid.uuid4().bytes[:10]), row.salt, row.content)

    done = append_batch(ledger, kiosk.sign(fresh), NOW)

    assert tell(done) == ["accepted"]
    assert open_entry(ledger, fresh.entry_id) == (row.salt, row.content)
