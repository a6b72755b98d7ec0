"""Admin flow: what an event makes of the admin's screens, and what it asks for; no Qt.

`tap`, `take` and `elapse` return the flow after an event together with the
calls that a thread makes; their answers are events too.
"""

from dataclasses import replace
from typing import assert_never

from kiosk.export.fault import ExportFault
from kiosk.export.writing import Progress
from kiosk.scanner.teaching import Heard
from kiosk.storage.pin import Right, Wait, Wrong
from kiosk.ui import picture_flow, sending_flow, teaching_flow
from kiosk.ui.admin_calls import (
    AdminAnswer,
    AdminFailed,
    CountCall,
    Counted,
    Ended,
    ExportCall,
    Facts,
    FactsCall,
    Handed,
    Judged,
    ListCall,
    Listed,
    LookCall,
    Looked,
    NotExported,
    PictureRead,
    PinKept,
    Plugged,
    ProfileKept,
    Recovered,
    Span,
    WatchCall,
    What,
)
from kiosk.ui.admin_state import (
    TRANSITIONS,
    AdminFlow,
    Pictures,
    Result,
    SendingView,
    State,
    Step,
    close,
    find_end,
    find_lock_ms,
)
from kiosk.ui.admin_taps import (
    AdminAct,
    AdminPress,
    AdminTap,
    Bring,
    Change,
    ChooseSpan,
    ChooseStuck,
    ChooseWhat,
    Digit,
    Hear,
    Letter,
    Present,
)
from kiosk.ui.admin_typing import (
    enter,
    erase,
    take_facts,
    take_kept,
    take_pin,
    take_recovered,
    type_digit,
    type_letter,
)
from kiosk.ui.lessons import Teaching
from kiosk.ui.sending_calls import Sending, SendingCall
from kiosk.ui.setup import flow as setup_flow
from kiosk.ui.setup.calls import (
    CheckedUp,
    CodeRead,
    Joined,
    NotJoined,
    PutOff,
    Seen,
    Sounded,
    Tuned,
)
from kiosk.ui.setup.state import Setup

LOOK_EVERY_MS = 1_000
"""How often it looks for sticks, while it waits for one."""

_LOOKING = {State.CHOOSE, State.PICTURES, State.SENDING}


def tap(  # noqa: C901, PLR0911 - one for each tap
    flow: AdminFlow, tapped: AdminTap, now_ms: int
) -> Step:
    """Return the flow after `tapped`, and what is asked."""
    current, calls = elapse(flow, now_ms)
    touched = replace(current, touched_ms=now_ms)
    own = (
        setup_flow.tap(touched, tapped) if touched.state in setup_flow.STATES else None
    )
    if own is not None:
        return own
    match tapped:
        case AdminPress(act=act):
            after, more = _press(touched, act, now_ms)
            return after, calls + more
        case Digit(digit=digit):
            return type_digit(touched, digit, now_ms), calls
        case Letter(letter=letter):
            return type_letter(touched, letter), calls
        case Bring():
            return picture_flow.bring(touched, tapped)
        case Present(code=code):
            joined = setup_flow.join_from_picture(touched, code)
            return joined or picture_flow.present(touched, tapped)
        case ChooseWhat(what=What.BUNDLE):
            # What the province lacks must not be left behind by a day.
            unsent = replace(touched, what=What.BUNDLE, span=Span.UNSENT)
            return _choose(unsent)
        case ChooseWhat(what=what):
            return _choose(replace(touched, what=what))
        case ChooseSpan(span=span):
            return _choose(replace(touched, span=span))
        case ChooseStuck():
            return sending_flow.choose(touched, tapped), calls
        case Change() | Hear():
            return touched, calls  # of another page than the one that is shown
        case _:
            assert_never(tapped)


def take(  # noqa: C901, PLR0911, PLR0912 - one for each answer
    flow: AdminFlow, answer: AdminAnswer, now_ms: int
) -> Step:
    """Return the flow after `answer` came."""
    match answer:
        case Facts():
            return setup_flow.join_if_waiting(take_facts(flow, answer))
        case Right() | Wrong() | Wait():
            return _let_in(take_pin(flow, answer, now_ms))
        case PinKept():
            return take_kept(flow)
        case Recovered():
            return take_recovered(flow, answer), ()
        case Looked():
            return picture_flow.take_look(flow, answer)
        case Counted(call=call, rows=rows):
            is_ours = (call.what, call.span) == (flow.what, flow.span)
            return (replace(flow, rows=rows) if is_ours else flow), ()
        case Progress():
            return replace(flow, progress=answer), ()
        case Ended() | NotExported():
            return _end(flow, answer, now_ms)
        case Listed():
            return picture_flow.take_list(flow, answer), ()
        case PictureRead():
            return picture_flow.take_read(flow, answer), ()
        case Handed() | ProfileKept():
            return flow, ()
        case Heard() if flow.state is State.TRY_READERS:
            return setup_flow.take_pace(flow, answer), ()
        case Heard():
            return teaching_flow.take_heard(flow, answer, now_ms)
        case Judged():
            return picture_flow.take_judged(flow, answer), ()
        case Sending():
            return sending_flow.take(flow, answer), ()
        case (
            Tuned()
            | CheckedUp()
            | Sounded()
            | PutOff()
            | Joined()
            | NotJoined()
            | CodeRead()
            | Seen()
        ):
            return setup_flow.take(replace(flow, touched_ms=now_ms), answer)
        case AdminFailed():
            return _fail(flow, answer, now_ms)
        case _:
            assert_never(answer)


