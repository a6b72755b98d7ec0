"""The exit code of a sync says whether all is settled."""

import msgspec
import pytest

from kiosk.commands.sync import _explain, _print, _put_back, get_exit_code, run
from kiosk.errors import OutsideError
from kiosk.place import Place
from kiosk.storage import attention, entries
from kiosk.storage.attention import MOST_LISTED
from kiosk.sync.fault import FaultClass
from kiosk.sync.sender import SyncReport
from tests.backlog import fill
from tests.kiosk.commands.conftest import Ask


@pytest.mark.parametrize(
    ("report", "exit_code"),
    [
        (SyncReport(), 0),
        (SyncReport(sent=3, accepted=1, duplicate=1, held=1), 0),
        (SyncReport(sent=3, accepted=2, refused=1), 1),
        (SyncReport(fault=FaultClass.BUSY), 3),
        (SyncReport(sent=3, refused=1, fault=FaultClass.TCP), 3),
    ],
)
def test_a_fault_comes_before_refused_rows(report: SyncReport, exit_code: int) -> None:
    assert get_exit_code(report) == exit_code


def test_a_report_has_the_keys_of_the_command_line(
    capfd: pytest.CaptureFixture[str],
) -> None:
    _print(SyncReport(sent=6, accepted=1, duplicate=2, refused=3, pending=4))
    assert msgspec.json.decode(capfd.readouterr().out) == {
        "sent": 6,
        "accepted": 1,
        "duplicate": 2,
        "refused": 3,
        "held": 0,
        "pending": 4,
        "fault": "none",
    }


def test_a_fault_is_told_to_people_with_what_to_do(
    capfd: pytest.CaptureFixture[str],
) -> None:
    _explain(SyncReport(fault=FaultClass.PROXY, detail="HTTP 407"))
    told = capfd.readouterr().err.splitlines()
    assert [line.partition(".")[0] for line in told] == [
        "kiosk: Máy chủ proxy chặn hoặc báo lỗi",
        "kiosk: The proxy blocks or fails",
        "kiosk: HTTP 407",
    ]


def test_where_nothing_stands_in_the_way_nothing_is_told(
    capfd: pytest.CaptureFixture[str],
) -> None:
    _explain(SyncReport())
    assert capfd.readouterr().err == ""


def test_without_an_enrolment_there_is_nobody_to_send_to(ask: Ask) -> None:
    with pytest.raises(OutsideError, match="not enrolled"):
        run(ask("sync", "--once"))


def test_what_needs_attention_is_put_back_where_that_is_asked(place: Place) -> None:
    fill(place.database, MOST_LISTED + 5)
    aside = dict.fromkeys(range(1, MOST_LISTED + 4), "too_large")
    with place.database.write() as connection:
        attention.set_aside(connection, aside, now_us=0, version="1")
    _put_back(place)
    with place.database.read() as connection:
        head = entries.read_head(connection)
    assert (head.pending, head.refused) == (MOST_LISTED + 5, 0)
