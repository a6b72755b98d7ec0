"""A backup beside a running kiosk is whole through kills, and a restored kiosk doubles nothing."""

import signal
import subprocess
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.clock import system_clock
from kiosk.place import Place, make_lane, open_place
from kiosk.sending import make_sender
from kiosk.status import read_status
from kiosk.storage import generations
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.storage.generations import Generation
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment
from kiosk.sync.fault import FaultClass
from kiosk.sync.sender import SyncReport
from tests import released
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.provinces import Province
from tests.system import kiosks
from tests.system.kiosks import Line, Running

PATIENCE = 3000
BACKLOG = 3000
"""Entries that make a backup long enough to be killed in its middle."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One kiosk's data folder, and the card that is in it."""

    data: Path
    card: Path

    def read_generations(self) -> list[Generation]:
        folders = generations.find_folders(self.card)
        return generations.list_all(folders[0]) if folders else []

    def ask(self, *command: str) -> dict[str, object]:
        return kiosks.ask(*command, data=self.data)


@pytest.fixture
def machine(tmp_path: Path, province: Province) -> Machine:
    """Return an enrolled kiosk that has sent nothing yet."""
    made = Machine(data=tmp_path / "kiosk", card=tmp_path / "card")
    made.card.mkdir()
    made.ask("enrol", province.make_code(province.add_point()))
    return made


def until(running: Running, count: int) -> bool:
    pause = threading.Event()
    return any(
        len(running.decisions) >= count or pause.wait(0.01) for _ in range(PATIENCE)
    )


def present(machine: Machine, line: Line, *numbers: int, sync: bool = False) -> None:
    """Let a kiosk decide these cards one after the other, and end it."""
    options = () if sync else ("--no-sync",)
    with kiosks.run(machine.data, "--serial", line.path, *options) as running:
        running.ready.wait(30)
        for count, number in enumerate(numbers, start=1):
            line.send(a_card(number))
            assert until(running, count)


def kill_a_backup(machine: Machine) -> None:
    """Begin a backup and kill it as soon as there is a part of it."""
    work = subprocess.Popen(
        [
            *kiosks.KIOSK,
            "backup",
            "--to",
            str(machine.card),
            "--data",
            str(machine.data),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    pause = threading.Event()
    begun = any(
        list(machine.card.glob("*/*.part/kiosk.db")) or pause.wait(0.001)
        for _ in range(20 * PATIENCE)
    )
    work.send_signal(signal.SIGKILL)
    work.wait()
    assert begun


@pytest.mark.system
def test_a_backup_beside_a_gate_survives_kills_and_the_province_counts_right(
    machine: Machine, province: Province
) -> None:
    before = province.count_entries()
    with kiosks.open_line() as line:
        with kiosks.run(machine.data, "--serial", line.path) as running:
            running.ready.wait(30)
            line.send(a_card(1))
            assert until(running, 1)
            saved = machine.ask("backup", "--to", str(machine.card))
            line.send(a_card(2))
            assert until(running, 2)
        status = machine.ask("status")
        fill_up(machine)
        kill_a_backup(machine)
        assert [one.number for one in machine.read_generations()] == [1]
        assert machine.ask("sync", "--once")["pending"] == 0
        restored = machine.ask("restore", "--from", str(machine.card), "--move-aside")
        present(machine, line, 3)
        synced = machine.ask("sync", "--once")
    assert (saved["entries"], saved["verified"]) == (1, True)
    assert status["backup_fault"] is None
    assert restored["entries"] == 1
    assert (synced["fault"], synced["refused"], synced["pending"]) == ("none", 0, 0)
    assert machine.ask("status")["chain"] == "ok"
    assert province.count_entries() - before == 2 + BACKLOG + 1


def fill_up(machine: Machine) -> None:
    with closing(open_existing(Folder(machine.data), upgrade)) as database:
        fill(database, BACKLOG)


@pytest.mark.system
def test_what_a_restore_moves_aside_can_still_be_given_to_the_province(
    machine: Machine, province: Province, tmp_path: Path
) -> None:
    """Entries that only the database of before has, which were never sent."""
    before = province.count_entries()
    with kiosks.open_line() as line:
        present(machine, line, 1)
        machine.ask("backup", "--to", str(machine.card))
        present(machine, line, 2, 3)
    refused = machine.ask("restore", "--from", str(machine.card))
    restored = machine.ask("restore", "--from", str(machine.card), "--move-aside")
    aside = Machine(data=Path(str(restored["aside"])), card=machine.card)
    machine.ask("sync", "--once")
    bundle = aside.ask("export", "--format", "bundle", "--to", str(tmp_path / "stick"))
    taken = province.ask("import", str(bundle["file"]))
    assert refused == {"restored": None, "reason": "ahead"}
    assert (taken["accepted"], taken["duplicate"], taken["refused"]) == (2, 1, 0)
    assert province.count_entries() - before == 3


def move(machine: Machine) -> None:
    """Alter the mark: that is how a database from another machine looks."""
    opened = open_existing(Folder(machine.data), upgrade)
    forget = text("UPDATE settings SET value = zeroblob(16) WHERE name = 'machine'")
    with closing(opened), opened.write() as connection:
        connection.execute(forget)


@pytest.mark.system
def test_a_kiosk_that_wakes_up_on_another_machine_goes_on_under_a_new_epoch(
    machine: Machine, province: Province
) -> None:
    before = province.count_entries()
    with kiosks.open_line() as line:
        present(machine, line, 1)
        move(machine)
        present(machine, line, 2)
    kiosk_id = str(machine.ask("status")["kiosk_id"])
    assert machine.ask("sync", "--once")["fault"] == "none"
    assert province.count_entries() - before == 2
    said = [act for act in province.read_admin_log(kiosk_id) if "machine" in act]
    assert len(said) == 1


@pytest.fixture(scope="module")
def point(province: Province) -> str:
    return province.add_point()


@pytest.mark.system
@pytest.mark.parametrize("revision", released.REVISIONS)
def test_a_kiosk_of_each_released_version_goes_on_and_syncs(
    tmp_path: Path, province: Province, point: str, revision: str
) -> None:
    folder = Folder(tmp_path / "kiosk")
    with closing(open_or_make(folder, upgrade)) as database:
        key = bytes.fromhex(database.key)
    made = released.replace_by(folder, key, revision)
    with closing(open_existing(folder, upgrade)) as database:
        code = enrolment.read_code(province.make_code(point))
        enrolment.enrol(database, folder, code, "test")
        place = open_place(folder, database, system_clock())
        with make_lane(place) as lane:
            lane.present(a_payload())
        report = send_all(place)
        status = read_status(place)
    assert (report.fault, report.refused, report.pending) == (FaultClass.NONE, 0, 0)
    assert report.accepted == made.pending + 1  # the acts of the admin log, too
    assert (status["chain"], status["refused"]) == ("ok", made.refused)
    assert status["entries"] == made.position - made.admin + 1


def send_all(place: Place) -> SyncReport:
    assert place.enrolment is not None
    with closing(make_sender(place, place.enrolment, lambda _: None)) as sender:
        return sender.send_all(threading.Event())
