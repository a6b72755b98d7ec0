"""No entry is lost whose page can be read, whatever else is wrong with the file."""

import random
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from kiosk.storage import chain_check, entries, lost, settings
from kiosk.storage.cells import read_cells
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.formats import FORMATS
from kiosk.storage.images import Images
from kiosk.storage.migration import upgrade
from kiosk.storage.salvage import Copies, Salvaged, salvage
from tests.fakes import SteppedClock
from tests.folders import FORMAT_NAMES, count_page_bytes
from tests.wrecks import Ship, blank, build, flip, flip_page, read_ids

SEEDS = 25
"""Of each ship, of which there are four."""

SOAKED_SEEDS = range(SEEDS, SEEDS + 500)
APART_S = (0.5, 0.05)
"""Between two entries: where more of them fall into a second, other pages hold the newest."""


@pytest.fixture(
    scope="module",
    params=product(FORMATS, APART_S),
    ids=lambda one: f"{FORMAT_NAMES[one[0]]}-{one[1]}",
)
def ship(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Ship:
    form, apart_s = request.param
    return build(tmp_path_factory.mktemp("ship") / "kiosk", form, apart_s=apart_s)


def recover(ship: Ship, folder: Folder) -> Salvaged:
    copies = Copies(identity=folder.identity_copy, head=folder.head_mark)
    return salvage(folder.database, ship.key, upgrade, copies, at=SteppedClock()())


def check_spared(ship: Ship, folder: Folder, bad: set[int]) -> Salvaged:
    """Salvage, and hold what is there against what must be."""
    found = recover(ship, folder)
    kept = read_ids(folder)
    spared = ship.find_spared(bad)
    assert spared <= set(kept)
    assert len(kept) == len(set(kept)) == found.entries
    counted = len(kept) + found.missing
    assert counted == len(ship.ids) if found.is_end_known else counted <= len(ship.ids)
    return found


def test_a_ship_has_every_kind_of_page(ship: Ship) -> None:
    kinds = {"first", "inside", "index", "leaf", "overflow", "free"}
    assert kinds == set(ship.kinds)
    assert set(ship.parts) == set(ship.ids)


@pytest.mark.parametrize(
    "kind", ["first", "inside", "index", "leaf", "overflow", "free"]
)
def test_one_bad_page_takes_no_entry_of_another(
    ship: Ship, tmp_path: Path, kind: str
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    page = random.Random(kind).choice(ship.kinds[kind])
    flip_page(folder.database, page)
    found = check_spared(ship, folder, {page})
    assert found.bad_pages == 1
    assert kind == "leaf" or found.missing == 0


def test_all_pages_above_the_leaves_may_be_bad(ship: Ship, tmp_path: Path) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    bad = {1, *ship.kinds["inside"], *ship.kinds["index"]}
    for page in bad:
        flip_page(folder.database, page)
    assert check_spared(ship, folder, bad).missing == 0


def test_an_entry_whose_content_is_on_a_bad_page_keeps_its_place_in_the_chain(
    ship: Ship, tmp_path: Path
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    flip_page(folder.database, ship.kinds["overflow"][0])
    found = recover(ship, folder)
    assert (found.missing, found.emptied) == (0, 1)
    assert check_chain(folder) == "ok"


@pytest.mark.parametrize(("first", "count"), [(1, 16), (40, 1), (100, 20)])
def test_blank_pages_are_bad_pages(
    ship: Ship, tmp_path: Path, first: int, count: int
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    blank(folder.database, first, count)
    check_spared(ship, folder, set(range(first, first + count)))


def test_a_file_without_its_end_loses_that_alone(ship: Ship, tmp_path: Path) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    page_bytes = count_page_bytes(folder.database)
    pages = folder.database.stat().st_size // page_bytes
    with folder.database.open("r+b") as file:
        file.truncate(100 * page_bytes + 17)
    check_spared(ship, folder, set(range(101, pages + 1)))


def test_a_file_of_zeros_is_a_new_kiosk_under_the_old_name(
    ship: Ship, tmp_path: Path
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    blank_whole(folder)
    found = recover(ship, folder)
    assert (found.entries, found.is_other) == (0, False)
    assert read_kiosk_id(folder) == read_kiosk_id(ship.folder)


def test_a_kiosk_whose_every_copy_is_bad_says_that_it_is_another(
    ship: Ship, tmp_path: Path
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    folder.identity_copy.unlink()
    blank_whole(folder)
    assert recover(ship, folder).is_other
    assert read_kiosk_id(folder) != read_kiosk_id(ship.folder)


def test_what_is_missing_is_named_with_its_neighbours_times(
    ship: Ship, tmp_path: Path
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    page = next(iter(ship.parts[700]))
    flip_page(folder.database, page)
    found = recover(ship, folder)
    (span,) = found.lost
    assert span.first <= 700 <= span.last
    assert 0 < span.after_us < span.before_us
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        assert lost.count(connection) == found.missing == span.count
        assert entries.read_head(connection).pending == 500 + 2  # and two acts


def test_the_damaged_files_are_kept_as_they_were(ship: Ship, tmp_path: Path) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    flip_page(folder.database, 50)
    damaged = folder.database.read_bytes()
    found = recover(ship, folder)
    assert (found.aside / folder.database.name).read_bytes() == damaged


def test_a_new_epoch_begins(ship: Ship, tmp_path: Path) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    flip_page(folder.database, 50)
    found = recover(ship, folder)
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        assert settings.read_identity(connection).epoch == found.epoch


def test_where_no_page_names_the_newest_entry_the_count_is_said_to_be_a_least(
    ship: Ship, tmp_path: Path
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    bad = find_newest(ship)
    for page in bad:
        flip_page(folder.database, page)
    found = check_spared(ship, folder, bad)
    assert not found.is_end_known
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        assert not lost.is_end_known(connection)


def test_where_the_end_is_known_it_stays_so(ship: Ship, tmp_path: Path) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    flip_page(folder.database, next(iter(ship.parts[700])))
    assert recover(ship, folder).is_end_known
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        assert lost.is_end_known(connection)


@pytest.mark.parametrize("fifth", range(5))
def test_flipped_bits_never_cost_more_than_their_pages(
    ship: Ship, tmp_path: Path, fifth: int
) -> None:
    for seed in range(fifth, SEEDS, 5):
        flip_at_random(ship, tmp_path, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", SOAKED_SEEDS)
def test_flipped_bits_never_cost_more_than_their_pages_at_length(
    ship: Ship, tmp_path: Path, seed: int
) -> None:
    flip_at_random(ship, tmp_path, seed)


def flip_at_random(ship: Ship, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = ship.copy(tmp_path / f"kiosk {seed}")
    page_bytes, size = count_page_bytes(folder.database), folder.database.stat().st_size
    offsets = [chance.randrange(size) for _ in range(chance.randrange(1, 21))]
    for offset in offsets:
        flip(folder.database, offset, chance.randrange(8))
    check_spared(ship, folder, {offset // page_bytes + 1 for offset in offsets})
    assert check_chain(folder) in {"ok", "gaps"}


def find_newest(ship: Ship) -> set[int]:
    """Return every page on which the newest entry's position stands."""
    newest = max(ship.ids)
    with Images(ship.folder.database, ship.key) as images:
        return {
            image.number
            for image in images
            for cell in read_cells(image.page, image.number, images.get)
            if newest in (cell.rowid, *cell.values)
        }


def blank_whole(folder: Folder) -> None:
    size = folder.database.stat().st_size
    blank(folder.database, 1, size // count_page_bytes(folder.database))


def check_chain(folder: Folder) -> str:
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        identity = settings.read_identity(connection)
        return chain_check.check(connection, identity).state.value


def read_kiosk_id(folder: Folder) -> str:
    database = open_existing(folder, upgrade)
    with closing(database), database.read() as connection:
        return settings.read_identity(connection).kiosk_id
