"""Conftest: one real province for the tests of a worker, and kiosks enrolled with it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.place import Place, open_place
from kiosk.sending import make_sender
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.sync import enrolment
from kiosk.sync.sender import Sender, SyncReport
from province.keys import KeyFolder
from tests.fakes import SteppedClock
from tests.provinces import Province, serve


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Run a province for all tests of this worker."""
    with serve(tmp_path_factory.mktemp("province") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def point(province: Province) -> str:
    """Return a point of the province."""
    return province.add_point()


@pytest.fixture
def enrolled(
    province: Province,
    point: str,
    folder: Folder,
    database: Database,
    clock: SteppedClock,
) -> Place:
    """Return the place of a kiosk that the province knows."""
    code = enrolment.read_code(province.make_code(point))
    enrolment.enrol(database, folder, code, "test")
    return open_place(folder, database, clock)


@pytest.fixture
def reports() -> list[SyncReport]:
    """Return what the sender told so far."""
    return []


@pytest.fixture
def sender(enrolled: Place, reports: list[SyncReport]) -> Iterator[Sender]:
    """Return the sender of the enrolled kiosk."""
    assert enrolled.enrolment is not None
    made = make_sender(enrolled, enrolled.enrolment, reports.append)
    yield made
    made.close()


@pytest.fixture
def stop() -> threading.Event:
    """Return the event that ends a sender."""
    return threading.Event()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    """Return the keys of a province."""
    made = KeyFolder(tmp_path_factory.mktemp("keys"))
    made.create_missing()
    return made


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return the folder where a kiosk keeps TUF's files."""
    return tmp_path / "kept"
