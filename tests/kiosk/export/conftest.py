"""Conftest: a kiosk with some entries, enrolled on paper, and a province's keys."""

from pathlib import Path

import pytest
from pyrage import x25519

from kiosk.place import Place, open_place
from kiosk.roster import Roster
from kiosk.storage import roster, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.settings import Enrolment
from tests.backlog import fill
from tests.fakes import START, SteppedClock

ENTRIES = 2_345
RECEIPT_SEED = b"r" * 32
SPARE = str(x25519.Identity.generate().to_public())
"""The key that the province keeps offline."""


@pytest.fixture
def opener() -> x25519.Identity:
    """Return the key that opens the province's bundles."""
    return x25519.Identity.generate()


@pytest.fixture
def filled(
    folder: Folder, database: Database, clock: SteppedClock, opener: x25519.Identity
) -> Place:
    """Return a kiosk that is enrolled and holds entries that were never sent."""
    with database.write() as connection:
        settings.put_enrolment(
            connection,
            Enrolment(
                token=b"t",
                url="https://tinh.example",
                root=b"{}",
                point="P1",
                point_name="Chốt Thử",
                gate="A",
                province="Tỉnh Thử",
            ),
        )
        roster.put(
            connection,
            Roster(
                version=1,
                issued_at=START,
                expires_at=START,
                bundle_recipients=(str(opener.to_public()), SPARE),
            ),
        )
    fill(database, ENTRIES)
    return open_place(folder, database, clock)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return the folder that is exported to."""
    made = tmp_path / "stick"
    made.mkdir()
    return made
