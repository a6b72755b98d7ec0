"""Admin samples: the admin's flows, from which the tests compose screens."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk.export.fault import ExportFault
from kiosk.export.writing import Phase, Progress
from kiosk.storage.pin import Wrong
from kiosk.ui.admin_calls import (
    Ended,
    Facts,
    NotExported,
    Plugged,
    Span,
    What,
)
from kiosk.ui.admin_flow import AdminFlow, PinNote, State

NOW_MS = 1_000_000
FACTS = Facts(
    is_pin_set=True,
    is_enrolled=True,
    point_name="Chốt kiểm soát Tân Trào",
    kiosk_id="k7q2m9x4",
    entries=1_204,
    unsent=37,
    version="0.1.0",
)
STICK = Plugged(
    folder=Path("/media/kiosk/KINGSTON"), name="KINGSTON", free_bytes=9_130_000_000
)
PASSPHRASE = "ABCDE-FGHJK-MNPQR-STUVW-XYZ23-4"
SHA256 = "1f3a9b0c" * 8


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
            State.CHOOSE, what=What.BUNDLE, span=Span.ALL, stick=STICK, rows=37
        ),
        "export_progress": a_flow(State.WRITING, progress=a_progress()),
        "export_verifying": a_flow(
            State.WRITING, progress=a_progress(Phase.VERIFYING), is_cancelling=True
        ),
        "export_ejecting": a_flow(State.WRITING, progress=a_progress(Phase.EJECTING)),
        "export_passphrase": a_flow(State.PASSPHRASE, result=zipped),
        "export_done": a_flow(State.ENDED, result=an_end()),
        "export_not_ejected": a_flow(
            State.ENDED, result=an_end(ejected=False, unsent=0)
        ),
        "export_gone": a_flow(State.ENDED, result=an_end(ejected=None)),
        **ends,
    }
