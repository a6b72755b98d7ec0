"""After a provincial outage all kiosks come back at once, and all they have is taken."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from province.ledger import periods
from province.ledger.database import open_database
from tests.province.crowd import Crowd
from tests.province.postgres import run_cluster
from tests.province.processes import read_peak_kb, serve

log = logging.getLogger(__name__)

pytestmark = pytest.mark.system

MOST_MB = 400
"""Of one process: 110 idle, 64 of bodies, and eight batches unpacked."""
FEW = (40, 200)
MANY = (500, 2000)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[str, ...]]:
    """Give what makes a province serve from each database in turn."""
    if request.param == "sqlite":
        yield ()
        return
    with run_cluster() as url:
        yield ("--database", url, "--workers", "2")


def take_all(folder: Path, place: tuple[str, ...], crowd: Crowd) -> int:
    """Let `crowd` come back; return how many entries the ledger then has."""
    with serve(folder / "data", *place) as running:
        url = place[1] if place else None
        with contextlib.closing(open_database(folder / "data", url)) as ledger:
            crowd.enrol(ledger)
            crowd.come_back(running.url)
            peak_mb = read_peak_kb(running.process.pid) / 1024
            log.info("%s answered, %.0f MB", dict(crowd.answers), peak_mb)
            assert peak_mb < MOST_MB
            with ledger.reading() as connection:
                return periods.count_entries(connection, None)


def check(folder: Path, place: tuple[str, ...], crowd: Crowd) -> None:
    expected = len(crowd.kiosks) * crowd.entries

    held = take_all(folder, place, crowd)

    assert (crowd.faults, set(crowd.answers) - {200, 429}) == ([], set())
    assert crowd.settled == {"accepted": expected}
    assert held == expected


def test_all_that_come_back_at_once_are_settled(
    tmp_path: Path, place: tuple[str, ...]
) -> None:
    check(tmp_path, place, Crowd(*FEW))


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_whole_province_comes_back_at_once(
    tmp_path: Path, place: tuple[str, ...]
) -> None:
    check(tmp_path, place, Crowd(*MANY))
