"""A batch is sorted out before its turn only where nothing more has to be asked."""

from functools import partial

import pytest

from kiosk.protocol.batch import SignedBatch
from province.ingest import FUTURE_US, Ingested, Sender, ingest
from province.ledger import rows, vault, wordings
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.drafts import Draft, Standing, find_standing, make_draft
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol, revoke

SENDER = Sender(kiosk_id="", point_id="", public_key=b"", is_revoked=False)


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`, which has a key to seal by and knows its words."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    with ledger.writing() as connection:
        vault.start_sealing(connection)
        signed = made.copy().sign(an_entry(1))
        sorted_out = ingest(signed, SENDER, {}, received_at_us=to_us(NOW))
        rows.number(sorted_out.new, partial(wordings.keep, connection))
    return made


def look(ledger: Database, signed: SignedBatch) -> Standing:
    with ledger.writing() as connection:
        return find_standing(connection, signed.batch)


def test_what_is_new_and_plain_is_sorted_out_ahead(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    draft = make_draft(ledger, kiosk.sign(an_entry(1), an_entry(2)), NOW)

    assert isinstance(draft, Draft)
    (piece,) = draft.pieces
    assert (draft.sender.kiosk_id, piece.size) == (kiosk.kiosk_id, 2)


@pytest.mark.parametrize(
    "change", [{"act": "exported"}, {"clock": "drifting"}, {"gate": "new"}]
)
def test_acts_doubtful_clocks_and_new_words_wait_for_their_turn(
    ledger: Database, kiosk: FakeKiosk, change: dict[str, object]
) -> None:
    assert make_draft(ledger, kiosk.sign(an_entry(1, **change)), NOW) is None


def test_so_does_what_is_here_empty_or_of_nobody(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    signed = kiosk.sign(an_entry())
    append_batch(ledger, signed, NOW)
    stranger = FakeKiosk(2)

    told = [
        make_draft(ledger, one, NOW)
        for one in (signed, kiosk.sign(), stranger.sign(an_entry(2)))
    ]

    assert told == [None, None, None]


def test_what_a_revoked_kiosk_sends_is_looked_at_closely(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    revoke(ledger, kiosk)
    assert make_draft(ledger, kiosk.sign(an_entry()), NOW) is None


def test_a_batch_is_ahead_until_another_says_entries_of_its_positions(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    clone = kiosk.copy()
    first, second = kiosk.sign(an_entry(1), an_entry(2)), kiosk.sign(an_entry(3))
    before = [look(ledger, one) for one in (first, second)]
    append_batch(ledger, first, NOW)

    assert before == [Standing.AHEAD, Standing.AHEAD]
    assert look(ledger, second) is Standing.AHEAD
    assert look(ledger, first) is Standing.HELD
    assert look(ledger, clone.sign(an_entry(9))) is Standing.HELD


def test_positions_of_a_batch_that_was_refused_whole_are_free(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    clone, later = kiosk.copy(), to_us(NOW) + 2 * FUTURE_US
    refused = kiosk.sign(an_entry(1, decided_at_us=later))
    append_batch(ledger, refused, NOW)

    assert look(ledger, refused) is Standing.FREE
    again = append_batch(ledger, refused, NOW)
    assert isinstance(again, Ingested)
    assert [line.status for line in again.lines] == ["refused"]
    done = append_batch(ledger, clone.sign(an_entry(2)), NOW)
    assert isinstance(done, Ingested)
    assert [line.status for line in done.lines] == ["accepted"]


def test_an_id_of_the_admin_log_is_held(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry(1, act="exported")), NOW)

    assert look(ledger, kiosk.sign(an_entry(1))) is Standing.HELD


def test_a_draft_that_was_wrong_is_made_good(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    other = FakeKiosk(2)
    enrol(ledger, other, add_point(ledger))
    append_batch(ledger, other.sign(an_entry(1)), NOW)

    done = append_batch(ledger, kiosk.sign(an_entry(1), an_entry(2)), NOW)

    assert isinstance(done, Ingested)
    assert [line.status for line in done.lines] == ["duplicate", "accepted"]


def test_the_first_batch_of_all_waits_for_the_key_that_it_makes(
    sqlite: Database,
) -> None:
    kiosk = FakeKiosk()
    enrol(sqlite, kiosk, add_point(sqlite))
    first, second = kiosk.sign(an_entry(1)), kiosk.sign(an_entry(2))

    assert make_draft(sqlite, first, NOW) is None
    append_batch(sqlite, first, NOW)
    assert make_draft(sqlite, second, NOW) is not None
