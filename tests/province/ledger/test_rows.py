"""An entry's row holds what it says, as the columns hold it."""

from collections.abc import Mapping
from datetime import timedelta

from kiosk.protocol.content import Act
from province.ingest import NewEntry, Sender, ingest
from province.ledger.columns import to_us
from province.ledger.loading import Value
from province.ledger.rows import Origin, flatten, flatten_acts
from tests.province.builders import NOW, FakeKiosk, an_entry

ORIGIN = Origin(batch_id=7, kiosk_id="K", point_id="P", received_at_us=5)
UNPLACED: dict[str, object] = {}


def make_new(**changes: object) -> NewEntry:
    sender = Sender(kiosk_id="K", point_id="P", public_key=b"", is_revoked=False)
    signed = FakeKiosk().sign(an_entry(1, **changes))
    return ingest(signed, sender, {}, received_at_us=to_us(NOW)).new[0]


def make_row(placed: Mapping[str, object], **changes: object) -> tuple[Value, ...]:
    (row,) = flatten([make_new(**changes)], {1: placed} if placed else {})
    return (*ORIGIN.values, *row)


def test_document_and_name_have_columns_and_the_other_claims_are_json() -> None:
    row = make_row(UNPLACED)
    assert row[:4] == (7, "K", "P", 5)
    assert row[14:17] == ("001099000001", "NGUYỄN VĂN MẪU", '{"sex":"male"}')


def test_what_no_database_keeps_is_replaced_everywhere() -> None:
    row = make_row(
        UNPLACED,
        claims={"name": "A\0", "x\0": "\0y"},
        reasons=("r\0", r"\u0000"),
        visit={"v": "\0"},
        gate="\0",
    )
    assert row[9] == "\ufffd"
    assert row[13] == '["r\ufffd","\\\\u0000"]'
    assert row[15:17] == ("A\ufffd", '{"x\ufffd":"\ufffdy"}')
    assert row[18] == '{"v":"\ufffd"}'


def test_a_placed_entry_says_when_it_really_was() -> None:
    at = NOW + timedelta(seconds=3)
    placed = {"boot": "b", "monotonic_ms": 9, "placed_at": at, "placing": "exact"}
    assert make_row(placed)[-4:] == ("b", 9, to_us(at), "exact")


def test_an_admin_act_has_what_its_log_keeps() -> None:
    act = make_new(act=Act.EXPORTED.value, text="{}")
    (row,) = flatten_acts([act])
    assert row[:3] == (act.row.entry_id, 1, "exported")
    assert row[5:7] == ("{}", "accepted")
