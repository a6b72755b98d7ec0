"""An export holds what was asked for, and the admin log tells of it before it leaves."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from kiosk.errors import OutsideError
from kiosk.export.fault import ExportFault
from kiosk.export.job import Exported, ExportKind, Request, Watching, run_export
from kiosk.export.period import Period
from kiosk.export.sticks import Stick
from kiosk.export.writing import Phase, Progress
from kiosk.place import Place, open_place
from kiosk.protocol import content
from kiosk.status import read_status
from kiosk.storage import checkpoints
from kiosk.storage.entries import read_head
from kiosk.storage.tables import ENTRIES as TABLE
from tests.backlog import APART_S
from tests.fakes import START
from tests.kiosk.export.conftest import ENTRIES

START_US = int(START.timestamp()) * 1_000_000


class FakeSticks:
    """A stick in a folder, ejected as it is told."""

    def __init__(self, folder: Path, *, ejects: bool) -> None:
        self._stick = Stick(device="/dev/fake1", folder=folder, number="9:9")
        self._ejects = ejects

    def list(self) -> tuple[Stick, ...]:
        return (self._stick,)

    def eject(self, stick: Stick) -> bool:
        return self._ejects and stick == self._stick


def ask(
    place: Place, folder: Path, kind: str = "csv", period: Period | None = None
) -> Exported:
    request = Request(
        kind=ExportKind(kind), folder=folder, period=period or Period(), who="an"
    )
    done = run_export(place, request)
    assert isinstance(done, Exported)
    return done


def read_log(place: Place) -> list[dict[str, object]]:
    with place.database.read() as connection:
        rows = connection.execute(
            select(TABLE.c.content)
            .where(TABLE.c.act == "exported")
            .order_by(TABLE.c.position)
        ).scalars()
        facts = [content.decode(row or b"") for row in rows]
    return [
        msgspec.json.decode(one.text, type=dict[str, object]) for one in facts if one
    ]


@pytest.mark.parametrize("kind", list(ExportKind))
def test_every_kind_holds_every_entry_and_no_admin_act(
    filled: Place, stick: Path, kind: str
) -> None:
    ask(filled, stick)
    done = ask(filled, stick, kind)
    assert (done.rows, done.unsent, done.ejected) == (ENTRIES, ENTRIES, None)
    assert (done.passphrase is not None) == (kind == "zip")
    assert done.written.path.suffix == f".{kind}"


def test_a_passphrase_is_long_and_new_each_time(filled: Place, stick: Path) -> None:
    first, second = (ask(filled, stick, "zip").passphrase for _ in range(2))
    assert first != second
    assert len(str(first).replace("-", "")) >= 20


def test_a_period_holds_its_own_entries(filled: Place, stick: Path) -> None:
    """The first entry is `APART_S` after the start, so the 201st is at the period's end."""
    until_us = START_US + round(201 * APART_S * 1_000_000)
    period = Period(from_us=START_US, until_us=until_us)
    assert ask(filled, stick, "csv", period).rows == 200


def test_the_admin_log_says_who_what_and_how_many(filled: Place, stick: Path) -> None:
    done = ask(filled, stick)
    assert read_log(filled) == [
        {
            "who": "an",
            "kind": "csv",
            "from": None,
            "until": None,
            "unsent": False,
            "rows": ENTRIES,
            "file": done.written.path.name,
        }
    ]


def test_the_admin_log_counts_in_no_figure(filled: Place, stick: Path) -> None:
    before = read_status(filled)
    ask(filled, stick)
    after = read_status(filled)
    keys = ("entries", "pending", "settled", "refused", "chain")
    assert [after[key] for key in keys] == [before[key] for key in keys]
    with filled.database.read() as connection:
        assert read_head(connection).admin == 1


def test_a_cancelled_export_is_in_the_log_with_its_end(
    filled: Place, stick: Path
) -> None:
    request = Request(kind=ExportKind.CSV, folder=stick, period=Period(), who="an")
    ended = run_export(filled, request, Watching(is_cancelled=lambda: True))
    assert ended is ExportFault.CANCELLED
    assert read_log(filled)[1] == {"outcome": "cancelled"}
    assert list(stick.iterdir()) == []


def test_a_folder_that_is_gone_is_said_before_anything_is_logged(
    filled: Place, stick: Path
) -> None:
    request = Request(
        kind=ExportKind.CSV, folder=stick / "gone", period=Period(), who="an"
    )
    assert run_export(filled, request) is ExportFault.PULLED_OUT
    assert read_log(filled) == []


@pytest.mark.parametrize("ejects", [True, False])
def test_only_a_stick_is_ejected(filled: Place, stick: Path, *, ejects: bool) -> None:
    request = Request(kind=ExportKind.CSV, folder=stick, period=Period(), who="an")
    done = run_export(filled, request, sticks=FakeSticks(stick, ejects=ejects))
    assert isinstance(done, Exported)
    assert done.ejected is ejects


def test_two_exports_of_one_second_have_two_names(filled: Place, stick: Path) -> None:
    names = {ask(filled, stick).written.path.name for _ in range(3)}
    assert len(names) == 3


def test_the_screen_hears_of_every_phase(filled: Place, stick: Path) -> None:
    told: list[Progress] = []
    request = Request(kind=ExportKind.CSV, folder=stick, period=Period(), who="an")
    run_export(filled, request, Watching(on_progress=told.append))
    assert list(dict.fromkeys(progress.phase for progress in told)) == list(Phase)


def test_a_kiosk_without_a_province_makes_no_bundle(place: Place, stick: Path) -> None:
    with pytest.raises(OutsideError, match="no province to make a bundle for"):
        ask(place, stick, "bundle")


def test_the_workbook_leaves_nothing_beside_the_database(
    filled: Place, stick: Path
) -> None:
    before = {path.name for path in filled.folder.path.iterdir()}
    ask(filled, stick, "xlsx")
    assert {path.name for path in filled.folder.path.iterdir()} == before


def test_an_empty_kiosk_exports_a_header(place: Place, stick: Path) -> None:
    assert ask(open_place(place.folder, place.database, place.now), stick).rows == 0


def test_an_export_leaves_a_checkpoint_that_holds_its_own_act(
    filled: Place, stick: Path
) -> None:
    ask(filled, stick)
    with filled.database.read() as connection:
        noted = checkpoints.read_last(connection)
        head = read_head(connection)
    assert noted is not None
    assert (noted.occasion, noted.position) == ("export", head.position)
