"""Everything is looked at once a week, a little at a time, and damage is seen."""

import pytest
from sqlalchemy import text

from kiosk.place import Place
from kiosk.storage import settings
from kiosk.storage.damage import Damaged, Part
from kiosk.storage.scrub import ROUND_S, Scrub
from tests.backlog import fill
from tests.damage import unlock
from tests.fakes import SteppedClock
from tests.folders import count_page_bytes, in_every_format
from tests.wrecks import blank, flip_page

LOOKS = 500
"""More than a round of these databases takes."""


def scrub_round(scrub: Scrub) -> Damaged | None:
    for _ in range(LOOKS):
        found = scrub.look()
        if found is not None or scrub.round.is_done:
            return found
    pytest.fail("the round does not end")


@pytest.fixture
def scrub(place: Place) -> Scrub:
    fill(place.database, 500)
    place.database.empty_wal()
    return Scrub(place.database, place.now)


def test_a_whole_database_is_looked_at_to_its_end(scrub: Scrub) -> None:
    assert scrub_round(scrub) is None
    assert scrub.round.position == 501
    assert scrub.round.page > 40


@in_every_format
def test_a_bad_page_is_found(place: Place, scrub: Scrub) -> None:
    flip_page(place.folder.database, 30)
    assert scrub_round(scrub) == Damaged(part=Part.PAGE, detail="page 30")


def test_a_blank_page_that_a_table_uses_is_found(place: Place, scrub: Scrub) -> None:
    blank(place.folder.database, 30)
    assert scrub_round(scrub) == Damaged(part=Part.PAGE, detail="page 30")


@in_every_format
def test_a_blank_page_that_nobody_uses_is_none(place: Place, scrub: Scrub) -> None:
    path = place.folder.database
    before = path.stat().st_size // count_page_bytes(path)
    with place.database.write() as connection:
        settings.put(connection, "large", b"x" * 60_000)
    with place.database.write() as connection:
        settings.drop(connection, "large")
    place.database.empty_wal()
    blank(path, before + 5)
    assert scrub_round(scrub) is None


def test_an_entry_that_is_not_what_was_committed_to_is_found(
    place: Place, scrub: Scrub
) -> None:
    with place.database.write() as connection:
        sql = "UPDATE entries SET content = x'00' WHERE position = 77"
        unlock(connection).execute(text(sql))
    found = scrub_round(scrub)
    assert found == Damaged(part=Part.ALTERED, detail="entry 77")


def test_the_next_round_begins_a_week_later(
    place: Place, scrub: Scrub, clock: SteppedClock
) -> None:
    scrub_round(scrub)
    flip_page(place.folder.database, 30)
    clock.advance(ROUND_S - 1)
    assert scrub.look() is None
    assert scrub.round.is_done
    clock.advance(1)
    assert scrub_round(scrub) == Damaged(part=Part.PAGE, detail="page 30")


def test_a_clock_that_was_set_back_does_not_put_it_off(
    scrub: Scrub, clock: SteppedClock
) -> None:
    scrub_round(scrub)
    clock.advance(-3600)
    scrub.look()
    assert not scrub.round.is_done


def test_a_restart_goes_on_where_it_was(place: Place, scrub: Scrub) -> None:
    for _ in range(3):
        scrub.look()
    scrub.keep()
    assert Scrub(place.database, place.now).round == scrub.round
    assert scrub.round.page > 3 * 16


def test_what_was_kept_of_another_version_is_begun_anew(place: Place) -> None:
    with place.database.write() as connection:
        settings.put(connection, "scrub", b"\xc1")
    assert Scrub(place.database, place.now).round.page == 1
