"""Admin typing: the PIN and the recovery passphrase, from keys to what is asked; no Qt."""

from dataclasses import replace
from typing import assert_never

from kiosk.storage.key_slots import passphrase
from kiosk.storage.pin import LONGEST, Right, Wait, Wrong, is_pin
from kiosk.ui.admin_calls import (
    CheckCall,
    Facts,
    FactsCall,
    RecoverCall,
    Recovered,
    SetCall,
)
from kiosk.ui.admin_state import (
    AdminFlow,
    PinNote,
    State,
    Step,
    find_end,
    find_wait_s,
)

_TYPING = {State.PIN, State.NEW_PIN, State.REPEAT_PIN}


def type_digit(flow: AdminFlow, digit: str, now_ms: int) -> AdminFlow:
    """Return the flow after a digit of a PIN, or of the passphrase."""
    if flow.state is State.FORGOTTEN:
        return type_letter(flow, digit)
    is_open = flow.state in _TYPING and not flow.is_asking
    if not is_open or find_wait_s(flow, now_ms) or len(flow.digits) >= LONGEST:
        return flow
    return replace(flow, digits=flow.digits + digit, note=None)


def type_letter(flow: AdminFlow, letter: str) -> AdminFlow:
    """Return the flow after a letter of the passphrase."""
    is_open = flow.state is State.FORGOTTEN and not flow.is_asking
    is_known = letter.upper() in passphrase.LETTERS
    if not is_open or not is_known or len(flow.letters) >= passphrase.SIZE:
        return flow
    return replace(flow, letters=flow.letters + letter.upper(), note=None)


def erase(flow: AdminFlow) -> AdminFlow:
    """Take the last digit or letter back."""
    if flow.is_asking:
        return flow
    return replace(flow, digits=flow.digits[:-1], letters=flow.letters[:-1], note=None)


def enter(flow: AdminFlow, now_ms: int) -> Step:
    """Ask whether what was typed is right, or keep it."""
    if flow.is_asking:
        return flow, ()
    if flow.state is State.FORGOTTEN:
        return _enter_passphrase(flow)
    if flow.state not in _TYPING or find_wait_s(flow, now_ms):
        return flow, ()
    return _enter_pin(flow)


def take_facts(flow: AdminFlow, facts: Facts) -> AdminFlow:
    """Return the flow once it is known whether there is a PIN."""
    told = replace(flow, facts=facts, is_asking=False)
    if flow.state is not State.OPENING:
        return told
    if facts.is_pin_set:
        return replace(told, state=State.PIN)
    # What was waited for went with the PIN that was reset.
    return replace(told, state=State.NEW_PIN, wait_until_ms=0)


def take_pin(flow: AdminFlow, answer: Right | Wrong | Wait, now_ms: int) -> Step:
    """Return the flow after the PIN was checked."""
    if flow.state is not State.PIN:
        return flow, ()  # it was closed meanwhile, and stays so
    answered = replace(flow, is_asking=False, digits="", note=None)
    match answer:
        case Right():
            return _let_in(answered)
        case Wrong():
            return replace(answered, note=answer), ()
        case Wait(left_s=left_s):
            return replace(answered, wait_until_ms=now_ms + left_s * 1000), ()
        case _:
            assert_never(answer)


def take_recovered(flow: AdminFlow, answer: Recovered) -> AdminFlow:
    """Return the flow after the passphrase was checked: a new PIN, or another try."""
    if flow.state is not State.FORGOTTEN:
        return flow  # it was closed meanwhile, and stays so
    answered = replace(flow, is_asking=False)
    if not answer.is_right:
        return replace(answered, note=PinNote.NOT_THIS)
    return replace(
        answered,
        state=State.NEW_PIN,
        letters="",
        note=None,
        is_recovered=True,
        wait_until_ms=0,
    )


def take_kept(flow: AdminFlow) -> Step:
    """Return the flow once the new PIN counts."""
    if flow.state is not State.REPEAT_PIN:
        return flow, ()
    kept = replace(
        flow, is_asking=False, is_recovered=False, note=PinNote.CHANGED, first=""
    )
    if flow.setup.has_steps:
        return replace(kept, state=State.TRY_READERS, note=None), (FactsCall(),)
    return _let_in(kept)


def _enter_pin(flow: AdminFlow) -> Step:
    if not is_pin(flow.digits):
        return replace(flow, note=PinNote.TOO_SHORT), ()
    entered = replace(flow, digits="", note=None)
    match flow.state:
        case State.NEW_PIN:
            return replace(entered, state=State.REPEAT_PIN, first=flow.digits), ()
        case State.REPEAT_PIN if flow.digits != flow.first:
            again = replace(entered, state=State.NEW_PIN, first="")
            return replace(again, note=PinNote.DIFFERS), ()
        case State.REPEAT_PIN:
            call = SetCall(pin=flow.digits, forgotten=flow.is_recovered)
            return replace(entered, first="", is_asking=True), (call,)
        case _:
            return replace(entered, is_asking=True), (CheckCall(pin=flow.digits),)


def _enter_passphrase(flow: AdminFlow) -> Step:
    if len(flow.letters) != passphrase.SIZE:
        return replace(flow, note=PinNote.NOT_WHOLE), ()
    call = RecoverCall(passphrase=flow.letters)
    return replace(flow, is_asking=True, note=None), (call,)


def _let_in(flow: AdminFlow) -> Step:
    if flow.result is None:
        return replace(flow, state=State.MENU), (FactsCall(),)
    return replace(flow, state=find_end(flow.result)), ()
