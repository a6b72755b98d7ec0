"""No entry is lost whose page can be read, whatever else is wrong with the file."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.storage import chain_check, entries, lost, settings
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.formats import FORMATS
from kiosk.storage.migration import upgrade
from kiosk.storage.salvage import Copies, Salvaged, salvage
from tests.fakes import SteppedClock
from tests.folders import FORMAT_NAMES, count_page_bytes
from tests.wrecks import Ship, blank, build, flip, flip_page, read_ids

SEEDS = 100
SOAKED_SEEDS = range(SEEDS, SEEDS + 2_000)


@pytest.fixture(scope="module", params=FORMATS, ids=FORMAT_NAMES.__getitem__)
def ship(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Ship:
    return build(tmp_path_factory.mktemp("ship") / "kiosk", request.param)


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
    assert len(kept) + found.missing == len(ship.ids)
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


@pytest.mark.parametrize("tenth", range(10))
def test_flipped_bits_never_cost_more_than_their_pages(
    ship: Ship, tmp_path: Path, tenth: int
) -> None:
    for seed in range(tenth, SEEDS, 10):
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
