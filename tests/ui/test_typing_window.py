"""The real window over a real lane: what is typed by hand is decided as a code is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.credentials.credential import Claim
from kiosk.payload import Direction
from kiosk.place import open_place
from kiosk.policy import DEFAULT_POLICY
from kiosk.reason import Reason
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.ui.screens import ScreenKind
from kiosk.ui.staff.flow import ASK_AFTER_MS, ASK_FOR_MS
from kiosk.ui.text_box import TextBox
from tests.builders import CARD, a_payload
from tests.fakes import SteppedClock
from tests.ui.test_asking_window import NAME, Stage

NUMBER = "001190054321"

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    folder, clock = Folder(tmp_path / "kiosk"), SteppedClock()
    database = open_or_make(folder, upgrade)
    stage = Stage(qtbot, open_place(folder, database, clock), clock)
    stage.decide_by(DEFAULT_POLICY)
    stage.staff.typed.connect(stage.read)
    stage.tap("Nhập tay")
    yield stage
    stage.finish()
    database.close()


def type_digits(stage: Stage, digits: str) -> None:
    for digit in digits:
        stage.tap(digit)


def test_a_typed_number_waits_for_a_check(stage: Stage) -> None:
    type_digits(stage, NUMBER)
    assert stage.shows("Khai sinh tại: Hà Nội · Nữ · sinh 1990")
    stage.tap("Kiểm tra")
    stage.wait_for_screen(ScreenKind.CHECK)
    (kept,) = stage.list_kept()
    assert (kept.reasons[0], kept.claims[Claim.DOCUMENT]) == (
        Reason.NUMBER_ONLY,
        NUMBER,
    )


def test_a_typed_number_goes_out(stage: Stage) -> None:
    type_digits(stage, NUMBER)
    stage.tap("RA")
    stage.tap("Kiểm tra")
    assert stage.wait_for_kept(1)[0].direction == Direction.OUT


def test_a_real_keyboard_types_a_number(stage: Stage) -> None:
    QTest.keyClicks(stage.staff.view, NUMBER + "\r")
    stage.wait_for_screen(ScreenKind.CHECK)
    assert stage.list_kept()[0].claims[Claim.DOCUMENT] == NUMBER


def test_a_card_that_is_read_meanwhile_is_shown_and_wipes_the_form(
    stage: Stage,
) -> None:
    type_digits(stage, "001")
    stage.read(a_payload(CARD))
    stage.wait_for_screen(ScreenKind.ALLOW)
    assert (stage.shows(NAME), stage.staff.flow.typed) == (True, None)


def test_what_cannot_be_read_meanwhile_is_told_of(stage: Stage) -> None:
    type_digits(stage, "001")
    stage.read(a_payload("nothing that is known"))
    assert stage.shows("Không đọc được mã vừa quét.")
    assert stage.shows("001 ··· ······")


def test_another_cards_code_is_written_with_the_screens_keys(stage: Stage) -> None:
    stage.tap("Mã thẻ khác")
    stage.tap("k")
    stage.tap("1")
    (box,) = stage.window.findChildren(TextBox, "code")
    assert (box.text(), box.isVisible()) == ("k1", True)


def test_nobody_s_number_is_left_on_the_screen(stage: Stage) -> None:
    type_digits(stage, "001")
    stage.pass_ms(ASK_AFTER_MS)
    assert stage.shows("Còn ai ở đó không?")
    stage.pass_ms(ASK_FOR_MS)
    assert (stage.staff.is_open, stage.shows("001 ···")) == (False, False)
