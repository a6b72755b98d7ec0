"""PIN screens: what is shown while a PIN or the passphrase for a forgotten one is typed; no Qt."""

from typing import assert_never

from kiosk.storage.key_slots import passphrase
from kiosk.storage.pin import FREE_TRIES, LONGEST, Wrong
from kiosk.ui.admin_calls import AdminFailed
from kiosk.ui.admin_shown import PinScreen, RecoveryScreen, show_key, show_press, warn
from kiosk.ui.admin_state import AdminFlow, PinNote, State, find_wait_s
from kiosk.ui.admin_taps import AdminAct, Letter
from kiosk.ui.admin_words import tell_lock, tell_time
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.texts import Texts

_DIGITS = "123456789"
_GROUP = 5
"""Letters of the passphrase between two dashes, as it is printed."""


def compose_pin(flow: AdminFlow, texts: Texts, now_ms: int) -> PinScreen:
    """Return the keypad, and below it the way out for who forgot the PIN."""
    can_type = not flow.is_asking and not find_wait_s(flow, now_ms)
    name = "pin" if flow.state is State.OPENING else flow.state.value
    keys = [show_key(digit, is_enabled=can_type) for digit in _DIGITS]
    erase = show_press(texts, AdminAct.ERASE, is_enabled=can_type)
    zero = show_key("0", is_enabled=can_type)
    enter = show_press(texts, AdminAct.ENTER, Weight.PRIMARY, is_enabled=can_type)
    back = show_press(texts, AdminAct.BACK)
    is_asked = flow.state is State.PIN
    return PinScreen(
        title=texts.say(f"admin.{name}.title"),
        hint=texts.say(f"admin.{name}.hint"),
        typed=len(flow.digits),
        places=LONGEST,
        keys=(*keys, erase, zero, enter),
        note=show_pin_note(flow, texts, now_ms),
        buttons=(back, show_press(texts, AdminAct.FORGOT)) if is_asked else (back,),
        lock=tell_lock(flow, texts, now_ms),
    )


def compose_recovery(flow: AdminFlow, texts: Texts, now_ms: int) -> RecoveryScreen:
    """Return what to do about a forgotten PIN, and the passphrase's keys where it helps."""
    can_type = not flow.is_asking
    has_passphrase = flow.facts is not None and flow.facts.has_passphrase
    back = show_press(texts, AdminAct.BACK)
    enter = show_press(texts, AdminAct.ENTER, Weight.PRIMARY, is_enabled=can_type)
    key = "hint" if has_passphrase else "no_passphrase"
    return RecoveryScreen(
        title=texts.say("admin.forgotten.title"),
        hint=texts.say(f"admin.forgotten.{key}"),
        typed=_group(flow.letters) if has_passphrase else "",
        keys=_list_keys(texts, is_enabled=can_type) if has_passphrase else (),
        note=show_pin_note(flow, texts, now_ms),
        buttons=(back, enter) if has_passphrase else (back,),
        lock=tell_lock(flow, texts, now_ms),
    )


def show_pin_note(flow: AdminFlow, texts: Texts, now_ms: int) -> NoteShown | None:
    """Return what is said of what was typed."""
    left_s = find_wait_s(flow, now_ms)
    if left_s and flow.state is State.PIN:
        return warn(texts.say("admin.pin.wait", left=tell_time(left_s, texts)))
    match flow.note:
        case Wrong(tries_left=left):
            text = texts.say("admin.pin.wrong", left=str(left), tries=str(FREE_TRIES))
            return warn(text)
        case PinNote.CHANGED:
            return NoteShown(text=texts.say("admin.pin.changed"), is_good=True)
        case PinNote():
            return warn(texts.say(f"admin.pin.{flow.note}", size=str(passphrase.SIZE)))
        case AdminFailed():
            return warn(texts.say("admin.failed"))
        case None:
            return None
        case _:
            assert_never(flow.note)


def _list_keys(texts: Texts, *, is_enabled: bool) -> tuple[Button, ...]:
    keys = [
        Button(
            text=letter,
            tap=Letter(letter=letter),
            weight=Weight.KEY,
            is_enabled=is_enabled,
        )
        for letter in sorted(passphrase.LETTERS)
    ]
    return (*keys, show_press(texts, AdminAct.ERASE, is_enabled=is_enabled))


def _group(letters: str) -> str:
    """Return what was typed as it stands on paper, with the places that are left."""
    filled = letters.ljust(passphrase.SIZE, "·")
    return "-".join(
        filled[at : at + _GROUP] for at in range(0, passphrase.SIZE, _GROUP)
    )
