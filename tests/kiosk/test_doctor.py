"""The doctor names each fault by a code, and finds nothing where all is well."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import ClockState
from kiosk.commands.doctor import load_doctor_words, say
from kiosk.config import Config
from kiosk.disk import DiskState, Room
from kiosk.doctor import (
    CHECKS,
    Check,
    Finding,
    Machine,
    Patient,
    examine,
    find_server,
)
from kiosk.managed import Managed
from kiosk.patient import Disk, Kept, Port, SlotsSeen, Unopened
from kiosk.roster import Roster
from kiosk.scanner.eyesight import Eyesight
from kiosk.scanner.found import FoundPort
from kiosk.scanner.teaching import Profile, describe
from kiosk.storage.backup_record import Record
from kiosk.storage.key_slots.safe import SlotFault
from kiosk.storage.opening import KeySource
from kiosk.storage.settings import Enrolment
from kiosk.storage.slots import SlotKind
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply
from tests.fakes import START
from tests.readers import SERIAL, WEDGE, hear_dropping, hear_serial, read_all

URL = "https://tinh.example"
HONEYWELL = FoundPort(path="/dev/ttyACM0", label="Honeywell", certain=True)


def see(
    *kinds: str, opens: int | None = 0, keyring: SlotFault | None = None
) -> SlotsSeen:
    """Return slots of which the first opens; `keyring` says how a better one failed."""
    seen = [SlotKind(kind) for kind in kinds]
    failed = {SlotKind.KEYRING: keyring} if keyring else {}
    source = None if opens is None else KeySource(kind=seen[opens], failed=failed)
    return SlotsSeen(kinds=seen, source=source)


@dataclass
class FakeComputer:
    """A computer that answers what it is told; all is well unless it is told otherwise."""

    missing: Sequence[str] = ()
    writable: bool = False
    ports: Sequence[FoundPort] = (HONEYWELL,)
    states: dict[str, Port] = field(default_factory=dict)
    disk: Disk | str = field(
        default_factory=lambda: Disk(free_bytes=20_000_000_000, fsync_ms=4.0)
    )
    eyesight: Eyesight = field(default_factory=Eyesight)
    slots: SlotsSeen | str = field(default_factory=lambda: see("key_file", "province"))
    headless: bool = False
    screen: str = "1280x800 xcb"
    player: str = "aplay"
    printers: Sequence[str] | None = ("Quay",)

    def find_missing_parts(self) -> Sequence[str]:
        return self.missing

    def may_write(self, path: str) -> bool:
        del path
        return self.writable

    def find_ports(self) -> Sequence[FoundPort]:
        return self.ports

    def look_at_port(self, path: str) -> Port:
        return self.states.get(path, Port.OPEN)

    def look_at_camera(self, text: str) -> Eyesight:
        del text
        return self.eyesight

    def measure_disk(self, folder: Path) -> Disk | str:
        del folder
        return self.disk

    def read_slots(self) -> SlotsSeen | str:
        return self.slots

    def ask(self, url: str) -> Reply | Fault:
        raise NotImplementedError

    def runs_headless(self) -> bool:
        return self.headless

    def look_at_screen(self) -> str:
        return self.screen

    def find_sound(self) -> str:
        return self.player

    def list_printers(self) -> Sequence[str] | None:
        return self.printers


ENROLMENT = Enrolment(
    token=b"t", url=URL, root=b"r", point="08-0001", point_name="Chốt Thử",
    gate="A", province="Tỉnh Thử",
)  # fmt: skip
ROSTER = Roster(
    version=3,
    issued_at=START - timedelta(hours=1),
    expires_at=START + timedelta(days=7),
)
KEPT = Kept(
    enrolment=ENROLMENT,
    roster=ROSTER,
    clock=ClockState.TRUSTED,
    chain="ok",
    entries=5,
    pending=0,
    refused=0,
)


def make_reply(status: int = 200, date: datetime | None = START) -> Reply:
    return Reply(
        status=status,
        content_type="application/json",
        body=b"{}",
        date=date.timestamp() if date else None,
        retry_after_s=None,
    )


HEALTHY = Patient(
    folder=Path("kiosk"),
    config=Config(),
    managed=Managed(sources=("policy.toml",), settings={"gate": "A"}),
    kept=KEPT,
    answer=make_reply(),
    now=START,
)
NEW = Unopened(is_new=True)


def check(check: Check, patient: Patient, machine: Machine) -> tuple[bool, str]:
    finding = CHECKS[check](patient, machine)
    return finding.ok, finding.code


def test_a_healthy_kiosk_has_one_good_finding_for_each_check() -> None:
    findings = examine(HEALTHY, FakeComputer())
    assert [(finding.check, finding.ok) for finding in findings] == [
        (each, True) for each in Check
    ]


MACHINES: list[tuple[Check, FakeComputer, bool, str]] = [
    (Check.PROGRAM, FakeComputer(missing=["cv2"]), False, "missing"),
    (Check.POLICY, FakeComputer(writable=True), False, "writable"),
    (
        Check.READERS,
        FakeComputer(states={"/dev/ttyACM0": Port.DENIED}),
        False,
        "denied",
    ),
    (Check.READERS, FakeComputer(ports=()), True, "wedge"),
    (
        Check.READERS,
        FakeComputer(ports=[replace(HONEYWELL, certain=False)]),
        True,
        "wedge",
    ),
    (Check.DISK, FakeComputer(disk="Read-only file system"), False, "unwritable"),
    (
        Check.DISK,
        FakeComputer(disk=Disk(free_bytes=499_999_999, fsync_ms=4)),
        False,
        "full",
    ),
    (
        Check.DISK,
        FakeComputer(disk=Disk(free_bytes=500_000_000, fsync_ms=101)),
        False,
        "slow",
    ),
    (Check.KEY, FakeComputer(slots=see("key_file")), False, "weak"),
    (Check.KEY, FakeComputer(slots=see("key_file", "province")), True, "slots"),
    (Check.KEY, FakeComputer(slots=see("keyring", "key_file")), True, "spare"),
    (Check.KEY, FakeComputer(slots=see("keyring", "province")), True, "strong"),
    (Check.KEY, FakeComputer(slots=see("province", opens=None)), False, "closed"),
    *(
        (Check.KEY, FakeComputer(slots=see("key_file", keyring=fault)), False, fault)
        for fault in SlotFault
    ),
    (Check.KEY, FakeComputer(slots="damaged"), False, "unreadable"),
    (Check.SCREEN, FakeComputer(screen=""), False, "none"),
    (Check.SOUND, FakeComputer(player=""), False, "none"),
    (Check.PRINTER, FakeComputer(printers=()), True, "not_needed"),
    (Check.PRINTER, FakeComputer(printers=None), True, "unknown"),
]


@pytest.mark.parametrize(("what", "machine", "ok", "code"), MACHINES)
def test_a_fault_of_the_machine_is_found(
    what: Check, machine: FakeComputer, *, ok: bool, code: str
) -> None:
    assert check(what, HEALTHY, machine) == (ok, code)


def with_kept(**changes: object) -> Patient:
    return replace(HEALTHY, kept=replace(KEPT, **changes), answer=None)  # type: ignore[arg-type]  # each test names a field of its type


def with_managed(**values: object) -> Patient:
    return replace(HEALTHY, managed=Managed(**values))  # type: ignore[arg-type]  # each test names a field of its type


BACKS_UP = Config(backup_dir="/media/card")
PATIENTS: list[tuple[Check, Patient, bool, str]] = [
    (
        Check.CAMERA,
        replace(HEALTHY, config=Config(camera=("0,in,A",))),
        False,
        "dark",
    ),
    (Check.POLICY, with_managed(), True, "none"),
    (
        Check.CLOCK,
        replace(HEALTHY, answer=make_reply(date=START - timedelta(seconds=121))),
        False,
        "off",
    ),
    (
        Check.CLOCK,
        replace(HEALTHY, answer=make_reply(date=START - timedelta(seconds=119))),
        True,
        "compared",
    ),
    (
        Check.CLOCK,
        replace(HEALTHY, now=datetime(1970, 1, 2, tzinfo=UTC)),
        False,
        "lost",
    ),
    (Check.CLOCK, with_kept(), True, "trusted"),
    (Check.CLOCK, with_kept(clock=ClockState.DRIFTING), False, "drifting"),
    (Check.CLOCK, with_kept(clock=ClockState.SET_BACK), False, "set_back"),
    (Check.CLOCK, replace(HEALTHY, kept=NEW, answer=None), True, "unknown"),
    (Check.KEY, replace(HEALTHY, kept=NEW), False, "none"),
    (Check.DATABASE, replace(HEALTHY, kept=NEW), False, "none"),
    (
        Check.DATABASE,
        replace(HEALTHY, kept=Unopened(is_new=False, sentence="gone")),
        False,
        "unreadable",
    ),
    (Check.DATABASE, with_kept(chain="altered"), False, "chain"),
    (Check.DATABASE, with_kept(refused=1), False, "refused"),
    (Check.BACKUP, with_kept(), True, "none"),
    (Check.BACKUP, replace(HEALTHY, config=BACKS_UP), False, "never"),
    (Check.BACKUP, with_kept(backup=Record().fail("missing")), False, "missing"),
    (Check.DISK, with_kept(room=Room(state=DiskState.RESERVE)), False, "reserve"),
    (Check.DISK, with_kept(room=Room(state=DiskState.LOW, days=9)), False, "days"),
    (Check.ENROLMENT, with_kept(enrolment=None), False, "none"),
    (Check.ENROLMENT, replace(HEALTHY, kept=NEW), False, "none"),
    (Check.ENROLMENT, with_managed(point="08-0002"), False, "other_point"),
    (
        Check.ENROLMENT,
        with_managed(server_url="https://khac.example"),
        False,
        "other_server",
    ),
    (Check.NETWORK, replace(HEALTHY, answer=None), False, "not_enrolled"),
    (
        Check.NETWORK,
        replace(HEALTHY, answer=None, config=Config(sync=False)),
        True,
        "off",
    ),
    (Check.NETWORK, replace(HEALTHY, answer=make_reply(302)), False, "captive_portal"),
    (Check.NETWORK, replace(HEALTHY, answer=make_reply(503)), False, "server"),
    (Check.ROSTER, with_kept(roster=None), False, "none"),
    (
        Check.ROSTER,
        replace(HEALTHY, now=START + timedelta(days=4)),
        True,
        "ageing",
    ),
    (Check.ROSTER, replace(HEALTHY, now=START + timedelta(days=7)), False, "stale"),
]


@pytest.mark.parametrize(("what", "patient", "ok", "code"), PATIENTS)
def test_a_fault_of_the_installation_is_found(
    what: Check, patient: Patient, *, ok: bool, code: str
) -> None:
    assert check(what, patient, FakeComputer()) == (ok, code)


@pytest.mark.parametrize("fault", [each for each in FaultClass if each != "none"])
def test_the_network_is_called_by_its_class_of_fault(fault: FaultClass) -> None:
    patient = replace(HEALTHY, answer=Fault(fault_class=fault, detail="x"))
    assert check(Check.NETWORK, patient, FakeComputer()) == (False, fault.value)


@pytest.mark.parametrize(
    ("state", "ok", "code"),
    [
        (Port.OPEN, True, "found"),
        (Port.MISSING, False, "missing"),
        (Port.DENIED, False, "denied"),
    ],
)
def test_a_reader_that_is_named_must_be_there(
    state: Port, *, ok: bool, code: str
) -> None:
    patient = replace(HEALTHY, config=Config(serial=("/dev/ttyS9,9600,in,A",)))
    machine = FakeComputer(ports=(), states={"/dev/ttyS9": state})
    assert check(Check.READERS, patient, machine) == (ok, code)


def test_without_wedge_a_reader_must_be_seen() -> None:
    patient = replace(HEALTHY, config=Config(wedge=False))
    assert check(Check.READERS, patient, FakeComputer(ports=())) == (False, "none")


UNSEEN = FakeComputer(ports=(), screen="", player="")


@pytest.mark.parametrize(
    ("patient", "machine"),
    [
        (replace(HEALTHY, config=Config(headless=True)), UNSEEN),
        (HEALTHY, replace(UNSEEN, headless=True)),
    ],
)
def test_without_a_window_neither_screen_nor_sound_is_needed_but_a_reader_is(
    patient: Patient, machine: FakeComputer
) -> None:
    looked_at = (Check.SCREEN, Check.SOUND, Check.READERS)
    assert [check(each, patient, machine) for each in looked_at] == [
        (True, "not_needed"),
        (True, "not_needed"),
        (False, "none"),
    ]


def test_a_reception_desk_needs_a_printer() -> None:
    patient = replace(HEALTHY, config=Config(reception=True))
    assert check(Check.PRINTER, patient, FakeComputer(printers=())) == (False, "none")


def test_the_server_is_the_enrolments_or_else_the_policys() -> None:
    managed = Managed(server_url="https://khac.example")
    assert [find_server(kept, managed) for kept in (KEPT, NEW)] == [
        URL,
        "https://khac.example",
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_has_its_words(language: str) -> None:
    """What a test above can find, the locale files can say; a bad finding says what to do."""
    words = load_doctor_words(language)
    findings: list[Finding] = examine(HEALTHY, FakeComputer())
    findings += [CHECKS[what](HEALTHY, machine) for what, machine, _, _ in MACHINES]
    findings += [
        CHECKS[what](patient, FakeComputer()) for what, patient, _, _ in PATIENTS
    ]
    helpless = [
        (finding.check, finding.code)
        for finding in findings
        if not finding.ok
        and not say(finding, words)[1]
        and finding.code != "unreadable"
    ]
    assert helpless == []


def test_both_languages_say_the_same_codes() -> None:
    vietnamese, english = (
        {section: sorted(words) for section, words in load_doctor_words(one).items()}
        for one in ("vi", "en")
    )
    assert json.dumps(vietnamese) == json.dumps(english)


@pytest.mark.parametrize(
    ("printer", "finding"), [("pdf", (True, "files")), ("Kho", (False, "missing"))]
)
def test_the_printer_that_is_wanted_is_looked_for(
    printer: str, finding: tuple[bool, str]
) -> None:
    patient = replace(HEALTHY, config=Config(printer=printer))
    assert check(Check.PRINTER, patient, FakeComputer()) == finding


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (Eyesight(fault="It is gone."), "It is gone."),
        (Eyesight(height=1080, brightness=0.01), "1 %"),
        (Eyesight(width=640, height=480, brightness=0.5), "640x480"),
        (Eyesight(height=1080, brightness=0.5, frames_per_s=4), "4 "),
        (Eyesight(width=9, height=1080, brightness=0.5, frames_per_s=30), "9x1080"),
    ],
)
def test_a_camera_is_told_of_in_words(language: str, seen: Eyesight, told: str) -> None:
    patient = replace(HEALTHY, config=Config(camera=("0,in,A",)))
    found = CHECKS[Check.CAMERA](patient, FakeComputer(eyesight=seen))
    detail, fix = say(found, load_doctor_words(language))
    assert (told in detail, bool(fix)) == (True, not found.ok)


@pytest.mark.parametrize(
    ("profiles", "finding"),
    [
        ((), (True, "none")),
        ((describe(SERIAL, read_all(hear_serial)),), (True, "good")),
        ((describe(WEDGE, read_all(hear_dropping)),), (False, "usb_com")),
    ],
)
def test_what_was_taught_is_told(
    profiles: tuple[Profile, ...], finding: tuple[bool, str]
) -> None:
    patient = replace(HEALTHY, kept=replace(KEPT, profiles=profiles))
    assert check(Check.TAUGHT, patient, FakeComputer()) == finding
