"""What enrolment, settings and diagnostics say, in both languages."""

from dataclasses import replace

import pytest

from kiosk.config import Config
from kiosk.sync.fault import FaultClass
from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_shown import (
    CheckupScreen,
    MenuScreen,
    RecoveryScreen,
    SettingsScreen,
    StepScreen,
)
from kiosk.ui.admin_state import AdminFlow, State
from kiosk.ui.admin_taps import AdminAct, AdminPress, Change
from kiosk.ui.setup.calls import JoinTrouble, Key, NotJoined
from kiosk.ui.setup.state import CHECKS_PAGE, TUNING_PAGES, Setup
from kiosk.ui.texts import Texts
from tests.ui.admin_samples import (
    FACTS,
    JOINED,
    NOW_MS,
    SEEN,
    TUNED,
    a_flow,
    list_checks,
)
from tests.ui.samples import EN, VI

FIRST = Setup(has_steps=True, tuned=TUNED)


def step(flow: AdminFlow, texts: Texts = EN) -> StepScreen:
    screen = compose_admin(flow, texts, NOW_MS)
    assert isinstance(screen, StepScreen)
    return screen


def settings(setup: Setup) -> SettingsScreen:
    screen = compose_admin(a_flow(State.SETTINGS, setup=setup), EN, NOW_MS)
    assert isinstance(screen, SettingsScreen)
    return screen


def welcome(**changes: object) -> AdminFlow:
    return a_flow(State.WELCOME, setup=replace(FIRST, **changes))  # type: ignore[arg-type]  # each of its own type


def test_the_first_step_can_be_put_off_and_the_menus_left() -> None:
    assert [one.text for one in step(welcome()).buttons] == [
        "Later: work offline",
        "Type the code",
    ]
    menu = step(a_flow(State.WELCOME, setup=Setup(tuned=TUNED)))
    assert (menu.buttons[0].text, menu.choices) == ("Back", ())


@pytest.mark.parametrize("why", JoinTrouble)
@pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
def test_each_trouble_has_a_sentence_of_its_own(why: JoinTrouble, texts: Texts) -> None:
    note = step(welcome(refused=NotJoined(why=why)), texts).note
    assert note is not None
    assert note.text == texts.say(f"setup.refused.{why}")


@pytest.mark.parametrize("why", set(FaultClass) - {FaultClass.NONE})
def test_each_fault_of_the_network_says_what_to_do(why: FaultClass) -> None:
    screen = step(welcome(refused=NotJoined(why=why)))
    assert screen.note is not None
    assert (screen.note.text, screen.note.is_good) == (
        EN.words.say("fault", why),
        False,
    )
    assert screen.hint == EN.words.say_advice(why)


def test_while_it_asks_nothing_can_be_tapped() -> None:
    screen = step(welcome(is_joining=True))
    assert not any(one.is_enabled for one in screen.buttons)


def test_point_gate_and_fingerprint_are_shown() -> None:
    flow = a_flow(State.JOINED, setup=replace(FIRST, joined=JOINED))
    assert [line.text for line in step(flow).lines] == [
        "Tuyên Quang",
        "P000042",
        "A",
        "k7q2m9x4",
    ]


def test_a_long_code_shows_its_end_in_groups() -> None:
    flow = a_flow(State.TYPE_CODE, letters="VE1" + "ABCDE" * 6)
    screen = compose_admin(flow, EN, NOW_MS)
    assert isinstance(screen, RecoveryScreen)
    assert screen.typed == "…ABCDE-ABCDE-ABCDE-ABCDE"
    assert "33 typed" in screen.hint


def test_every_setting_stands_on_a_page_with_the_value_in_use() -> None:
    assert sorted(key for page in TUNING_PAGES for key in page) == sorted(Key)
    for page in range(len(TUNING_PAGES)):
        for row in settings(Setup(tuned=TUNED, page=page)).rows:
            assert [one.is_on for one in row.choices].count(True) == 1


def test_a_switch_is_not_taken_for_a_number() -> None:
    tuned = replace(TUNED, config=Config(dim_after_minutes=1, night_hour=0))
    night, dim = settings(Setup(tuned=tuned, page=2)).rows
    assert [one.text for one in night.choices if one.is_on] == ["0:00"]
    assert [one.text for one in dim.choices if one.is_on] == ["1 min"]


def test_what_is_fixed_is_locked_and_says_by_whom() -> None:
    tuned = replace(TUNED, fixed={Key.GATE: "/etc/kiosk/policy.toml", Key.SOUND: ""})
    gate, _, _, sound = settings(Setup(tuned=tuned)).rows
    assert not any(one.is_enabled for one in (*gate.choices, *sound.choices))
    assert gate.hint == "Fixed by /etc/kiosk/policy.toml"
    assert sound.hint == "Fixed by the command line"


def test_a_new_start_is_offered_once_it_is_needed() -> None:
    before = settings(Setup(tuned=TUNED)).buttons[-1]
    after = settings(Setup(tuned=TUNED, needs_restart=True)).buttons[-1]
    assert (before.is_enabled, after.is_enabled) == (False, True)
    assert after.tap == AdminPress(act=AdminAct.RESTART)


def test_the_provinces_gate_is_the_one_in_use_after_enrolment() -> None:
    setup = replace(FIRST, joined=replace(JOINED, gate="C"))
    gate, *_ = settings(setup).rows
    assert [one.tap for one in gate.choices if one.is_on] == [
        Change(key=Key.GATE, value="C")
    ]


def test_diagnostics_say_how_many_checks_are_bad_and_how_to_mend_them() -> None:
    flow = a_flow(State.CHECKUP, setup=Setup(checks=list_checks(5)))
    screen = compose_admin(flow, EN, NOW_MS)
    assert isinstance(screen, CheckupScreen)
    assert screen.note.text.startswith("5 of 16 checks")
    assert len(screen.rows) == CHECKS_PAGE
    assert "Connect the network" in screen.rows[0].fix


def test_a_read_is_told_by_kind_name_symbology_and_pace() -> None:
    flow = a_flow(State.TRY_READERS, setup=Setup(seen=SEEN))
    assert [line.text for line in step(flow).lines] == [
        f"{EN.say('kind.cccd')} · Nguyễn Thị Ánh Nguyệt · ]Q1 · 4 ms a key",
        f"{EN.say('kind.unknown')} · 1 ms",
    ]


@pytest.mark.parametrize(("is_enrolled", "offers"), [(True, False), (False, True)])
def test_the_menu_offers_enrolment_where_there_is_none(
    *, is_enrolled: bool, offers: bool
) -> None:
    facts = replace(FACTS, is_enrolled=is_enrolled)
    screen = compose_admin(a_flow(State.MENU, facts=facts), EN, NOW_MS)
    assert isinstance(screen, MenuScreen)
    taps = [one.tap for one in screen.choices]
    assert (AdminPress(act=AdminAct.ENROL) in taps) is offers
    assert AdminPress(act=AdminAct.SETTINGS) in taps
