"""Gate buttons: on each screen what staff can do there, and nothing else."""

import msgspec
import pytest

from kiosk.decision import Outcome
from kiosk.reason import Reason
from kiosk.ui.buttons import Weight
from kiosk.ui.flow import UNDO_MS, Deed, Flow, Settled, advance, elapse
from kiosk.ui.gate_buttons import list_buttons
from kiosk.ui.gate_taps import GateAct, GateTap
from kiosk.ui.surroundings import Surroundings
from tests.ui.samples import EN, VI, a_decided, surroundings, verdict

COUNTER = msgspec.structs.replace(surroundings(), has_counter=True)
BOTH = msgspec.structs.replace(COUNTER, has_desk=True)
CHECK = a_decided(Outcome.CHECK, [Reason.EXPIRED])
INSIDE = a_decided(Outcome.CHECK, [Reason.ALREADY_INSIDE])


def list_acts(flow: Flow, around: Surroundings = BOTH) -> list[GateAct]:
    shown = list_buttons(flow, around, (VI, EN))
    return [one.tap.act for one in shown if isinstance(one.tap, GateTap)]


@pytest.mark.parametrize(
    ("flow", "acts"),
    [
        (verdict(a_decided()), {GateAct.OTHER_WAY, GateAct.UNDO}),
        (verdict(CHECK), {GateAct.ADMIT, GateAct.TURN_AWAY}),
        (verdict(INSIDE), {GateAct.OTHER_WAY, GateAct.ADMIT, GateAct.TURN_AWAY}),
        (verdict(a_decided(Outcome.DENY, [Reason.REVOKED])), set()),
        (verdict(a_decided(Outcome.UNREADABLE, [Reason.EMPTY])), {GateAct.TYPE}),
    ],
    ids=["allow", "check", "inside", "deny", "unreadable"],
)
def test_each_verdict_has_its_own(flow: Flow, acts: set[GateAct]) -> None:
    assert set(list_acts(flow)) == acts


def test_letting_pass_stands_at_the_right_and_stands_out() -> None:
    last = list_buttons(verdict(CHECK), BOTH, (VI, EN))[-1]
    tapped = GateTap(act=GateAct.ADMIT, entry_id=CHECK.entry_id)
    assert (last.tap, last.weight) == (tapped, Weight.PRIMARY)


def test_a_verdict_without_a_counter_cannot_be_changed() -> None:
    assert list_acts(verdict(CHECK), surroundings()) == []


def test_what_staff_decided_cannot_be_decided_again() -> None:
    settled = Settled(decided=CHECK, deed=Deed.ADMITTED)
    assert list_acts(advance(verdict(CHECK), settled, 1)) == []


def test_the_last_entry_can_be_undone_for_ten_seconds() -> None:
    flow = verdict(a_decided())
    assert GateAct.UNDO in list_acts(elapse(flow, UNDO_MS - 1))
    assert GateAct.UNDO not in list_acts(elapse(flow, UNDO_MS))


def test_a_desk_alone_offers_the_desk_alone() -> None:
    around = msgspec.structs.replace(surroundings(), has_desk=True)
    assert list_acts(Flow(), around) == [GateAct.DESK]


def test_the_other_language_is_named_in_itself() -> None:
    shown = list_buttons(Flow(), COUNTER, (VI, EN))
    tap = GateTap(act=GateAct.LANGUAGE)
    [button] = [one for one in shown if one.tap == tap]
    assert button.text == EN.say("gate.button.language")
