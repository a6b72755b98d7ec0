"""A roster is taken from a folder or an address, and refused with what to do."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands import roster
from kiosk.errors import OutsideError, ProvinceError, UsageError
from kiosk.place import Place, open_place
from kiosk.storage import neighbours
from kiosk.storage import roster as stored
from kiosk.storage.database import Database
from kiosk.sync import enrolment, lease
from tests.fakes import START
from tests.kiosk.commands.conftest import Ask
from tests.provinces import Province, serve


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Run a province for the tests of this module."""
    with serve(tmp_path_factory.mktemp("province") / "data") as served:
        yield served


@pytest.fixture
def enrolled(province: Province, place: Place) -> Place:
    """Return the place of a kiosk that the province knows."""
    code = enrolment.read_code(province.make_code(province.add_point()))
    enrolment.enrol(place.database, place.folder, code, "test")
    return open_place(place.folder, place.database, place.now)


@pytest.fixture
def stick(province: Province, tmp_path: Path) -> Path:
    """Return a folder with the province's roster."""
    folder = tmp_path / "stick"
    province.ask("roster", "export", "--to", str(folder))
    return folder


def read_version(place: Place) -> int:
    with place.database.read() as connection:
        head = stored.read_head(connection)
    return 0 if head is None else head.version


def test_a_kiosk_without_a_roster_says_so(
    ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    assert roster.run(ask("roster")) == 0
    line = json.loads(capfd.readouterr().out)
    assert (line["version"], line["state"], line["files"]) == (0, "none", [])


def test_only_an_enrolled_kiosk_can_verify_a_roster(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not enrolled"):
        roster.run(ask("roster", "--from", str(tmp_path)))


def test_a_roster_comes_from_a_stick(
    enrolled: Place, ask: Ask, stick: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert roster.run(ask("roster", "--from", str(stick))) == 0
    line = json.loads(capfd.readouterr().out)
    assert (line["version"], line["state"]) == (read_version(enrolled), "fresh")


def test_a_stick_tells_the_neighbours_too(
    enrolled: Place, ask: Ask, stick: Path
) -> None:
    assert roster.run(ask("roster", "--from", str(stick))) == 0
    with enrolled.database.read() as connection:
        told = neighbours.read(connection)
    assert told is not None
    assert enrolled.identity.kiosk_id in told.public_keys


def test_a_roster_comes_from_an_address(
    enrolled: Place,
    ask: Ask,
    province: Province,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert roster.run(ask("roster", "--from", province.url)) == 0
    version = json.loads(capfd.readouterr().out)["version"]
    assert version == read_version(enrolled)


@pytest.mark.usefixtures("enrolled")
def test_an_altered_roster_is_refused_by_name_with_what_to_do(
    ask: Ask, stick: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for file in (stick / "targets").glob("*.roster.json"):
        file.write_bytes(file.read_bytes().replace(b'"version":', b'"version":9'))
    shutil.rmtree(Path(ask("status").data) / "roster" / "targets")
    with pytest.raises(ProvinceError, match=r"was altered.*The roster in use stays"):
        roster.run(ask("roster", "--from", str(stick)))
    line = json.loads(capfd.readouterr().out)
    assert (line["distrust"], line["state"]) == ("altered", "fresh")


@pytest.mark.usefixtures("enrolled")
def test_a_folder_without_a_roster_is_named(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="There is no roster in"):
        roster.run(ask("roster", "--from", str(tmp_path)))


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("address", ["http://192.0.2.1/", "ftp://127.0.0.1/"])
def test_an_address_must_be_safe(ask: Ask, address: str) -> None:
    with pytest.raises(UsageError, match="is not https"):
        roster.run(ask("roster", "--from", address))


def test_two_programs_do_not_fetch_at_once(enrolled: Place) -> None:
    now_us = int(START.timestamp() * 1_000_000)
    with enrolled.database.write() as connection:
        lease.take(connection, "another", now_us)
    with pytest.raises(OutsideError, match="Another program is talking"):
        roster._wait_for_turn(enrolled, "me", turns=2)


def test_a_province_that_is_not_there_is_a_fault(enrolled: Place, ask: Ask) -> None:
    before = read_version(enrolled)
    with pytest.raises(ProvinceError, match="Try again"):
        roster.run(ask("roster", "--from", "http://127.0.0.1:9"))
    assert read_version(enrolled) == before


def test_the_lease_is_given_back(enrolled: Place, ask: Ask, stick: Path) -> None:
    roster.run(ask("roster", "--from", str(stick)))
    assert_free(enrolled.database)


def assert_free(database: Database) -> None:
    with database.write() as connection:
        assert lease.take(connection, "next", int(START.timestamp() * 1_000_000))
