"""Conftest: a kiosk's data folder for each test, copied from one that is made once."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from kiosk.desk import Reception
from kiosk.lane import Lane, Rules
from kiosk.place import Place, open_place
from kiosk.policy import DEFAULT_POLICY
from kiosk.storage import formats
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.formats import Format
from kiosk.storage.migration import upgrade
from tests.fakes import SteppedClock
from tests.folders import FORMAT_NAMES, make_folder
from tests.supervised import Listener, listen


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Format], Path]:
    """Return what makes a data folder once: migrating takes a third of a second."""
    root = tmp_path_factory.mktemp("made")
    return cache(lambda form: make_folder(root / FORMAT_NAMES[form], form).path)


@pytest.fixture
def form() -> Format:
    """Return how pages are made, which `in_every_format` sets."""
    return formats.CURRENT


@pytest.fixture
def made_folder(make_once: Callable[[Format], Path], form: Format) -> Path:
    """Return a data folder that is only to be copied."""
    return make_once(form)


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


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Listener]:
    """Return what hears whatever is told to systemd."""
    with listen(tmp_path) as listener:
        yield listener
