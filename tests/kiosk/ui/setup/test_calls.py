"""Setup calls: settings are keys of the file, refusals the province's words, secrets unwritten."""

from dataclasses import fields

from kiosk.config import Config
from kiosk.protocol.enrolment import CodeFault, Refusal
from kiosk.ui.paper_calls import NotPrinted, PaperFault, Printed, PrintRecovery
from kiosk.ui.setup.calls import CodeRead, JoinCall, JoinTrouble, Key
from tests.ui.admin_samples import JOINED, PASSPHRASE


def test_every_setting_is_a_key_of_the_file() -> None:
    assert {key.value for key in Key} <= {one.name for one in fields(Config)}


def test_every_refusal_and_every_mistake_in_a_code_has_its_word() -> None:
    words = {one.value for one in (*Refusal, *CodeFault)}
    assert words <= {trouble.value for trouble in JoinTrouble}


def test_neither_code_nor_passphrase_is_written_by_a_repr() -> None:
    code = "VE1SECRET"
    assert code not in repr((JoinCall(code=code), CodeRead(code=code)))
    call = PrintRecovery(joined=JOINED)
    told = NotPrinted(call=call, fault=PaperFault.REFUSED)
    assert PASSPHRASE not in repr((JOINED, told, Printed(call=call, place="HP")))
