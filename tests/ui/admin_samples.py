"""Admin samples: the admin's flows, from which the tests compose screens."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from kiosk.config import Config
from kiosk.credentials.credential import Kind
from kiosk.decision import Outcome
from kiosk.export.fault import ExportFault
from kiosk.export.writing import Phase, Progress
from kiosk.payload import Direction
from kiosk.retention import Countdown
from kiosk.scanner.cameras import FoundCamera
from kiosk.scanner.teaching import SELF_TEST, Lesson, describe
from kiosk.storage.attention import Cause
from kiosk.storage.pin import Wrong
from kiosk.sync.fault import FaultClass
from kiosk.ui.admin_calls import (
    Ended,
    Facts,
    FoundCode,
    Judged,
    NotExported,
    PictureFile,
    PictureTrouble,
    Plugged,
    Span,
    What,
)
from kiosk.ui.admin_state import AdminFlow, Pictures, PinNote, SendingView, State
from kiosk.ui.lessons import Stage, Teaching
from kiosk.ui.paper_calls import NotPrinted, PaperFault, Printed, PrintRecovery
from kiosk.ui.sending_calls import Sending, Stuck
from kiosk.ui.setup.calls import (
    CheckShown,
    Joined,
    JoinTrouble,
    Key,
    NotJoined,
    Said,
    Seen,
    Tuned,
)
from kiosk.ui.setup.state import Setup
from tests.readers import SERIAL, hear_dropping, hear_serial, read_all

NOW_MS = 1_000_000
FACTS = Facts(
    is_pin_set=True,
    is_enrolled=True,
    has_passphrase=True,
    point_name="Chốt kiểm soát Tân Trào",
    kiosk_id="k7q2m9x4",
    entries=1_204,
    unsent=37,
    version="0.1.0",
    countdown=Countdown(
        due=312,
        before=datetime(2026, 10, 21, 17, tzinfo=UTC),
        oldest=datetime(2026, 10, 20, 3, tzinfo=UTC),
        overdue=12_044,
        overdue_until=datetime(2027, 9, 30, tzinfo=UTC),
    ),
)
STICK = Plugged(
    folder=Path("/media/kiosk/KINGSTON"), name="KINGSTON", free_bytes=9_130_000_000
)
PASSPHRASE = "ABCDE-FGHJK-MNPQR-STUVW-XYZ23-4"
PASS = FoundCode(
    data=b"001190000123|...",
    symbology="]Q1",
    kind=Kind.CCCD,
    about="Trần Thị Thử Nghiệm",
)
STRANGE = FoundCode(data=b"?", symbology="]Q1", kind=Kind.UNKNOWN, about="")
SHA256 = "1f3a9b0c" * 8


STUCK = tuple(
    Stuck(
        entry_id=bytes([number]) * 16,
        decided_at=datetime(2026, 11, 19, 1, 10 + number, tzinfo=UTC),
        kind="cccd" if number % 3 else "",
        number="•••• 0123" if number % 3 else "",
        cause=list(Cause)[number % len(Cause)],
        word="too_large" if number % 2 else "",
    )
    for number in range(8)
)
SENDING = Sending(
    pending=37,
    fault=FaultClass.NONE,
    faults=0,
    left_s=0.0,
    confirmed_at=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
    attention=len(STUCK),
    stuck=STUCK,
)


def a_flow(state: State, **changes: object) -> AdminFlow:
    """Return a flow that was touched 2 s ago."""
    flow = AdminFlow(state=state, touched_ms=NOW_MS - 2_000, facts=FACTS)
    return replace(flow, **changes)  # type: ignore[arg-type]  # each of its own type


def an_end(
    *,
    ejected: bool | None = True,
    passphrase: str | None = None,
    unsent: int = 37,
    what: What = What.CSV,
) -> Ended:
    """Return how an export of a week ended."""
    return Ended(
        what=what,
        span=Span.WEEK,
        first_day=date(2026, 11, 14),
        last_day=date(2026, 11, 20),
        name=f"kiosk-k7q2m9x4_2026-11-20_084100.{what}",
        rows=1_204,
        unsent=unsent,
        sha256=SHA256,
        ejected=ejected,
        passphrase=passphrase,
    )


def list_sending_flows() -> dict[str, AdminFlow]:
    """Return how sending goes: well, not at all, and what needs attention for each cause."""
    faulty = replace(
        SENDING,
        fault=FaultClass.CAPTIVE_PORTAL,
        faults=12,
        left_s=187.0,
        pending=12_044,
    )
    views = {
        "sending_looking": SendingView(),
        "sending": SendingView(found=SENDING),
        "sending_last_page": SendingView(found=SENDING, page=1),
        "sending_fault": SendingView(found=faulty),
        "sending_again": SendingView(found=SENDING, put_back=8),
        "sending_done": SendingView(
            found=replace(SENDING, pending=0, attention=0, stuck=(), confirmed_at=None)
        ),
        "sending_waits": SendingView(found=replace(SENDING, attention=0, stuck=())),
    }
    views |= {
        f"sending_fault_{fault}": SendingView(found=replace(faulty, fault=fault))
        for fault in FaultClass
        if fault is not FaultClass.NONE
    }
    views |= {
        f"sending_cause_{one.cause}": SendingView(found=SENDING, chosen=one.entry_id)
        for one in STUCK[: len(Cause)]
    }
    return {name: a_flow(State.SENDING, sending=view) for name, view in views.items()}


def list_files(count: int) -> tuple[PictureFile, ...]:
    """Return so many pictures of the stick, one with a long name."""
    names = ["Khách mời/Giấy mời của chị Trần Thị Thử Nghiệm, thứ sáu.pdf"]
    names += [f"IMG_2026112{number}.jpg" for number in range(1, count)]
    return tuple(PictureFile(path=STICK.folder / name, name=name) for name in names)


def a_picture(state: State, **changes: object) -> AdminFlow:
    """Return a flow with a stick whose pictures are listed."""
    pictures = Pictures(folder=STICK.folder, files=list_files(2), name="giấy mời.pdf")
    changed = replace(pictures, **changes)  # type: ignore[arg-type]  # each of its own type
    return a_flow(state, stick=STICK, pictures=changed)


def a_progress(phase: Phase = Phase.WRITING, share: float = 0.71) -> Progress:
    """Return a progress with 83 s left."""
    total = 360_000
    return Progress(
        phase=phase, done_bytes=round(total * share), total_bytes=total, left_s=83.0
    )


def list_admin_flows() -> dict[str, AdminFlow]:
    """Return one flow of each of the admin's screens, and the hardest of each."""
    unenrolled = replace(FACTS, is_enrolled=False, point_name="")
    choosing = {"stick": STICK, "rows": 1_204, "span": Span.WEEK}
    ends = {
        f"export_fault_{fault}": a_flow(State.ENDED, result=NotExported(fault=fault))
        for fault in ExportFault
    }
    zipped = an_end(passphrase=PASSPHRASE, what=What.ZIP)
    return {
        **list_recovery_flows(),
        **list_picture_flows(),
        **list_teaching_flows(),
        **list_sending_flows(),
        **list_setup_flows(),
        "pin": a_flow(State.PIN, digits="4829", note=Wrong(tries_left=4)),
        "pin_wait": a_flow(State.PIN, wait_until_ms=NOW_MS + 3_599_000),
        "pin_new": a_flow(State.NEW_PIN, note=PinNote.DIFFERS),
        "pin_repeat": a_flow(State.REPEAT_PIN, digits="48291573"),
        "admin": a_flow(State.MENU),
        "admin_changed": a_flow(State.MENU, note=PinNote.CHANGED, facts=unenrolled),
        "export_choose": a_flow(State.CHOOSE, **choosing),
        "export_choose_none": a_flow(State.CHOOSE),
        "export_choose_two": a_flow(
            State.CHOOSE, stick=ExportFault.TWO_STICKS, facts=unenrolled
        ),
        "export_choose_zip": a_flow(State.CHOOSE, what=What.ZIP, stick=STICK),
        "export_choose_bundle": a_flow(
            State.CHOOSE, what=What.BUNDLE, span=Span.UNSENT, stick=STICK, rows=37
        ),
        "export_progress": a_flow(State.WRITING, progress=a_progress()),
        "export_verifying": a_flow(
            State.WRITING, progress=a_progress(Phase.VERIFYING), is_cancelling=True
        ),
        "export_ejecting": a_flow(State.WRITING, progress=a_progress(Phase.EJECTING)),
        "export_passphrase": a_flow(State.PASSPHRASE, result=zipped),
        "export_done": a_flow(State.ENDED, result=an_end()),
        "export_done_bundle": a_flow(
            State.ENDED, result=an_end(what=What.BUNDLE, unsent=123_456)
        ),
        "export_not_ejected": a_flow(
            State.ENDED, result=an_end(ejected=False, unsent=0)
        ),
        "export_gone": a_flow(State.ENDED, result=an_end(ejected=None)),
        **ends,
    }


