"""PIN screens: who forgot the PIN is told what to do, and can do it."""

from dataclasses import replace

import pytest

from kiosk.storage.key_slots.passphrase import LETTERS
from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_shown import PinScreen, RecoveryScreen
from kiosk.ui.admin_state import AdminFlow, State
from kiosk.ui.admin_taps import AdminAct, AdminPress, Letter
from tests.ui.admin_samples import FACTS, NOW_MS, a_flow
from tests.ui.samples import VI


def compose(flow: AdminFlow) -> RecoveryScreen:
    screen = compose_admin(flow, VI, NOW_MS)
    assert isinstance(screen, RecoveryScreen)
    return screen


@pytest.mark.parametrize(
    ("state", "offered"),
    [(State.PIN, True), (State.NEW_PIN, False), (State.REPEAT_PIN, False)],
)
def test_the_way_out_is_offered_where_the_pin_is_asked_for(
    state: State, *, offered: bool
) -> None:
    screen = compose_admin(a_flow(state), VI, NOW_MS)
    assert isinstance(screen, PinScreen)
    taps = [button.tap for button in screen.buttons]
    assert (AdminPress(act=AdminAct.FORGOT) in taps) is offered


def test_every_letter_of_a_passphrase_has_its_key() -> None:
    taps = [key.tap for key in compose(a_flow(State.FORGOTTEN)).keys]
    letters = {tap.letter for tap in taps if isinstance(tap, Letter)}
    assert letters == set(LETTERS)


def test_what_is_typed_stands_as_it_is_printed() -> None:
    screen = compose(a_flow(State.FORGOTTEN, letters="ABCDEFG"))
    assert screen.typed == "ABCDE-FG···-·····-·····-·····-·"
    assert "ABCDE" not in repr(screen)


def test_without_a_passphrase_the_technicians_command_is_named() -> None:
    facts = replace(FACTS, has_passphrase=False)
    screen = compose(a_flow(State.FORGOTTEN, facts=facts))
    assert (screen.keys, "kiosk pin reset" in screen.hint) == ((), True)
