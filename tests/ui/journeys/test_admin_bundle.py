"""An admin's bundle: from the window to a stick, to the province, and its receipts back."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kiosk.export.receipts import Settlement, take_receipts
from kiosk.place import Place, open_place
from kiosk.status import read_status
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment
from tests.builders import a_card
from tests.fakes import SteppedClock
from tests.provinces import Province, serve
from tests.ui.journeys.admin import PIN, Admin

CARDS = 3
COUNTS = ("entries", "pending", "settled", "refused")

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    with serve(tmp_path / "province") as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, province: Province) -> Iterator[Place]:
    """Open the place of a kiosk that the province knows, and that has no network."""
    folder = Folder(tmp_path / "kiosk")
    with closing(open_or_make(folder, upgrade)) as database:
        code = enrolment.read_code(province.make_code(province.add_point()))
        enrolment.enrol(database, folder, code, "test")
        yield open_place(folder, database, SteppedClock())


@pytest.fixture
def admin(qtbot: QtBot, place: Place) -> Iterator[Admin]:
    assert isinstance(place.now, SteppedClock)
    admin = Admin(qtbot, place, place.now)
    yield admin
    admin.finish()


def export_bundle(admin: Admin, stick: Path) -> Path:
    """Go through the screens as an admin does; return what stands on the stick."""
    admin.tap_and_await_stick("Xuất ra USB")
    admin.sticks.plug(stick)
    admin.clock.advance(1)
    admin.wait_for(f"USB {stick.name}")
    admin.tap("Gói gửi tỉnh")
    admin.wait_for(f"Sẽ ghi {CARDS} lượt")
    admin.tap("Ghi ra USB")
    admin.wait_for("Đã kiểm tra, rút USB được rồi")
    (bundle,) = stick.glob("*.bundle")
    return bundle


def test_every_entry_reaches_the_province_and_the_receipts_settle_it(
    admin: Admin, place: Place, province: Province, tmp_path: Path
) -> None:
    for number in range(CARDS):
        admin.present(a_card(number))
    admin.set_pin()
    bundle = export_bundle(admin, tmp_path / "KINGSTON")
    taken = province.ask("import", str(bundle))
    assert (taken["accepted"], taken["refused"]) == (CARDS, 0)
    assert province.count_entries() == CARDS
    settled = take_receipts(place, Path(str(taken["receipt"])))
    assert settled == Settlement(settled=CARDS, refused=0, unknown=0)
    status = read_status(place)
    assert [status[key] for key in COUNTS] == [CARDS, 0, CARDS, 0]


def test_what_was_done_about_the_pin_reaches_the_province_and_counts_nowhere(
    admin: Admin, place: Place, province: Province, tmp_path: Path
) -> None:
    for number in range(CARDS):
        admin.present(a_card(number))
    admin.set_pin()
    admin.tap("Khoá lại")
    admin.open()
    for _ in range(5):
        admin.enter("111111")
    admin.wait_for("Sai nhiều lần.")
    admin.clock.advance(31)
    admin.enter(PIN)
    bundle = export_bundle(admin, tmp_path / "KINGSTON")
    taken = province.ask("import", str(bundle))
    assert (taken["accepted"], province.count_entries()) == (CARDS, CARDS)
    log = province.read_admin_log(place.identity.kiosk_id)
    said = [msgspec.json.decode(text, type=dict[str, object]) for text in log]
    assert said[:2] == [
        {"who": "admin screen"},
        {"who": "admin screen", "wrong": 5, "wait_s": 30},
    ]
    assert (said[2]["kind"], said[2]["rows"]) == ("bundle", CARDS)
