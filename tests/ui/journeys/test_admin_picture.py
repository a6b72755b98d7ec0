"""An admin's picture: a visitor's mailed pass, from the stick to the gate's verdict."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import segno
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kiosk.place import open_place
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES
from tests.builders import CARD
from tests.fakes import SteppedClock
from tests.ui.journeys.admin import Admin

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


@pytest.fixture
def admin(qtbot: QtBot, tmp_path: Path) -> Iterator[Admin]:
    folder, clock = Folder(tmp_path / "kiosk"), SteppedClock()
    with closing(open_or_make(folder, upgrade)) as database:
        admin = Admin(qtbot, open_place(folder, database, clock), clock)
        yield admin
        admin.finish()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a stick with a mailed pass, and a picture that was cut off."""
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    code = segno.make(CARD, encoding="utf-8", micro=False)
    code.save(str(stick / "pass.pdf"), scale=6)
    code.save(str(stick / "pass.png"), scale=6)
    whole = (stick / "pass.png").read_bytes()
    (stick / "cut.png").write_bytes(whole[: len(whole) // 2])
    return stick


def open_pictures(admin: Admin, stick: Path) -> None:
    admin.set_pin()
    admin.tap_and_await_stick("Đọc từ ảnh")
    admin.sticks.plug(stick)
    admin.clock.advance(1)
    admin.wait_for("USB KINGSTON: 3 tệp")


@pytest.mark.parametrize("name", ["pass.png", "pass.pdf"])
def test_a_mailed_pass_is_read_and_presented_by_one_tap(
    admin: Admin, stick: Path, name: str
) -> None:
    open_pictures(admin, stick)
    admin.tap(name)
    admin.wait_for(f"{name}: thấy 1 mã")
    admin.tap("CCCD: Trần Thị Thử Nghiệm")
    admin.wait_for("MỜI VÀO – CCCD: Trần Thị Thử Nghiệm")
    with admin.place.database.read() as connection:
        query = select(ENTRIES.c.outcome, ENTRIES.c.gate, ENTRIES.c.direction)
        rows = connection.execute(query.where(ENTRIES.c.act == "presented")).all()
    assert [tuple(row) for row in rows] == [("allow", "A", "in")]


def test_a_picture_that_is_cut_off_gets_a_sentence(admin: Admin, stick: Path) -> None:
    open_pictures(admin, stick)
    admin.tap("cut.png")
    admin.wait_for("cut.png bị hỏng hoặc chép chưa hết.")
    assert admin.count_entries() == 0
