"""Doctor: what is wrong with an installation, as one finding for each check.

It changes nothing, works beside a running kiosk and where there is no data
folder. A finding is a code; the words for people are `doctor.json` in the
locale files.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from kiosk.clock import ClockState
from kiosk.config import Config
from kiosk.disk import LOW_BYTES, DiskState, Room
from kiosk.managed import Managed
from kiosk.patient import Disk, Kept, Port, SlotsSeen, Unopened
from kiosk.roster import RosterState, grade
from kiosk.scanner.eyesight import Eyesight, examine_cameras
from kiosk.scanner.found import FoundPort
from kiosk.scanner.teaching import advise
from kiosk.storage.backup_record import judge
from kiosk.storage.slots import SlotKind
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply, classify_status

SLOW_FSYNC_MS = 100.0
"""Each entry waits for one; a verdict should be there within a blink."""

CLOCK_OFF_S = 120.0
OLDEST_YEAR = 2026
"""This program was not there before: a clock that says so has lost its battery."""

HEALTH_PATH = "/v1/health"


class Check(StrEnum):
    """What is looked at, in this order."""

    PROGRAM = "program"
    POLICY = "policy"
    READERS = "readers"
    TAUGHT = "taught"
    """What the wizard found about readers."""
    CAMERA = "camera"
    DISK = "disk"
    CLOCK = "clock"
    KEY = "key"
    DATABASE = "database"
    BACKUP = "backup"
    ENROLMENT = "enrolment"
    NETWORK = "network"
    ROSTER = "roster"
    SCREEN = "screen"
    SOUND = "sound"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found; `code` and `values` make the words."""

    check: Check
    ok: bool
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class Machine(Protocol):
    """The computer as the doctor asks it; nothing here raises or changes a thing."""

    def find_missing_parts(self) -> Sequence[str]:
        """Return which of the program's libraries can't be loaded."""

    def may_write(self, path: str) -> bool:
        """Say whether this user, who is no administrator, may change the file."""

    def find_ports(self) -> Sequence[FoundPort]:
        """Return the serial ports with a known reader."""

    def look_at_port(self, path: str) -> Port:
        """Say whether the port could be read, without opening it."""

    def look_at_camera(self, text: str) -> Eyesight:
        """Return what the camera of a `--camera` option gives."""

    def measure_disk(self, folder: Path) -> Disk | str:
        """Return how the disk does, or why it can't be written."""

    def read_slots(self) -> SlotsSeen | str:
        """Return the key's slots and which opens, or why they can't be read."""

    def ask(self, url: str) -> Reply | Fault:
        """Return what the province answers to a question for its health."""

    def runs_headless(self) -> bool:
        """Say whether the service that starts here has no window, and nobody sits at one."""

    def look_at_screen(self) -> str:
        """Return size and system of the screen, empty where no window opens."""

    def find_sound(self) -> str:
        """Return the program that plays sounds, empty where none can be heard."""

    def list_printers(self) -> Sequence[str] | None:
        """Return the printers, None where this system can't be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """The installation that is looked at; `answer` is the province's, None where none was asked."""

    folder: Path
    config: Config
    managed: Managed
    kept: Kept | Unopened
    answer: Reply | Fault | None
    now: datetime


def find_server(kept: Kept | Unopened, managed: Managed) -> str:
    """Return the address of the province, empty where nobody has named it."""
    if isinstance(kept, Kept) and kept.enrolment is not None:
        return kept.enrolment.url
    return managed.server_url


def examine(patient: Patient, machine: Machine) -> list[Finding]:
    """Return one finding for each check, in the order of `Check`."""
    return [CHECKS[check](patient, machine) for check in Check]


def _good(check: Check, code: str, **values: str) -> Finding:
    return Finding(check=check, ok=True, code=code, values=values)


def _bad(check: Check, code: str, **values: str) -> Finding:
    return Finding(check=check, ok=False, code=code, values=values)


def _check_program(patient: Patient, machine: Machine) -> Finding:
    del patient
    missing = machine.find_missing_parts()
    if missing:
        return _bad(Check.PROGRAM, "missing", parts=", ".join(missing))
    return _good(Check.PROGRAM, "whole")


def _check_policy(patient: Patient, machine: Machine) -> Finding:
    managed = patient.managed
    if not managed.sources:
        return _good(Check.POLICY, "none")
    source = ", ".join(managed.sources)
    if any(machine.may_write(one) for one in managed.sources):
        return _bad(Check.POLICY, "writable", source=source)
    fixed = ", ".join(sorted(managed.settings)) or "–"
    return _good(Check.POLICY, "fixed", source=source, keys=fixed)


