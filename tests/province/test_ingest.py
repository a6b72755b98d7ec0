"""Tests of what becomes of each entry of a batch."""

from collections.abc import Mapping

import pytest

from kiosk.protocol import chain
from kiosk.protocol.batch import Row, SignedBatch
from kiosk.protocol.receipt import Status
from province.ingest import (
    FUTURE_US,
    EntryStatus,
    Ingested,
    Known,
    Sender,
    ingest,
    read_head,
)
from province.ledger.columns import to_us
from tests.province.builders import NOW, FakeKiosk, an_entry

NOBODY_KNOWN: dict[bytes, Known] = {}


def sort_out(
    signed: SignedBatch,
    sender: Sender,
    known: Mapping[bytes, Known],
    countersigned: int = 0,
) -> Ingested:
    """Sort out a batch that comes at NOW."""
    return ingest(
        signed,
        sender,
        known,
        received_at_us=to_us(NOW),
        countersigned=countersigned,
    )


def a_sender(*, is_revoked: bool = False) -> Sender:
    return Sender(
        kiosk_id="K", point_id="P000001", public_key=b"", is_revoked=is_revoked
    )


def known_as(row: Row, status: EntryStatus) -> dict[bytes, Known]:
    commitment = chain.commit(row.salt, row.content)
    return {row.entry_id: Known(commitment=commitment, status=status)}


def test_a_new_entry_is_accepted_with_its_place_in_the_chain() -> None:
    kiosk = FakeKiosk()
    kiosk.pack(an_entry(1))

    done = sort_out(kiosk.sign(an_entry(2)), a_sender(), NOBODY_KNOWN)

    assert done.lines[0].status == Status.ACCEPTED
    assert done.new[0].position == 2


def test_the_same_bytes_again_are_a_duplicate() -> None:
    row = an_entry()

    done = sort_out(
        FakeKiosk().sign(row), a_sender(), known_as(row, EntryStatus.ACCEPTED)
    )

    assert done.lines[0].status == Status.DUPLICATE
    assert done.new == ()


def test_other_bytes_under_a_known_id_are_a_conflict_that_is_kept() -> None:
    row = an_entry()
    other = Row(row.entry_id, b"other salt, 16 b", row.content)

    done = sort_out(
        FakeKiosk().sign(other), a_sender(), known_as(row, EntryStatus.ACCEPTED)
    )

    assert (done.lines[0].status, done.lines[0].reason) == ("refused", "conflict")
    assert [conflict.row for conflict in done.conflicts] == [other]


def test_one_batch_may_repeat_and_contradict_itself() -> None:
    row = an_entry()
    other = Row(row.entry_id, b"other salt, 16 b", row.content)

    done = sort_out(FakeKiosk().sign(row, row, other), a_sender(), NOBODY_KNOWN)

    assert [line.status for line in done.lines] == ["accepted", "duplicate", "refused"]


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (an_entry(1), an_entry(2, outcome="deny"), an_entry(3)),
        (an_entry(1), an_entry(2), an_entry(1)),
        (an_entry(1), Row(an_entry(2).entry_id, bytes(16), b"\xc1 no msgpack")),
        (an_entry(1), an_entry(2, decided_at_us=to_us(NOW) + FUTURE_US + 1)),
    ],
    ids=["none", "all new", "one twice", "one poison", "one to come"],
)
def test_a_batch_is_sorted_out_alike_whether_others_are_known_or_nobody(
    rows: tuple[Row, ...],
) -> None:
    signed = FakeKiosk().sign(*rows)
    known = known_as(an_entry(9), EntryStatus.ACCEPTED)

    done = sort_out(signed, a_sender(), NOBODY_KNOWN)

    assert done == sort_out(signed, a_sender(), known)
    assert len(done.lines) == len(rows)


