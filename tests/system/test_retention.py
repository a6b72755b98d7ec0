"""A kiosk that runs destroys by itself what is past its time, and says so in its status."""

import time
from pathlib import Path

import pytest

from kiosk.clock import Anchor, system_clock
from kiosk.place import make_lane, open_place
from kiosk.storage import clock as storage_clock
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from tests.ageing import DAY_S, settle_all
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.system import kiosks

PATIENCE_S = 20.0


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the data folder of a kiosk with three entries of 60 days ago."""
    folder, months_ago = Folder(tmp_path / "kiosk"), SteppedClock()
    months_ago.set_by(-60 * DAY_S)
    database = open_or_make(folder, upgrade)
    with make_lane(open_place(folder, database, months_ago)) as lane:
        for number in range(3):
            lane.present(a_payload(a_card(number)))
    settle_all(database)
    at = system_clock()()
    with database.write() as connection:
        storage_clock.put(connection, Anchor(at=at, told=at.wall))
    database.close()
    return folder.path


def test_a_start_destroys_what_is_past_its_time(old: Path) -> None:
    with kiosks.run(old, "--no-sync") as running:
        running.ready.wait(PATIENCE_S)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if kiosks.ask("status", data=old)["purged"] == 3:
                break
    status = kiosks.ask("status", data=old)
    assert (status["purged"], status["entries"], status["chain"]) == (3, 3, "ok")