def _check_readers(patient: Patient, machine: Machine) -> Finding:
    config = patient.config
    named = [*config.serial, *config.evdev, *config.hidraw]
    for text in named:
        path = text.split(",")[0]
        state = machine.look_at_port(path)
        if state is not Port.OPEN:
            return _bad(Check.READERS, state.value, path=path)
    found = [port for port in machine.find_ports() if port.certain]
    denied = [
        port.path for port in found if machine.look_at_port(port.path) is Port.DENIED
    ]
    if denied:
        return _bad(Check.READERS, Port.DENIED.value, path=denied[0])
    names = [*named, *(f"{port.label} {port.path}" for port in found)]
    if names:
        return _good(Check.READERS, "found", readers=", ".join(names))
    if patient.config.wedge and not _is_headless(patient, machine):
        return _good(Check.READERS, "wedge")
    return _bad(Check.READERS, "none")


def _check_camera(patient: Patient, machine: Machine) -> Finding:
    found = examine_cameras(patient.config.camera, machine.look_at_camera)
    return Finding(
        check=Check.CAMERA, ok=found.ok, code=found.code, values=found.values
    )


def _check_taught(patient: Patient, machine: Machine) -> Finding:
    del machine
    profiles = patient.kept.profiles if isinstance(patient.kept, Kept) else ()
    poor = next((one for one in profiles if advise(one)), None)
    if poor is not None:
        return _bad(Check.TAUGHT, advise(poor)[0].value, reader=poor.reader)
    names = ", ".join(one.reader for one in profiles)
    return _good(Check.TAUGHT, "good" if profiles else "none", readers=names)


def _check_disk(patient: Patient, machine: Machine) -> Finding:
    disk = machine.measure_disk(patient.folder)
    if isinstance(disk, str):
        return _bad(Check.DISK, "unwritable", folder=str(patient.folder), sentence=disk)
    free = f"{disk.free_bytes / 1e9:.1f}"
    room = patient.kept.room if isinstance(patient.kept, Kept) else Room()
    if room.state is DiskState.RESERVE:
        return _bad(Check.DISK, "reserve", free=free)
    if disk.free_bytes < LOW_BYTES:
        return _bad(Check.DISK, "full", free=free)
    if room.state is not DiskState.OK:
        return _bad(Check.DISK, "days", free=free, days=f"{room.days}")
    fsync = f"{disk.fsync_ms:.1f}"
    if disk.fsync_ms > SLOW_FSYNC_MS:
        return _bad(Check.DISK, "slow", free=free, fsync=fsync)
    return _good(Check.DISK, "good", free=free, fsync=fsync)


def _check_clock(patient: Patient, machine: Machine) -> Finding:
    del machine
    at = patient.now.strftime("%Y-%m-%d %H:%M:%SZ")
    if patient.now.year < OLDEST_YEAR:
        return _bad(Check.CLOCK, "lost", at=at)
    told = patient.answer.date if isinstance(patient.answer, Reply) else None
    if told is not None:
        off_s = abs(patient.now.timestamp() - told)
        code, verdict = ("off", _bad) if off_s > CLOCK_OFF_S else ("compared", _good)
        return verdict(Check.CLOCK, code, at=at, off=f"{off_s:.0f}")
    state = patient.kept.clock if isinstance(patient.kept, Kept) else ClockState.UNKNOWN
    if state in {ClockState.DRIFTING, ClockState.SET_BACK}:
        return _bad(Check.CLOCK, state.value, at=at)
    return _good(Check.CLOCK, state.value, at=at)


def _check_key(patient: Patient, machine: Machine) -> Finding:
    if isinstance(patient.kept, Unopened) and patient.kept.is_new:
        return _bad(Check.KEY, "none", folder=str(patient.folder))
    seen = machine.read_slots()
    if isinstance(seen, str):
        return _bad(Check.KEY, "unreadable", sentence=seen)
    if seen.source is None:
        return _bad(Check.KEY, "closed", slots=", ".join(seen.kinds))
    if seen.source.failed:
        failed, fault = next(iter(seen.source.failed.items()))
        return _bad(Check.KEY, fault.value, failed=failed, slot=seen.source.kind)
    return _judge_slots(seen.kinds, seen.source.kind)


def _judge_slots(kinds: Sequence[SlotKind], opening: SlotKind) -> Finding:
    said = {"slots": ", ".join(kinds), "slot": opening.value}
    if set(kinds) <= {SlotKind.KEY_FILE}:
        return _bad(Check.KEY, "weak", **said)
    if SlotKind.KEY_FILE not in kinds:
        return _good(Check.KEY, "strong", **said)
    code = "slots" if opening is SlotKind.KEY_FILE else "spare"
    return _good(Check.KEY, code, **said)


