"""An entry's row holds what it says, as the columns hold it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from kiosk.protocol.content import Act
from province.ingest import NewEntry, Sender, ingest
from province.ledger.columns import to_us
from province.ledger.piece import Alike, Value
from province.ledger.rows import Origin, flatten, flatten_acts, number
from province.ledger.vault import Key, Opener, Sealer
from province.ledger.wordings import Wording
from tests.province.builders import NOW, FakeKiosk, an_entry

RECEIVED_US = to_us(NOW)
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
    new = [make_new(**changes)]
    (piece,) = flatten(new, told, SEALER, [9], RECEIVED_US)
    row = [one.value if isinstance(one, Alike) else one[0] for one in piece.columns]
    return (*ORIGIN.values, *row)


def number_all(told: Iterable[Wording]) -> dict[Wording, int]:
    return {one: place for place, one in enumerate(told)}


def ask_for(new: list[NewEntry]) -> list[Wording]:
    """Return the wordings that are looked up for `new`."""
    asked: list[Wording] = []

    def look_up(told: Iterable[Wording]) -> dict[Wording, int]:
        asked.extend(told)
        return number_all(asked)

    number(new, look_up)
    return asked


def test_what_an_entry_says_of_a_person_is_in_no_column_but_the_sealed_one() -> None:
    row = make_row(UNPLACED, visit={"host": "Bà Mẫu"})
    assert row[:2] == (7, "P")
    told = " ".join(map(repr, (*row[:9], *row[10:])))
    assert not any(one in told for one in ("001099000001", "NGUYỄN", "male", "Mẫu"))
    content = OPENER.read(row[2], row[9])  # type: ignore[arg-type] # by its column
    assert content is not None
    assert content.claims["document"] == "001099000001"
    assert row[7] is True


def test_what_no_database_keeps_is_replaced_everywhere() -> None:
    (said,) = ask_for([make_new(reasons=("r\0", r"\u0000"), gate="\0")])
    assert said.gate == "\ufffd"
    assert said.reasons == '["r\ufffd","\\\\u0000"]'


def test_a_placed_entry_says_when_it_really_was() -> None:
    at = NOW + timedelta(seconds=3)
    placed = {"boot": "b", "monotonic_ms": 9, "placed_at": at, "placing": "exact"}
    assert make_row(placed)[-5:] == (RECEIVED_US, "b", 9, to_us(at), "exact")


def test_when_it_came_is_kept_where_its_clock_was_ahead_or_doubted() -> None:
    assert make_row(UNPLACED, decided_at_us=RECEIVED_US)[-5:] == (None,) * 5
    ahead = make_row(UNPLACED, decided_at_us=RECEIVED_US + 1)
    assert ahead[-5:] == (RECEIVED_US, None, None, None, None)


def test_entries_that_say_the_same_words_have_one_wording() -> None:
    new = [make_new(outcome=one) for one in ("allow", "deny", "allow")]
    assert len(ask_for(new)) == 2
    numbers = number(new, number_all)
    assert numbers is not None
    assert numbers[0] == numbers[2] != numbers[1]


def test_one_that_is_unknown_leaves_all_without_a_number() -> None:
    assert number([make_new()], lambda _: None) is None
    assert number([], number_all) == []


def test_an_admin_act_has_what_its_log_keeps() -> None:
    act = make_new(act=Act.EXPORTED.value, text="{}")
    (row,) = flatten_acts([act], SEALER)
    assert row[:3] == (act.row.entry_id, 1, "exported")
    assert row[5] == "accepted"
