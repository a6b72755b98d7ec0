"""Settle screens: why an entry is settled so, or made void, as values; no Qt."""

from dataclasses import dataclass

from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.flow import Deed
from kiosk.ui.staff.taps import ReasonTap, StaffAct, StaffPress
from kiosk.ui.texts import Texts

REASONS = {
    Deed.ADMITTED: ("document_seen", "known", "superior", "emergency"),
    Deed.TURNED_AWAY: ("no_document", "not_same_person", "not_expected", "left"),
    Deed.TAKEN_BACK: ("wrong_way", "wrong_person", "twice", "trial"),
}
"""The usual reasons, as chips; anything else is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleScreen:
    """Why something is done about an entry."""

    title: str
    who: str
    hint: str
    reasons: tuple[Button, ...]
    box_label: str
    text: str
    note: NoteShown | None
    buttons: tuple[Button, ...]


def compose_settling(
    deed: Deed,
    who: str,
    texts: Texts,
    *,
    text: str,
    note: NoteShown | None,
    is_asked: bool,
) -> SettleScreen:
    """Return the page that asks why `deed` is done about `who`; `text` was written so far."""
    can_confirm = not is_asked and bool(text.strip())
    said = [texts.say(f"staff.reason.{name}") for name in REASONS[deed]]
    return SettleScreen(
        title=texts.say(f"staff.settle.{deed}"),
        who=who,
        hint=texts.say("staff.settle.hint"),
        reasons=tuple(
            Button(
                text=reason,
                tap=ReasonTap(reason=reason),
                weight=Weight.CHIP,
                is_enabled=not is_asked,
            )
            for reason in said
        ),
        box_label=texts.say("staff.settle.other"),
        text=text,
        note=note,
        buttons=(
            Button(
                text=texts.say("staff.button.back"),
                tap=StaffPress(act=StaffAct.BACK),
            ),
            Button(
                text=texts.say("staff.button.confirm"),
                tap=StaffPress(act=StaffAct.CONFIRM),
                weight=Weight.PRIMARY,
                is_enabled=can_confirm,
            ),
        ),
    )