def _check_database(patient: Patient, machine: Machine) -> Finding:
    del machine
    kept = patient.kept
    if isinstance(kept, Unopened):
        code = "none" if kept.is_new else "unreadable"
        return _bad(
            Check.DATABASE, code, folder=str(patient.folder), sentence=kept.sentence
        )
    counts = {
        "entries": str(kept.entries),
        "pending": str(kept.pending),
        "refused": str(kept.refused),
    }
    if kept.chain != "ok":
        return _bad(Check.DATABASE, "chain", chain=kept.chain, **counts)
    if kept.refused:
        return _bad(Check.DATABASE, "refused", **counts)
    return _good(Check.DATABASE, "whole", **counts)


def _check_backup(patient: Patient, machine: Machine) -> Finding:
    del machine
    record = patient.kept.backup if isinstance(patient.kept, Kept) else None
    every = timedelta(hours=patient.config.backup_hours)
    found = judge(record, patient.config.backup_dir, every, patient.now)
    return Finding(
        check=Check.BACKUP, ok=found.ok, code=found.code, values=found.values
    )


def _check_enrolment(patient: Patient, machine: Machine) -> Finding:
    del machine
    enrolment = patient.kept.enrolment if isinstance(patient.kept, Kept) else None
    if enrolment is None:
        return _bad(Check.ENROLMENT, "none")
    wanted = patient.managed.point
    if wanted and wanted != enrolment.point:
        return _bad(
            Check.ENROLMENT, "other_point", point=enrolment.point, wanted=wanted
        )
    server = patient.managed.server_url
    if server and server != enrolment.url.rstrip("/"):
        return _bad(
            Check.ENROLMENT, "other_server", server=enrolment.url, wanted=server
        )
    return _good(
        Check.ENROLMENT, "enrolled", point=enrolment.point, gate=enrolment.gate
    )


def _check_network(patient: Patient, machine: Machine) -> Finding:
    del machine
    if not patient.config.sync:
        return _good(Check.NETWORK, "off")
    server = find_server(patient.kept, patient.managed)
    if patient.answer is None:
        return _bad(Check.NETWORK, FaultClass.NOT_ENROLLED.value, server=server)
    fault = (
        patient.answer
        if isinstance(patient.answer, Fault)
        else classify_status(patient.answer)
    )
    if fault is None:
        return _good(Check.NETWORK, "reached", server=server)
    return _bad(
        Check.NETWORK, fault.fault_class.value, server=server, detail=fault.detail
    )


def _check_roster(patient: Patient, machine: Machine) -> Finding:
    del machine
    current = patient.kept.roster if isinstance(patient.kept, Kept) else None
    state = grade(current, patient.now)
    if current is None:
        return _bad(Check.ROSTER, state.value)
    hours = (patient.now - current.issued_at).total_seconds() / 3600
    verdict = _bad if state is RosterState.STALE else _good
    return verdict(
        Check.ROSTER, state.value, hours=f"{hours:.0f}", version=str(current.version)
    )


def _check_screen(patient: Patient, machine: Machine) -> Finding:
    if _is_headless(patient, machine):
        return _good(Check.SCREEN, "not_needed")
    screen = machine.look_at_screen()
    if not screen:
        return _bad(Check.SCREEN, "none")
    return _good(Check.SCREEN, "found", screen=screen)


def _check_sound(patient: Patient, machine: Machine) -> Finding:
    if _is_headless(patient, machine):
        return _good(Check.SOUND, "not_needed")
    player = machine.find_sound()
    if not player:
        return _bad(Check.SOUND, "none")
    return _good(Check.SOUND, "found", player=player)


def _is_headless(patient: Patient, machine: Machine) -> bool:
    return patient.config.headless or machine.runs_headless()


def _check_printer(patient: Patient, machine: Machine) -> Finding:
    printers = machine.list_printers()
    wanted = getattr(patient.config, "printer", "")
    if wanted.lower() == "pdf":
        return _good(Check.PRINTER, "files")
    if wanted and printers is not None and wanted not in printers:
        return _bad(Check.PRINTER, "missing", printer=wanted)
    if printers is None:
        return _good(Check.PRINTER, "unknown")
    if printers:
        return _good(Check.PRINTER, "found", printers=", ".join(printers))
    if getattr(patient.config, "reception", False):
        return _bad(Check.PRINTER, "none")
    return _good(Check.PRINTER, "not_needed")


Examine: TypeAlias = Callable[[Patient, Machine], Finding]

CHECKS: Mapping[Check, Examine] = {
    Check.PROGRAM: _check_program,
    Check.POLICY: _check_policy,
    Check.READERS: _check_readers,
    Check.TAUGHT: _check_taught,
    Check.CAMERA: _check_camera,
    Check.DISK: _check_disk,
    Check.CLOCK: _check_clock,
    Check.KEY: _check_key,
    Check.DATABASE: _check_database,
    Check.BACKUP: _check_backup,
    Check.ENROLMENT: _check_enrolment,
    Check.NETWORK: _check_network,
    Check.ROSTER: _check_roster,
    Check.SCREEN: _check_screen,
    Check.SOUND: _check_sound,
    Check.PRINTER: _check_printer,
}