def list_teaching_flows() -> dict[str, AdminFlow]:
    """Return flows of a reader that is taught: each lesson, a good and a poor result."""
    lessons = {
        f"teach_{lesson}": a_flow(
            State.TEACHING, teaching=Teaching(lesson=lesson, reader=SERIAL)
        )
        for lesson in Lesson
    }
    good = describe(SERIAL, read_all(hear_serial))
    poor = describe("wedge", read_all(hear_dropping))
    tested = msgspec.structs.replace(
        hear_serial(SELF_TEST), data=SELF_TEST.replace("ấ", "").encode()
    )
    stages = {
        "teach_good": Teaching(stage=Stage.RESULT, profile=good),
        "teach_poor": Teaching(stage=Stage.RESULT, profile=poor),
        "teach_nothing": Teaching(stage=Stage.RESULT),
        "teach_fix": Teaching(stage=Stage.FIX, profile=poor),
        "teach_test": Teaching(stage=Stage.SELF_TEST, profile=good),
        "teach_test_whole": Teaching(
            stage=Stage.SELF_TEST, profile=good, tested=hear_serial(SELF_TEST)
        ),
        "teach_test_lost": Teaching(stage=Stage.SELF_TEST, profile=good, tested=tested),
        "teach_stranger": Teaching(reader=SERIAL, stranger="wedge"),
    }
    taught = {
        name: a_flow(State.TEACHING, teaching=one) for name, one in stages.items()
    }
    return {**lessons, **taught}


