"""An entry's row holds what it says, as the columns hold it."""

from collections.abc import Mapping
from datetime import timedelta

from kiosk.protocol.content import Act
from province.ingest import NewEntry, Sender, ingest
from province.ledger.columns import to_us
from province.ledger.copying import Value
from province.ledger.rows import Origin, flatten, flatten_acts
from province.ledger.vault import Key, Opener, Sealer
from tests.province.builders import NOW, FakeKiosk, an_entry

ORIGIN = Origin(batch_id=7, kiosk_id="KAAAAAAAAAAAB", point_id="P", received_at_us=5)
UNPLACED: dict[str, object] = {}
KEY = Key(number=1, secret=b"k" * 32, made_at=NOW)
SEALER, OPENER = Sealer(KEY), Opener({1: KEY})


def make_new(**changes: object) -> NewEntry:
    sender = Sender(
        kiosk_id="KAAAAAAAAAAAB", point_id="P", public_key=b"", is_revoked=False
    )
    signed = FakeKiosk().sign(an_entry(1, **changes))
    return ingest(signed, sender, {}, received_at_us=to_us(NOW)).new[0]


def make_row(placed: Mapping[str, object], **changes: object) -> tuple[Value, ...]:
    told = {1: placed} if placed else {}
    (row,) = flatten([make_new(**changes)], told, SEALER)
    return (*ORIGIN.values, *row)


def test_what_an_entry_says_of_a_person_is_in_no_column_but_the_sealed_one() -> None:
    row = make_row(UNPLACED, visit={"host": "Bà Mẫu"})
    assert row[:4] == (7, 1, "P", 5)
    told = " ".join(map(repr, row[:-5]))
    assert not any(one in told for one in ("001099000001", "NGUYỄN", "male", "Mẫu"))
    content = OPENER.read(row[4], row[-5])  # type: ignore[arg-type] # by its column
    assert content is not None
    assert content.claims["document"] == "001099000001"
    assert row[15] is True


def test_what_no_database_keeps_is_replaced_everywhere() -> None:
    row = make_row(UNPLACED, reasons=("r\0", r"\u0000"), gate="\0")
    assert row[9] == "\ufffd"
    assert row[13] == '["r\ufffd","\\\\u0000"]'


def test_a_placed_entry_says_when_it_really_was() -> None:
    at = NOW + timedelta(seconds=3)
    placed = {"boot": "b", "monotonic_ms": 9, "placed_at": at, "placing": "exact"}
    assert make_row(placed)[-4:] == ("b", 9, to_us(at), "exact")


def test_an_admin_act_has_what_its_log_keeps() -> None:
    act = make_new(act=Act.EXPORTED.value, text="{}")
    (row,) = flatten_acts([act], SEALER)
    assert row[:3] == (act.row.entry_id, 1, "exported")
    assert row[5] == "accepted"
