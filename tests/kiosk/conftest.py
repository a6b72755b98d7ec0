"""Conftest: a kiosk's data folder for each test, copied from one that is made once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.desk import Reception
from kiosk.lane import Lane, Rules
from kiosk.place import Place, open_place
from kiosk.policy import DEFAULT_POLICY
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.storage.migration import upgrade
from tests.fakes import SteppedClock


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data folder once: migrating takes a third of a second."""
    path = tmp_path_factory.mktemp("made") / "kiosk"
    open_or_make(Folder(path), upgrade).close()
    return path


@pytest.fixture
def folder(made_folder: Path, tmp_path: Path) -> Folder:
    """Return a data folder with an empty database."""
    path = tmp_path / "kiosk"
    shutil.copytree(made_folder, path)
    return Folder(path)


@pytest.fixture
def database(folder: Folder) -> Iterator[Database]:
    """Return the open database of `folder`."""
    opened = open_existing(folder, upgrade)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SteppedClock:
    """Return a clock that only the test moves."""
    return SteppedClock()


@pytest.fixture
def place(folder: Folder, database: Database, clock: SteppedClock) -> Place:
    """Return the opened place of a kiosk that is not enrolled."""
    return open_place(folder, database, clock)


@pytest.fixture
def lane(place: Place) -> Iterator[Lane]:
    """Return the lane of `place` under the default policy."""
    rules = Rules(policy=DEFAULT_POLICY)
    with Lane(place.database, place.identity.hash_key, rules, now=place.now) as made:
        yield made


@pytest.fixture
def desk(place: Place) -> Iterator[Reception]:
    """Return the desk of `place`, with a lane of its own beside the gate's."""
    rules = Rules(policy=DEFAULT_POLICY)
    lane = Lane(place.database, place.identity.hash_key, rules, now=place.now)
    with Reception(
        place.database, lane, now=place.now, gate="A", on_kept=lambda: None
    ) as made:
        yield made
