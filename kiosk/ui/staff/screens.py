"""Staff screens: what each of staff's screens says and offers, as values; no Qt."""

from kiosk.credentials.credential import Claim
from kiosk.ui.buttons import Button, NoteShown, Question, Weight
from kiosk.ui.staff.calls import StaffFailed
from kiosk.ui.staff.declaration_flow import Declaring
from kiosk.ui.staff.declaration_screens import DeclarationScreen, compose_declaration
from kiosk.ui.staff.flow import Settling, StaffFlow, State, find_left_ms
from kiosk.ui.staff.log_flow import Log
from kiosk.ui.staff.log_screens import EntryScreen, LogScreen, compose_log
from kiosk.ui.staff.look_screens import LookScreen, compose_look
from kiosk.ui.staff.settle_screens import SettleScreen, compose_settling
from kiosk.ui.staff.taps import StaffAct, StaffPress
from kiosk.ui.staff.typing_flow import Typed
from kiosk.ui.staff.typing_screens import TypingScreen, compose_typing
from kiosk.ui.texts import Texts

StaffScreen = (
    SettleScreen
    | DeclarationScreen
    | LookScreen
    | LogScreen
    | EntryScreen
    | TypingScreen
)


def compose_staff(flow: StaffFlow, texts: Texts) -> StaffScreen | None:
    """Return the screen of `flow`; None where the gate's own is shown."""
    match flow:
        case StaffFlow(state=State.SETTLE, settling=Settling() as settling):
            return _compose_settling(flow, settling, texts)
        case StaffFlow(state=State.DECLARE, declaring=Declaring() as declaring):
            return compose_declaration(declaring, texts, _show_fault(flow, texts))
        case StaffFlow(state=State.LOOK):
            return compose_look(flow.looked, texts, _show_fault(flow, texts))
        case StaffFlow(state=State.LOG, log=Log() as log):
            return compose_log(log, texts, _show_fault(flow, texts))
        case StaffFlow(state=State.TYPE, typed=Typed() as typed):
            return compose_typing(typed, texts)
        case _:
            return None


def compose_question(flow: StaffFlow, texts: Texts, now_ms: int) -> Question | None:
    """Return the question whether anybody is there, None where it is not asked."""
    left_ms = find_left_ms(flow, now_ms)
    if left_ms is None:
        return None
    return Question(
        text=texts.say(_pick_question(flow), seconds=str(-(-left_ms // 1000))),
        buttons=(_press(texts, StaffAct.STAY, Weight.PRIMARY),),
    )


def _pick_question(flow: StaffFlow) -> str:
    is_declaring = flow.declaring is not None
    return "staff.declare.still_there" if is_declaring else "staff.still_there"


def _compose_settling(
    flow: StaffFlow, settling: Settling, texts: Texts
) -> SettleScreen:
    return compose_settling(
        settling.deed,
        settling.decided.decision.claims.get(Claim.NAME, ""),
        texts,
        text=settling.text,
        note=_show_fault(flow, texts),
        is_asked=settling.is_asked,
    )


def _show_fault(flow: StaffFlow, texts: Texts) -> NoteShown | None:
    if flow.fault is None:
        return None
    failed = isinstance(flow.fault, StaffFailed)
    key = "staff.failed" if failed else f"staff.refusal.{flow.fault}"
    return NoteShown(text=texts.say(key), is_good=False)


def _press(texts: Texts, act: StaffAct, weight: Weight = Weight.PLAIN) -> Button:
    text = texts.say(f"staff.button.{act}")
    return Button(text=text, tap=StaffPress(act=act), weight=weight)
