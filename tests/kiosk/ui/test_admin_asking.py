"""Admin asking: every call has its answer."""

from dataclasses import replace

import pytest

from kiosk.export.fault import ExportFault
from kiosk.export.writing import Progress
from kiosk.storage.pin import Right, Wrong
from kiosk.ui.admin_asking import ask
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
)
from kiosk.ui.sending_calls import ResendCall, SendingCall, SendNowCall
from tests.ui.admin_samples import FACTS, PASS, SENDING, STICK, an_end, list_files
from tests.ui.fake_admin import PIN, FakeAdmin

WATCHING = Watching(list[Progress]().append, lambda: False)
COUNT = CountCall(what=What.CSV, span=Span.WEEK)
READ = ReadCall(source=b"picture", name="pass.png")
FILES = list_files(2)
EXPORT = ExportCall(what=What.CSV, span=Span.WEEK, stick=STICK)


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
        (SendingCall(), SENDING),
        (SendNowCall(), replace(SENDING, put_back=2)),
        (ResendCall(entry_id=bytes(16)), replace(SENDING, put_back=2)),
    ],
)
def test_a_call_gets_its_answer(call: AdminCall, answer: AdminAnswer) -> None:
    assert ask(FakeAdmin(STICK), call, WATCHING) == answer


def test_a_fault_is_an_answer() -> None:
    admin = FakeAdmin(STICK)
    admin.ended = ExportFault.FULL
    assert ask(admin, EXPORT, WATCHING) == NotExported(fault=ExportFault.FULL)