def list_recovery_flows() -> dict[str, AdminFlow]:
    """Return flows of who forgot the PIN."""
    without = replace(FACTS, has_passphrase=False)
    return {
        "pin_forgotten": a_flow(State.FORGOTTEN, letters="ABCDEFGHJKMN"),
        "pin_forgotten_wrong": a_flow(
            State.FORGOTTEN, letters="ABCDEFGHJKMNPQRSTUVWXYZ234", note=PinNote.NOT_THIS
        ),
        "pin_forgotten_short": a_flow(State.FORGOTTEN, note=PinNote.NOT_WHOLE),
        "pin_forgotten_none": a_flow(State.FORGOTTEN, facts=without),
    }


def list_picture_flows() -> dict[str, AdminFlow]:
    """Return flows of pictures, and of the codes in one."""
    codes = (PASS, STRANGE)
    judged = Judged(outcome=Outcome.ALLOW, direction=Direction.IN)
    unread = {
        f"picture_{trouble}": a_picture(State.PICTURES, trouble=trouble)
        for trouble in PictureTrouble
    }
    return {
        "picture_choose": a_picture(State.PICTURES),
        "picture_pages": a_picture(State.PICTURES, files=list_files(9)),
        "picture_no_stick": a_flow(State.PICTURES),
        "picture_looking": a_picture(State.PICTURES, files=None),
        "picture_none": a_picture(State.PICTURES, files=()),
        "picture_reading": a_picture(State.PICTURES, is_reading=True),
        "picture_codes": a_picture(State.CODES, codes=codes),
        "picture_presented": a_picture(State.CODES, codes=codes, presented=PASS),
        "picture_judged": a_picture(
            State.CODES, codes=codes, presented=PASS, judged=judged
        ),
        "picture_repeated": a_picture(
            State.CODES,
            codes=codes,
            presented=PASS,
            judged=replace(judged, outcome=None),
        ),
        **unread,
    }


TUNED = Tuned(
    config=Config(camera=("/dev/video0",)),
    fixed={},
    gate="A",
    cameras=(
        FoundCamera(path="/dev/video0", label="Logitech BRIO"),
        FoundCamera(path="/dev/video2", label="USB 2.0 Camera: HD"),
    ),
)
JOINED = Joined(
    kiosk_id="k7q2m9x4",
    point="P000042",
    gate="A",
    province="Tuyên Quang",
    at=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
    recovery=PASSPHRASE,
)
SEEN = (
    Seen(
        reader="wedge",
        kind="cccd",
        about="Nguyễn Thị Ánh Nguyệt",
        symbology="]Q1",
        types=True,
        pace_ms=4.2,
    ),
    Seen(
        reader="serial:/dev/ttyACM0",
        kind="unknown",
        about="",
        symbology="",
        types=False,
        pace_ms=1.3,
    ),
)


