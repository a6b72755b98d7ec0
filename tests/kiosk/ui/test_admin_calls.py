"""Admin calls: every call has its answer, and its words are the export's own."""

from dataclasses import replace

import pytest

from kiosk.export.fault import ExportFault
from kiosk.export.job import ExportKind
from kiosk.export.writing import Progress
from kiosk.storage.pin import Right, Wrong
from kiosk.ui.admin_calls import (
    AdminAnswer,
    AdminCall,
    CheckCall,
    CountCall,
    Counted,
    ExportCall,
    FactsCall,
    Handed,
    ListCall,
    Listed,
    LookCall,
    Looked,
    NotExported,
    PictureRead,
    PinKept,
    PresentCall,
    ReadCall,
    RecoverCall,
    Recovered,
    SetCall,
    Span,
    Watching,
    What,
    ask,
)
from tests.ui.admin_samples import FACTS, PASS, STICK, an_end, list_files
from tests.ui.fake_admin import PIN, FakeAdmin

WATCHING = Watching(list[Progress]().append, lambda: False)
COUNT = CountCall(what=What.CSV, span=Span.WEEK)
READ = ReadCall(source=b"picture", name="pass.png")
FILES = list_files(2)
EXPORT = ExportCall(what=What.CSV, span=Span.WEEK, stick=STICK)


def test_the_kinds_are_those_of_the_export() -> None:
    assert [what.value for what in What] == [kind.value for kind in ExportKind]


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (FactsCall(), FACTS),
        (CheckCall(pin=PIN), Right()),
        (CheckCall(pin="1111"), Wrong(tries_left=4)),
        (SetCall(pin=PIN), PinKept()),
        (RecoverCall(passphrase="ABCDE"), Recovered(is_right=False)),
        (ListCall(folder=STICK.folder), Listed(folder=STICK.folder, files=FILES)),
        (READ, PictureRead(name="pass.png", found=(PASS,))),
        (PresentCall(code=PASS), Handed()),
        (LookCall(), Looked(found=STICK)),
        (COUNT, Counted(call=COUNT, rows=3)),
        (EXPORT, an_end()),
    ],
)
def test_a_call_gets_its_answer(call: AdminCall, answer: AdminAnswer) -> None:
    assert ask(FakeAdmin(STICK), call, WATCHING) == answer


def test_a_fault_is_an_answer() -> None:
    admin = FakeAdmin(STICK)
    admin.ended = ExportFault.FULL
    assert ask(admin, EXPORT, WATCHING) == NotExported(fault=ExportFault.FULL)


def test_a_passphrase_is_not_written_where_an_answer_is() -> None:
    ended = replace(an_end(), passphrase="ABCDE-FGHJK")
    assert "ABCDE" not in repr(ended)


def test_no_code_and_no_picture_is_written_where_a_call_is() -> None:
    told = repr((PresentCall(code=PASS), ReadCall(source=b"secret", name="x")))
    assert ("secret" in told, PASS.data.decode() in told) == (False, False)
