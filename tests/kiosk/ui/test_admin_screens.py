"""Admin screens: what each says and offers."""

import pytest

from kiosk.export.fault import ExportFault
from kiosk.export.writing import Phase
from kiosk.ui.admin_calls import NotExported, Span, What
from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_shown import (
    ChooseScreen,
    EndScreen,
    MenuScreen,
    PassphraseScreen,
    PinScreen,
    ProgressScreen,
)
from kiosk.ui.admin_state import State
from kiosk.ui.admin_taps import AdminAct, AdminPress, Digit
from tests.ui.admin_samples import (
    NOW_MS,
    PASSPHRASE,
    STICK,
    a_flow,
    a_progress,
    an_end,
    list_admin_flows,
)
from tests.ui.samples import EN, VI

FLOWS = list_admin_flows()


def compose(name: str) -> object:
    return compose_admin(FLOWS[name], VI, NOW_MS)


def test_the_gates_screen_is_shown_while_it_is_closed() -> None:
    assert compose_admin(a_flow(State.CLOSED), VI, NOW_MS) is None


@pytest.mark.parametrize("state", set(State) - {State.CLOSED})
@pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
def test_every_state_has_its_screen(state: State, texts: object) -> None:
    del texts
    assert compose_admin(a_flow(state), VI, NOW_MS) is not None


def test_the_pin_is_shown_as_a_number_of_dots() -> None:
    screen = compose("pin")
    assert isinstance(screen, PinScreen)
    assert (screen.typed, screen.places, "4829" in repr(screen)) == (4, 8, False)
    assert screen.note is not None
    assert screen.note.text == "Sai mã PIN. Còn 4 trong 5 lần thử."


def test_the_keypad_is_a_telephones() -> None:
    screen = compose("pin")
    assert isinstance(screen, PinScreen)
    taps = [key.tap for key in screen.keys]
    digits = [tap.digit for tap in taps if isinstance(tap, Digit)]
    assert "".join(digits) == "1234567890"


def test_while_it_waits_the_keys_are_off_and_the_time_is_told() -> None:
    screen = compose("pin_wait")
    assert isinstance(screen, PinScreen)
    assert {key.is_enabled for key in screen.keys} == {False}
    assert screen.note is not None
    assert screen.note.text == "Sai nhiều lần. Thử lại sau 59 phút 59 giây."


def test_the_menu_tells_how_the_kiosk_is() -> None:
    screen = compose("admin")
    assert isinstance(screen, MenuScreen)
    assert [line.text for line in screen.lines[2:4]] == ["1.204", "37"]
    assert screen.lock == "Tự khoá sau 1:58"


@pytest.mark.parametrize(
    ("name", "can_start"),
    [
        ("export_choose", True),
        ("export_choose_none", False),
        ("export_choose_two", False),
    ],
)
def test_it_is_written_to_exactly_one_new_stick(name: str, can_start: bool) -> None:  # noqa: FBT001 - a table's column
    screen = compose(name)
    assert isinstance(screen, ChooseScreen)
    start = next(
        one for one in screen.buttons if one.tap == AdminPress(act=AdminAct.START)
    )
    assert (start.is_enabled, screen.stick.is_good) == (can_start, can_start)


def test_the_stick_and_the_rows_are_told() -> None:
    screen = compose("export_choose")
    assert isinstance(screen, ChooseScreen)
    expected = ("USB KINGSTON, còn trống 9,1 GB", "Sẽ ghi 1.204 lượt")
    assert (screen.stick.text, screen.summary) == expected


def test_a_bundle_is_not_offered_where_there_is_no_province() -> None:
    screen = compose("export_choose_two")
    assert isinstance(screen, ChooseScreen)
    offered = [one.is_enabled for one in screen.sections[0].choices]
    assert offered == [True, True, True, False]


@pytest.mark.parametrize("what", What)
def test_every_kind_can_hold_what_was_not_sent_and_what_that_is_is_said(
    what: What,
) -> None:
    flow = a_flow(State.CHOOSE, what=what, span=Span.UNSENT, stick=STICK)
    screen = compose_admin(flow, VI, NOW_MS)
    assert isinstance(screen, ChooseScreen)
    chosen = [one.text for one in screen.sections[1].choices if one.is_on]
    assert chosen == ["Chưa gửi"]
    assert "tỉnh chưa xác nhận" in screen.sections[1].hint


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (What.CSV, "37 lượt, tỉnh chưa xác nhận (tệp này không gửi thay)"),
        (What.BUNDLE, "37 lượt, tỉnh chưa xác nhận (đến khi nhận biên nhận)"),
    ],
)
def test_the_end_says_what_unsent_means(what: What, told: str) -> None:
    flow = a_flow(State.ENDED, result=an_end(what=what))
    screen = compose_admin(flow, VI, NOW_MS)
    assert isinstance(screen, EndScreen)
    assert told in [line.text for line in screen.lines]


def test_progress_tells_share_and_time_left() -> None:
    screen = compose("export_progress")
    assert isinstance(screen, ProgressScreen)
    expected = (0.71, "71 %", "Còn khoảng 1 phút 23 giây")
    assert (screen.share, screen.percent, screen.left) == expected


@pytest.mark.parametrize("phase", Phase)
def test_it_can_be_cancelled_until_it_ejects(phase: Phase) -> None:
    flow = a_flow(State.WRITING, progress=a_progress(phase))
    screen = compose_admin(flow, VI, NOW_MS)
    assert isinstance(screen, ProgressScreen)
    assert screen.buttons[0].is_enabled is (phase is not Phase.EJECTING)


def test_the_passphrase_is_shown_whole() -> None:
    screen = compose("export_passphrase")
    assert isinstance(screen, PassphraseScreen)
    assert screen.passphrase.replace(" ", "") == PASSPHRASE
    taps = [button.tap for button in screen.buttons]
    assert (taps, screen.note) == ([AdminPress(act=AdminAct.NOTED)], None)
    assert PASSPHRASE[:10] not in repr(screen)


def test_the_end_tells_what_was_written() -> None:
    screen = compose("export_done")
    assert isinstance(screen, EndScreen)
    assert (screen.verdict, screen.is_good) == ("Đã kiểm tra, rút USB được rồi", True)
    assert [line.text for line in screen.lines[1:]] == [
        "1.204",
        "7 ngày (14/11 – 20/11/2026)",
        "37 lượt, tỉnh chưa xác nhận (tệp này không gửi thay)",
        "1f3a9b0c1f3a9b0c…",
    ]


@pytest.mark.parametrize("ejected", [False, None])
def test_what_was_not_ejected_is_said(ejected: bool | None) -> None:  # noqa: FBT001 - a table's column
    flow = a_flow(State.ENDED, result=an_end(ejected=ejected))
    screen = compose_admin(flow, VI, NOW_MS)
    assert isinstance(screen, EndScreen)
    assert "rút USB được rồi" not in screen.verdict


@pytest.mark.parametrize("fault", ExportFault)
def test_every_fault_says_what_happened_and_what_to_do(fault: ExportFault) -> None:
    flow = a_flow(State.ENDED, result=NotExported(fault=fault))
    said = [compose_admin(flow, texts, NOW_MS) for texts in (VI, EN)]
    for screen, texts in zip(said, (VI, EN), strict=True):
        assert isinstance(screen, EndScreen)
        assert screen.advice == texts.words.say("export", fault)
        assert (screen.is_good, screen.lines) == (False, ())
    assert said[0] != said[1]
