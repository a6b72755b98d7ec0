"""Setup flow: what an event makes of enrolment, settings and diagnostics; no Qt."""

from dataclasses import replace
from typing import assert_never

from kiosk.protocol.enrolment import is_enrolment_code
from kiosk.scanner.teaching import Heard
from kiosk.ui.admin_calls import AdminFailed, FactsCall, FoundCode
from kiosk.ui.admin_state import AdminFlow, Pictures, State, Step, close
from kiosk.ui.admin_taps import (
    AdminAct,
    AdminPress,
    AdminTap,
    Change,
    Digit,
    Hear,
    Letter,
)
from kiosk.ui.paper_calls import PaperAnswer, PrintRecovery
from kiosk.ui.setup.calls import (
    ChangeCall,
    CheckedUp,
    CheckupCall,
    CodeRead,
    JoinCall,
    Joined,
    Key,
    NotJoined,
    PutOff,
    PutOffCall,
    Seen,
    SetupAnswer,
    SoundCall,
    Sounded,
    Tuned,
    TuningCall,
)
from kiosk.ui.setup.state import CHECKS_PAGE, LAST_SEEN, TUNING_PAGES, Setup

LONGEST_CODE = 400
LONGEST_GATE = 16
CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567"
"""Base32, and the 1 of its `VE1`."""
GATE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

STATES = frozenset(
    {
        State.WELCOME,
        State.TYPE_CODE,
        State.JOINED,
        State.RECOVERY,
        State.SETTINGS,
        State.NAME_GATE,
        State.CHECKUP,
        State.TRY_READERS,
        State.TRY_SOUNDS,
    }
)


def begin(flow: AdminFlow) -> Step:
    """Return the first run's first step, before there is a PIN."""
    started = replace(flow, state=State.WELCOME, setup=Setup(has_steps=True))
    return started, (FactsCall(), TuningCall())


def arrive(flow: AdminFlow) -> Step:
    """Return the flow as one of these screens begins, and what it asks."""
    setup = replace(flow.setup, page=0, is_unkept=False)
    match flow.state:
        case State.SETTINGS:
            return replace(flow, setup=_forget(setup)), (TuningCall(),)
        case State.CHECKUP:
            asked = replace(setup, checks=None)
            return replace(flow, setup=asked), (CheckupCall(),)
        case State.TRY_READERS:
            return replace(flow, setup=replace(setup, seen=())), ()
        case _:
            return replace(flow, setup=replace(setup, refused=None)), ()


def tap(flow: AdminFlow, tapped: AdminTap) -> Step | None:
    """Return the flow after `tapped`; None for what is every page's."""
    match tapped:
        case AdminPress(act=act):
            return _press(flow, act)
        case Letter(letter=letter) | Digit(digit=letter):
            return _type(flow, letter), ()
        case Change(key=key, value=value):
            call = ChangeCall(key=key, value=value)
            return _unnote(flow), (call,)
        case Hear(outcome=outcome):
            return flow, (SoundCall(outcome=outcome),)
        case _:
            return flow, ()


def take(  # noqa: PLR0911 - one for each answer
    flow: AdminFlow, answer: SetupAnswer
) -> Step:
    """Return the flow after `answer` came."""
    match answer:
        case Tuned():
            restart = flow.setup.needs_restart or answer.needs_restart
            return _with(flow, tuned=answer, needs_restart=restart), ()
        case CheckedUp(checks=checks):
            return _with(flow, checks=checks), ()
        case Joined():
            return _take_joined(flow, answer), ()
        case NotJoined():
            return _with(flow, is_joining=False, refused=answer), ()
        case CodeRead(code=code):
            return _take_code(flow, code)
        case Seen():
            return take_seen(flow, answer), ()
        case Sounded() | PutOff():
            return flow, ()
        case _:
            assert_never(answer)


