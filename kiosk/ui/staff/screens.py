"""Staff screens: what each of staff's screens says and offers, as values; no Qt."""

from dataclasses import dataclass

from kiosk.credentials.credential import Claim
from kiosk.ui.buttons import Button, NoteShown, Question, Weight
from kiosk.ui.flow import Deed
from kiosk.ui.staff.calls import StaffFailed
from kiosk.ui.staff.flow import Settling, StaffFlow, State, find_left_ms
from kiosk.ui.staff.taps import ReasonTap, StaffAct, StaffPress
from kiosk.ui.texts import Texts

REASONS = {
    Deed.ADMITTED: ("document_seen", "known", "superior", "emergency"),
    Deed.TURNED_AWAY: ("no_document", "not_same_person", "not_expected", "left"),
}
"""The usual reasons, as chips; anything else is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleScreen:
    """Why a CHECK is let pass or turned away."""

    title: str
    who: str
    hint: str
    reasons: tuple[Button, ...]
    box_label: str
    text: str
    note: NoteShown | None
    buttons: tuple[Button, ...]


StaffScreen = SettleScreen


def compose_staff(flow: StaffFlow, texts: Texts) -> StaffScreen | None:
    """Return the screen of `flow`; None where the gate's own is shown."""
    match flow:
        case StaffFlow(state=State.SETTLE, settling=Settling() as settling):
            return _compose_settling(flow, settling, texts)
        case _:
            return None


def compose_question(flow: StaffFlow, texts: Texts, now_ms: int) -> Question | None:
    """Return the question whether anybody is there, None where it is not asked."""
    left_ms = find_left_ms(flow, now_ms)
    if left_ms is None:
        return None
    return Question(
        text=texts.say("staff.still_there", seconds=str(-(-left_ms // 1000))),
        buttons=(_press(texts, StaffAct.STAY, Weight.PRIMARY),),
    )


def _compose_settling(
    flow: StaffFlow, settling: Settling, texts: Texts
) -> SettleScreen:
    claims = settling.decided.decision.claims
    can_tap = not settling.is_asked
    reasons = tuple(
        Button(
            text=texts.say(f"staff.reason.{name}"),
            tap=ReasonTap(reason=texts.say(f"staff.reason.{name}")),
            weight=Weight.CHIP,
            is_enabled=can_tap,
        )
        for name in REASONS[settling.deed]
    )
    can_confirm = can_tap and bool(settling.text.strip())
    return SettleScreen(
        title=texts.say(f"staff.settle.{settling.deed}"),
        who=claims.get(Claim.NAME, ""),
        hint=texts.say("staff.settle.hint"),
        reasons=reasons,
        box_label=texts.say("staff.settle.other"),
        text=settling.text,
        note=_show_fault(flow, texts),
        buttons=(
            _press(texts, StaffAct.BACK),
            _press(texts, StaffAct.CONFIRM, Weight.PRIMARY, is_enabled=can_confirm),
        ),
    )


def _show_fault(flow: StaffFlow, texts: Texts) -> NoteShown | None:
    if flow.fault is None:
        return None
    failed = isinstance(flow.fault, StaffFailed)
    key = "staff.failed" if failed else f"staff.refusal.{flow.fault}"
    return NoteShown(text=texts.say(key), is_good=False)


def _press(
    texts: Texts,
    act: StaffAct,
    weight: Weight = Weight.PLAIN,
    *,
    is_enabled: bool = True,
) -> Button:
    return Button(
        text=texts.say(f"staff.button.{act}"),
        tap=StaffPress(act=act),
        weight=weight,
        is_enabled=is_enabled,
    )