def test_a_poison_entry_does_not_stop_its_neighbours() -> None:
    good = an_entry()
    poison = Row(an_entry(2).entry_id, bytes(16), b"\xc1 no msgpack")

    done = sort_out(FakeKiosk().sign(poison, good), a_sender(), NOBODY_KNOWN)

    assert [line.reason for line in done.lines] == ["malformed", ""]
    assert [entry.row for entry in done.new] == [good]


@pytest.mark.parametrize(
    "changes",
    [
        {"decided_at_us": -1},
        {"decided_at_us": 2**63},
        {"refers": b"short"},
    ],
)
def test_an_entry_without_sense_is_malformed(changes: dict[str, object]) -> None:
    done = sort_out(FakeKiosk().sign(an_entry(1, **changes)), a_sender(), NOBODY_KNOWN)

    assert done.lines[0].reason == "malformed"


def test_an_id_that_is_no_uuid7_is_malformed() -> None:
    row = Row(bytes(16), bytes(16), an_entry().content)

    done = sort_out(FakeKiosk().sign(row), a_sender(), NOBODY_KNOWN)

    assert done.lines[0].reason == "malformed"


def test_a_kiosk_whose_clock_lost_its_battery_is_believed() -> None:
    done = sort_out(
        FakeKiosk().sign(an_entry(1, decided_at_us=0)), a_sender(), NOBODY_KNOWN
    )

    assert done.lines[0].status == Status.ACCEPTED


def test_entries_of_a_revoked_kiosk_are_held() -> None:
    done = sort_out(
        FakeKiosk().sign(an_entry()), a_sender(is_revoked=True), NOBODY_KNOWN
    )

    assert done.lines[0].status == Status.HELD
    assert done.new[0].status == EntryStatus.HELD


def test_a_revoked_kiosk_s_countersigned_entries_are_accepted() -> None:
    signed = FakeKiosk().sign(an_entry(1), an_entry(2))

    done = sort_out(signed, a_sender(is_revoked=True), NOBODY_KNOWN, countersigned=1)

    assert [line.status for line in done.lines] == ["accepted", "held"]


AHEAD_US = to_us(NOW) + FUTURE_US


def test_what_a_trusted_clock_says_of_the_future_is_refused_for_itself_only() -> None:
    early, late = an_entry(1), an_entry(2, decided_at_us=AHEAD_US + 1)

    done = sort_out(FakeKiosk().sign(early, late), a_sender(), NOBODY_KNOWN)

    assert [line.reason for line in done.lines] == ["", "future"]
    assert [entry.row for entry in done.new] == [early]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"decided_at_us": AHEAD_US}, "accepted"),
        ({"decided_at_us": AHEAD_US + 1, "clock": "drifting"}, "accepted"),
        ({"decided_at_us": AHEAD_US + 1, "clock": "drifting", "boot": ""}, "refused"),
    ],
)
def test_a_time_to_come_is_taken_where_the_boot_tells_better(
    changes: dict[str, object], status: str
) -> None:
    done = sort_out(FakeKiosk().sign(an_entry(1, **changes)), a_sender(), NOBODY_KNOWN)

    assert done.lines[0].status == status


def test_a_held_entry_sent_again_is_still_held() -> None:
    row = an_entry()

    done = sort_out(FakeKiosk().sign(row), a_sender(), known_as(row, EntryStatus.HELD))

    assert done.lines[0].status == Status.HELD


def test_an_entry_known_from_before_the_revocation_stays_a_duplicate() -> None:
    row = an_entry()
    known = known_as(row, EntryStatus.ACCEPTED)

    done = sort_out(FakeKiosk().sign(row), a_sender(is_revoked=True), known)

    assert done.lines[0].status == Status.DUPLICATE


def test_the_head_is_the_link_after_the_last_row() -> None:
    row = an_entry()
    commitment = chain.commit(row.salt, row.content)

    head = read_head(FakeKiosk().sign(row))

    assert head == chain.link(chain.GENESIS, row.entry_id, commitment)