def list_checks(bad: int) -> tuple[CheckShown, ...]:
    """Return 16 findings, so many of them bad and first."""
    said = {
        "vi": Said(
            name="Danh mục của tỉnh",
            detail="Danh mục đã 312 giờ tuổi, quá hạn: mã bị thu hồi có thể còn được nhận.",
            fix="Nối mạng, hoặc chép danh mục mới bằng USB: kiosk roster --from THƯ_MỤC.",
        ),
        "en": Said(
            name="Province's lists",
            detail="The lists are 312 hours old: codes that were revoked may still pass.",
            fix="Connect the network, or bring new lists by USB: kiosk roster --from DIR.",
        ),
    }
    good = {
        "vi": Said(name="Âm thanh", detail="Phát bằng pw-play.", fix=""),
        "en": Said(name="Sound", detail="Played by pw-play.", fix=""),
    }
    return tuple(
        CheckShown(is_good=number >= bad, said=said if number < bad else good)
        for number in range(16)
    )


def list_sheets() -> dict[str, dict[str, object]]:
    """Return how far printing the recovery passphrase may be."""
    call = PrintRecovery(joined=JOINED)
    place = "HP LaserJet Pro M404dn ở phòng trực của chốt"
    return {
        "setup_recovery": {},
        "setup_recovery_printing": {"is_printing": True},
        "setup_recovery_printed": {"sheet": Printed(call=call, place=place)},
        **{
            f"setup_recovery_{fault}": {"sheet": NotPrinted(call=call, fault=fault)}
            for fault in (PaperFault.NO_PRINTER, PaperFault.REFUSED)
        },
    }


def list_setup_flows() -> dict[str, AdminFlow]:
    """Return flows of the first run's steps, the settings and the diagnostics."""
    new = replace(FACTS, is_enrolled=False, point_name="", is_pin_set=False)
    first = Setup(has_steps=True, tuned=TUNED)
    refusals = {
        f"setup_refused_{why}": replace(first, refused=NotJoined(why=why))
        for why in (*JoinTrouble, FaultClass.TLS, FaultClass.NO_LINK)
    }
    welcomes = {
        "setup_welcome": first,
        "setup_welcome_menu": Setup(tuned=TUNED),
        "setup_joining": replace(first, is_joining=True),
        **refusals,
    }
    joined = replace(first, joined=JOINED, needs_restart=True)
    fixed = replace(
        TUNED,
        fixed={Key.GATE: "/etc/kiosk/policy.toml", Key.SOUND: "/etc/kiosk/policy.toml"},
    )
    tuned = Setup(tuned=fixed, needs_restart=True)
    code = "VE1QKA5DIONBUHI4DTHIXS64DSN53GS3TDMUXGO33WFZXQCTKR"
    checks = {
        "checkup": list_checks(1),
        "checkup_bad": list_checks(5),
        "checkup_good": list_checks(0),
    }
    return {
        **{
            name: a_flow(State.WELCOME, setup=one, facts=new)
            for name, one in welcomes.items()
        },
        "setup_menu": a_flow(State.MENU, facts=new),
        "setup_code": a_flow(State.TYPE_CODE, setup=first, letters=code),
        "setup_code_empty": a_flow(State.TYPE_CODE, setup=first),
        "setup_joined": a_flow(State.JOINED, setup=joined),
        **{
            name: a_flow(State.RECOVERY, setup=replace(joined, **changes))  # type: ignore[arg-type]  # each of its own type
            for name, changes in list_sheets().items()
        },
        "setup_gate": a_flow(State.SETTINGS, setup=joined),
        "setup_name_gate": a_flow(State.NAME_GATE, setup=joined, letters="B2"),
        "settings": a_flow(State.SETTINGS, setup=tuned),
        "settings_typing": a_flow(State.SETTINGS, setup=replace(tuned, page=1)),
        "settings_night": a_flow(
            State.SETTINGS, setup=replace(tuned, page=2, is_unkept=True)
        ),
        "settings_looking": a_flow(State.SETTINGS),
        "checkup_looking": a_flow(State.CHECKUP),
        "try_readers": a_flow(State.TRY_READERS, setup=Setup(seen=SEEN)),
        "try_readers_first": a_flow(State.TRY_READERS, setup=joined),
        "try_sounds": a_flow(State.TRY_SOUNDS),
        **{
            name: a_flow(State.CHECKUP, setup=Setup(checks=one))
            for name, one in checks.items()
        },
    }