def elapse(flow: AdminFlow, now_ms: int) -> Step:
    """Return the flow after time has run to `now_ms`: locked, or looking for sticks."""
    left_ms = find_lock_ms(flow, now_ms)
    if left_ms is not None and left_ms <= 0:
        return close(flow), ()
    if flow.state in _LOOKING and now_ms - flow.looked_ms >= LOOK_EVERY_MS:
        call = SendingCall() if flow.state is State.SENDING else LookCall()
        return replace(flow, looked_ms=now_ms), (call,)
    return flow, ()


def _press(  # noqa: PLR0911 - one for each act
    flow: AdminFlow, act: AdminAct, now_ms: int
) -> Step:
    own = _press_own(flow, act)
    if own is not None:
        return own
    match act:
        case AdminAct.ERASE:
            return erase(flow), ()
        case AdminAct.ENTER:
            return enter(flow, now_ms)
        case AdminAct.START:
            return _start(flow)
        case AdminAct.CANCEL:
            return replace(flow, is_cancelling=flow.state is State.WRITING), ()
        case AdminAct.PASTE:
            return picture_flow.note_nothing_pasted(flow), ()
        case AdminAct.EARLIER | AdminAct.LATER:
            by = -1 if act is AdminAct.EARLIER else 1
            return picture_flow.turn(flow, by), ()
        case _:
            return _go(flow, act, now_ms)


def _press_own(flow: AdminFlow, act: AdminAct) -> Step | None:
    """Return the flow after a button that only its own page has; None for another."""
    if flow.state is State.TEACHING:
        return teaching_flow.press(flow, act)
    if flow.state is State.SENDING:
        return sending_flow.press(flow, act)
    return None


def _let_in(step: Step) -> Step:
    """Go on with the code that waited behind the PIN."""
    flow, calls = step
    joined, more = setup_flow.join_if_waiting(flow)
    return joined, calls + more


def _go(  # noqa: C901, PLR0911 - one for each screen
    flow: AdminFlow, act: AdminAct, now_ms: int
) -> Step:
    target = TRANSITIONS.get((flow.state, act), flow.state)
    gone = replace(flow, state=target, digits="", letters="", note=None)
    match target:
        case flow.state:
            return flow, ()
        case State.CLOSED:
            return close(gone), ()
        case State.OPENING:
            return replace(gone, is_asking=True), (FactsCall(),)
        case State.PIN | State.FORGOTTEN:
            return replace(gone, is_asking=False), ()
        case State.NEW_PIN:
            return replace(gone, first=""), ()
        case State.MENU:
            cleared = replace(
                gone,
                result=None,
                pictures=Pictures(),
                teaching=Teaching(),
                sending=SendingView(),
                setup=Setup(needs_restart=flow.setup.needs_restart),
            )
            return cleared, (FactsCall(),)
        case State.CHOOSE:
            return _begin_choosing(flow, gone, now_ms)
        case State.SENDING:
            return replace(gone, looked_ms=now_ms), (SendingCall(),)
        case _ if target in setup_flow.STATES:
            return setup_flow.arrive(gone)
        case State.PICTURES if flow.state is State.MENU:
            waiting = replace(gone, stick=ExportFault.NO_STICK, looked_ms=now_ms)
            return waiting, (WatchCall(),)
        case State.PICTURES:
            return picture_flow.go_back(gone), ()
        case _:
            return gone, ()


def _begin_choosing(before: AdminFlow, gone: AdminFlow, now_ms: int) -> Step:
    """Begin to wait for a stick; the one of a failed export stays the new one."""
    if before.state is State.SENDING:
        gone = sending_flow.choose_unsent(gone)
    after, calls = _choose(replace(gone, result=None, looked_ms=now_ms))
    if isinstance(before.result, Ended | None):
        return replace(after, stick=ExportFault.NO_STICK), (WatchCall(), *calls)
    return after, (LookCall(), *calls)


def _choose(flow: AdminFlow) -> Step:
    if flow.state is not State.CHOOSE:
        return flow, ()
    call = CountCall(what=flow.what, span=flow.span)
    return replace(flow, rows=None), (call,)


def _start(flow: AdminFlow) -> Step:
    stick = flow.stick
    if flow.state is not State.CHOOSE or not isinstance(stick, Plugged):
        return flow, ()
    call = ExportCall(what=flow.what, span=flow.span, stick=stick)
    started = replace(flow, state=State.WRITING, progress=None, is_cancelling=False)
    return started, (call,)


def _end(flow: AdminFlow, result: Result, now_ms: int) -> Step:
    ended = replace(flow, result=result, progress=None, is_cancelling=False)
    return replace(ended, state=find_end(result), touched_ms=now_ms), ()


def _fail(flow: AdminFlow, failed: AdminFailed, now_ms: int) -> Step:
    if isinstance(failed.call, ExportCall):
        return _end(flow, failed, now_ms)
    if isinstance(
        failed.call, CountCall | LookCall | WatchCall | ListCall | SendingCall
    ):
        return flow, ()  # asked again, or told by the export itself
    if flow.state is State.OPENING:
        return replace(flow, note=failed), ()
    if flow.state in setup_flow.STATES:
        return setup_flow.take_failed(flow, failed), ()
    pictures = replace(flow.pictures, is_reading=False, presented=None)
    told = replace(flow, is_asking=False, digits="", first="", note=failed)
    return replace(told, pictures=pictures), ()
