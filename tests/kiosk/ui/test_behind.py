"""Behind: sessions are composed for what there is, and asked as one."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.payload import Payload
from kiosk.ui.admin_taps import AdminAct, AdminPress
from kiosk.ui.behind import Behind, Openings, compose
from kiosk.ui.paper_calls import PrintRecovery
from kiosk.ui.reception_session import ReceptionSession
from tests.ui.admin_samples import JOINED
from tests.ui.fake_admin import FakeAdmin
from tests.ui.fake_counter import FakeCounter
from tests.ui.fake_desk import FakeDesk
from tests.ui.fake_log import FakeLog
from tests.ui.fake_paper import FakePaper
from tests.ui.samples import EN, VI, a_payload
from tests.ui.staff_samples import MANY
from tests.ui.visitors import an_instant

pytestmark = pytest.mark.usefixtures("fonts")


def make(openings: Openings, qtbot: QtBot) -> Behind:
    behind = compose(openings, (VI, EN), an_instant, list[Payload]().append)
    for one in (behind.reception, behind.staff, behind.admin):
        if one is not None:
            qtbot.addWidget(one.view)
    return behind


def test_only_what_is_opened_is_there(qtbot: QtBot) -> None:
    counter = FakeCounter(FakeLog(MANY))
    behind = make(Openings(open_counter=counter.open), qtbot)
    assert (behind.reception, behind.admin) == (None, None)
    assert behind.staff is not None
    assert not behind.is_open


def test_the_admins_screens_do_not_open_over_a_desk_in_use(qtbot: QtBot) -> None:
    openings = Openings(
        desk=FakeDesk(an_instant),
        open_paper=lambda _: FakePaper(),
        open_admin=FakeAdmin,
    )
    behind = make(openings, qtbot)
    behind.open_desk()
    behind.open_admin()
    assert behind.admin is not None
    assert (behind.is_open, behind.admin.is_open) == (True, False)


def test_the_admins_screens_print_too(qtbot: QtBot) -> None:
    paper = FakePaper()
    openings = Openings(open_paper=lambda _: paper, open_admin=FakeAdmin)
    admin = make(openings, qtbot).admin
    assert admin is not None
    admin.on_answered(JOINED)
    for act in (AdminAct.NEXT, AdminAct.PRINT):
        admin.on_tapped(AdminPress(act=act))
    qtbot.waitUntil(lambda: bool(paper.printed), timeout=10_000)
    admin.finish()
    assert paper.printed == [PrintRecovery(joined=JOINED)]


def test_a_code_is_the_desks_while_its_screen_is_open(qtbot: QtBot) -> None:
    submitted: list[Payload] = []
    desk = ReceptionSession(
        FakeDesk(an_instant),
        FakePaper(),
        (VI, EN),
        now=an_instant,
        leave=submitted.append,
    )
    qtbot.addWidget(desk.view)
    behind = Behind(reception=desk)
    take = behind.lead(submitted.append)
    take(a_payload())
    behind.open_desk()
    take(a_payload())
    assert submitted == [a_payload()]


def test_nothing_behind_lets_every_code_through(qtbot: QtBot) -> None:
    del qtbot
    submitted: list[Payload] = []
    Behind().lead(submitted.append)(a_payload())
    assert submitted == [a_payload()]
