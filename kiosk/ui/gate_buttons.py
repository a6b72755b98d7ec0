"""Gate buttons: what staff can tap on the gate's own screens; no Qt."""

from collections.abc import Iterator
from uuid import UUID

from kiosk.decision import Outcome
from kiosk.presentation import Decided
from kiosk.reason import Reason
from kiosk.ui.buttons import Button, Weight
from kiosk.ui.flow import Flow
from kiosk.ui.gate_taps import GateAct, GateTap
from kiosk.ui.surroundings import Surroundings
from kiosk.ui.texts import Texts

Languages = tuple[Texts, Texts]
"""The language written large, and the one under it."""

_OF_PRESENCE = frozenset({Reason.ALREADY_INSIDE, Reason.NOT_INSIDE})


def list_buttons(
    flow: Flow, around: Surroundings, languages: Languages
) -> tuple[Button, ...]:
    """Return the buttons below the screen of `flow`, from left to right.

    The last one is what is done most there.
    """
    if flow.shown is None:
        offered = _list_at_rest(flow, around)
    elif around.has_counter and flow.deed is None:
        offered = _list_on_verdict(flow.shown)
    else:
        offered = iter(())
    return tuple(_show(act, languages, entry_id) for act, entry_id in offered)


_Offered = tuple[GateAct, UUID | None]


def _list_at_rest(flow: Flow, around: Surroundings) -> Iterator[_Offered]:
    if around.has_counter:
        yield GateAct.LANGUAGE, None
        yield GateAct.LOOK, None
        yield GateAct.LOG, None
        if flow.last is not None:
            yield GateAct.UNDO, flow.last.entry_id
    if around.has_desk:
        yield GateAct.DESK, None
    if around.has_counter:
        yield GateAct.TYPE, None


def _list_on_verdict(shown: Decided) -> Iterator[_Offered]:
    decision, entry_id = shown.decision, shown.entry_id
    if _OF_PRESENCE.intersection(decision.reasons):
        yield GateAct.OTHER_WAY, entry_id
    match decision.outcome:
        case Outcome.ALLOW:
            yield GateAct.OTHER_WAY, entry_id
            yield GateAct.UNDO, entry_id
        case Outcome.CHECK:
            yield GateAct.TURN_AWAY, entry_id
            yield GateAct.ADMIT, entry_id
        case Outcome.UNREADABLE:
            yield GateAct.TYPE, None
        case Outcome.DENY:
            pass


def _show(act: GateAct, languages: Languages, entry_id: UUID | None) -> Button:
    # Who can't read the first language looks for the name of their own.
    texts = languages[1] if act is GateAct.LANGUAGE else languages[0]
    weight = Weight.PRIMARY if act is GateAct.ADMIT else Weight.PLAIN
    return Button(
        text=texts.say(f"gate.button.{act}"),
        tap=GateTap(act=act, entry_id=entry_id),
        weight=weight,
    )