def take_seen(flow: AdminFlow, seen: Seen) -> AdminFlow:
    """Return the flow with a read of the test at the top of the list."""
    if flow.state is not State.TRY_READERS:
        return flow
    pace = flow.setup.keys_per_second
    if seen.types and pace:
        seen = replace(seen, pace_ms=1000 / pace)
    last = (seen, *flow.setup.seen)[:LAST_SEEN]
    return _with(flow, seen=last, keys_per_second=None)


def take_pace(flow: AdminFlow, heard: Heard) -> AdminFlow:
    """Note how fast the reader typed whose read comes next."""
    return _with(flow, keys_per_second=heard.keys_per_second)


def take_sheet(flow: AdminFlow, came: PaperAnswer) -> AdminFlow:
    """Return the flow after the printer did what it could, where it still matters."""
    shown = came if flow.state is State.RECOVERY else None
    return _with(flow, is_printing=False, sheet=shown)


def take_failed(flow: AdminFlow, failed: AdminFailed) -> AdminFlow:
    """Return the flow where the data folder did not answer one of these calls."""
    match failed.call:
        case ChangeCall():
            return _with(flow, is_unkept=True)
        case JoinCall():
            return replace(_with(flow, is_joining=False), note=failed)
        case CheckupCall() | TuningCall() | SoundCall() | PutOffCall():
            return replace(flow, note=failed)
        case _:
            return flow


def join_from_picture(flow: AdminFlow, code: FoundCode) -> Step | None:
    """Enrol with a code that came as a picture; None for one that is the gate's."""
    is_enrolled = flow.facts is None or flow.facts.is_enrolled
    if is_enrolled or not is_enrolment_code(code.data):
        return None
    shown = replace(flow, state=State.WELCOME, pictures=Pictures())
    return _take_code(shown, code.data.decode("ascii"))


def join_if_waiting(flow: AdminFlow) -> Step:
    """Enrol with the code that waited until somebody was let in."""
    code = flow.setup.code
    is_let_in = flow.state in {State.MENU, State.NEW_PIN}
    if not code or not is_let_in:
        return flow, ()
    # Without a PIN these are the first run's steps: the menu is not behind them.
    stepped = _with(flow, has_steps=flow.state is State.NEW_PIN)
    return _join(replace(stepped, state=State.WELCOME), code)


def is_restart_due(flow: AdminFlow) -> bool:
    """Say whether the kiosk starts anew: these screens are left, and nothing is lost by it.

    An export's passphrase that nobody has seen yet would be.
    """
    is_left = flow.state is State.CLOSED
    return is_left and flow.setup.needs_restart and flow.result is None


def _press(  # noqa: PLR0911 - one for each act
    flow: AdminFlow, act: AdminAct
) -> Step | None:
    setup = flow.setup
    match act:
        case AdminAct.ERASE:
            return replace(flow, letters=flow.letters[:-1], note=None), ()
        case AdminAct.ENTER:
            return _enter(flow)
        case AdminAct.EARLIER | AdminAct.LATER:
            by = -1 if act is AdminAct.EARLIER else 1
            page = min(max(0, setup.page + by), find_last_page(flow))
            return _with(flow, page=page), ()
        case AdminAct.PUT_OFF if flow.state is State.WELCOME:
            is_free = not setup.is_joining
            return (close(flow), (PutOffCall(),)) if is_free else (flow, ())
        case AdminAct.NEXT if flow.state is State.SETTINGS:
            return _go_on(flow)
        case AdminAct.PRINT:
            return _print(flow)
        case AdminAct.CHECK_AGAIN if flow.state is State.CHECKUP:
            return _with(flow, checks=None, page=0), (CheckupCall(),)
        case AdminAct.BACK:
            return _go_back(flow)
        case AdminAct.OPEN if setup.is_joining:
            return flow, ()
        case _:
            return None


def _print(flow: AdminFlow) -> Step:
    """Ask for the sheet, once at a time and as often as somebody wants it."""
    joined = flow.setup.joined
    if flow.state is not State.RECOVERY or joined is None or flow.setup.is_printing:
        return flow, ()
    asked = _with(flow, is_printing=True, sheet=None)
    return asked, (PrintRecovery(joined=joined),)


