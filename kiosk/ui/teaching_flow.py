"""Teaching flow: the lessons of a reader among the admin's screens; no Qt."""

from dataclasses import replace

from kiosk.payload import Payload
from kiosk.scanner.burst import Burst
from kiosk.scanner.framing import split_symbology
from kiosk.scanner.teaching import Heard
from kiosk.ui import lessons
from kiosk.ui.admin_calls import KeepProfileCall
from kiosk.ui.admin_state import AdminFlow, State, Step
from kiosk.ui.admin_taps import AdminAct
from kiosk.ui.lessons import Stage, Teaching


def hear_payload(payload: Payload) -> Heard:
    """Return what a reader read, as the lessons weigh it."""
    return Heard(
        reader=payload.reader,
        data=payload.data,
        symbology=payload.symbology,
        suffix=payload.suffix,
        repairs=payload.repairs,
    )


def hear_burst(burst: Burst, reader: str) -> Heard:
    """Return what was typed, as it was, before case or hex digits are mended."""
    symbology, data = split_symbology(burst.text.encode())
    return Heard(
        reader=reader,
        data=data,
        symbology=symbology,
        suffix=burst.terminator,
        mode=burst.mode,
        keys_per_second=burst.keys_per_second,
    )


def take_heard(flow: AdminFlow, heard: Heard, now_ms: int) -> Step:
    """Return the flow after a read; somebody is there."""
    if flow.state is not State.TEACHING:
        return flow, ()
    touched = replace(flow, touched_ms=now_ms)
    return _follow(touched, lessons.hear(flow.teaching, heard))


def press(flow: AdminFlow, act: AdminAct) -> Step | None:
    """Return the flow after an act of the lessons; None where it is none."""
    teaching = flow.teaching
    match act:
        case AdminAct.SKIP:
            return _follow(flow, lessons.skip(teaching))
        case AdminAct.FIX:
            return _follow(flow, lessons.show(teaching, Stage.FIX))
        case AdminAct.SELF_TEST:
            return _follow(flow, lessons.show(teaching, Stage.SELF_TEST))
        case AdminAct.TEACH:
            return _follow(flow, Teaching())
        case AdminAct.BACK if teaching.stage in {Stage.FIX, Stage.SELF_TEST}:
            return _follow(flow, lessons.show(teaching, Stage.RESULT))
        case _:
            return None


def _follow(flow: AdminFlow, teaching: Teaching) -> Step:
    """Return the flow with `teaching`; a profile that is new is kept."""
    is_new = teaching.profile not in {None, flow.teaching.profile}
    after = replace(flow, teaching=teaching)
    if not is_new or teaching.profile is None:
        return after, ()
    return after, (KeepProfileCall(profile=teaching.profile),)
