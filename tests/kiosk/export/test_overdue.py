"""What the province lacks for too long is bundled by itself, and no bundle outlives a content."""

from pathlib import Path

import pytest
from pyrage import x25519

from kiosk.export.overdue import carry
from kiosk.export.verification import verify
from kiosk.lane import Lane
from kiosk.place import Place
from tests.ageing import pass_days, purge, settle_all
from tests.builders import a_payload
from tests.fakes import SteppedClock
from tests.guards import LogWatch
from tests.kiosk.export.conftest import ENTRIES


@pytest.fixture
def late(filled: Place, clock: SteppedClock) -> Place:
    """Return a kiosk whose entries are all past their time, and never sent."""
    pass_days(filled.database, clock, 60)
    return filled


def carry_now(place: Place, clock: SteppedClock, card: Path | None = None) -> None:
    carry(place, purge(place.database, clock).plan, card)


def list_bundles(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.bundle"))


def test_what_is_overdue_is_sealed_into_one_bundle(
    late: Place, clock: SteppedClock, opener: x25519.Identity
) -> None:
    carry_now(late, clock)
    (made,) = list_bundles(late.folder.overdue)
    verified = verify(made, str(opener))
    assert (verified.ok, verified.rows) == (True, ENTRIES)
    assert made.parent.stat().st_mode & 0o077 == 0


def test_it_is_not_made_again_for_the_same_entries(
    late: Place, clock: SteppedClock
) -> None:
    carry_now(late, clock)
    before = list_bundles(late.folder.overdue)
    clock.advance(60)
    carry_now(late, clock)
    assert list_bundles(late.folder.overdue) == before


def test_a_newer_one_takes_its_place(
    late: Place, lane: Lane, clock: SteppedClock
) -> None:
    carry_now(late, clock)
    before = list_bundles(late.folder.overdue)
    lane.present(a_payload())
    pass_days(late.database, clock, 31)
    carry_now(late, clock)
    after = list_bundles(late.folder.overdue)
    assert (len(after), after == before) == (1, False)


def test_it_goes_once_nothing_is_overdue(late: Place, clock: SteppedClock) -> None:
    carry_now(late, clock)
    settle_all(late.database)
    carry_now(late, clock)
    assert list_bundles(late.folder.overdue) == []


def test_no_bundle_outlives_the_legal_end(late: Place, clock: SteppedClock) -> None:
    carry_now(late, clock)
    pass_days(late.database, clock, 400)
    carry_now(late, clock)
    assert list_bundles(late.folder.overdue) == []


def test_the_card_gets_a_copy_where_it_is_in(
    late: Place, clock: SteppedClock, stick: Path
) -> None:
    carry_now(late, clock, stick)
    (made,) = list_bundles(late.folder.overdue)
    (copied,) = list_bundles(stick / "overdue")
    assert copied.read_bytes() == made.read_bytes()


@pytest.mark.parametrize("card", ["missing", "file"])
def test_a_card_that_fails_is_no_fault(
    late: Place, clock: SteppedClock, tmp_path: Path, log_watch: LogWatch, card: str
) -> None:
    if card == "file":
        (tmp_path / card).mkdir()
        (tmp_path / card / "overdue").write_text("in the way")
        log_watch.expect("kiosk.export.overdue", "not copied")
    carry_now(late, clock, tmp_path / card)
    assert len(list_bundles(late.folder.overdue)) == 1


def test_without_a_province_to_seal_it_to_nothing_is_written(
    place: Place, lane: Lane, clock: SteppedClock
) -> None:
    lane.present(a_payload())
    pass_days(place.database, clock, 60)
    carry_now(place, clock)
    assert not place.folder.overdue.exists()