def _forget(setup: Setup) -> Setup:
    """Return `setup` without the passphrase, which was noted."""
    joined = setup.joined
    kept = None if joined is None else replace(joined, recovery="")
    return replace(setup, joined=kept, sheet=None)


def _go_back(flow: AdminFlow) -> Step | None:
    """Return what is behind these screens where the table does not know: in the first run."""
    setup = flow.setup
    match flow.state:
        case State.WELCOME if setup.is_joining or setup.has_steps:
            return flow, ()  # nobody has said a PIN: behind it is not the menu
        case State.TRY_READERS if setup.has_steps:
            return arrive(replace(flow, state=State.SETTINGS))
        case State.SETTINGS if setup.has_steps:
            return flow, ()
        case _:
            return None


def _go_on(flow: AdminFlow) -> Step:
    """Go to the next step: a PIN where there is none, else the test."""
    has_pin = flow.facts is not None and flow.facts.is_pin_set
    if has_pin:
        return arrive(replace(flow, state=State.TRY_READERS))
    return replace(flow, state=State.NEW_PIN, digits="", first="", note=None), ()


def _type(flow: AdminFlow, letter: str) -> AdminFlow:
    letter = letter.upper()
    match flow.state:
        case State.TYPE_CODE:
            known, longest = CODE_LETTERS, LONGEST_CODE
        case State.NAME_GATE:
            known, longest = GATE_LETTERS, LONGEST_GATE
        case _:
            return flow
    if letter not in known or len(flow.letters) >= longest:
        return flow
    return replace(flow, letters=flow.letters + letter, note=None)


def _enter(flow: AdminFlow) -> Step:
    if flow.state is State.TYPE_CODE and flow.letters:
        code = flow.letters
        return _join(replace(flow, state=State.WELCOME, letters=""), code)
    if flow.state is State.NAME_GATE and flow.letters:
        call = ChangeCall(key=Key.GATE, value=flow.letters)
        named = replace(flow, state=State.SETTINGS, letters="")
        return named, (call,)
    return flow, ()


def _take_code(flow: AdminFlow, code: str) -> Step:
    """Enrol with a code that was read; behind a PIN where there is one."""
    if flow.setup.is_joining or flow.setup.joined is not None:
        return flow, ()
    match flow.state:
        case State.CLOSED:
            waiting = replace(flow.setup, code=code)
            opened = replace(flow, state=State.OPENING, setup=waiting, is_asking=True)
            return opened, (FactsCall(),)
        case State.WELCOME | State.TYPE_CODE | State.MENU:
            return _join(replace(flow, state=State.WELCOME, letters=""), code)
        case _:
            return _with(flow, code=code), ()


def _join(flow: AdminFlow, code: str) -> Step:
    asked = _with(flow, code="", is_joining=True, refused=None)
    return replace(asked, note=None), (JoinCall(code=code),)


def _take_joined(flow: AdminFlow, joined: Joined) -> AdminFlow:
    """Show it wherever somebody is: the passphrase is told this once."""
    told = _with(
        flow, is_joining=False, joined=joined, has_steps=True, needs_restart=True
    )
    return replace(told, state=State.JOINED, note=None)


def _unnote(flow: AdminFlow) -> AdminFlow:
    return replace(_with(flow, is_unkept=False), note=None)


def find_last_page(flow: AdminFlow) -> int:
    """Return the number of the last page, from 0."""
    if flow.state is State.SETTINGS:
        return 0 if flow.setup.has_steps else len(TUNING_PAGES) - 1
    checks = flow.setup.checks or ()
    return max(0, -(-len(checks) // CHECKS_PAGE) - 1)


def _with(flow: AdminFlow, **changes: object) -> AdminFlow:
    return replace(flow, setup=replace(flow.setup, **changes))  # type: ignore[arg-type]  # each of its own type
