"""Admin calls: their words are the export's own, and none tells what is secret."""

from dataclasses import replace

from kiosk.export.job import ExportKind
from kiosk.ui.admin_calls import PresentCall, ReadCall, What
from tests.ui.admin_samples import PASS, an_end


def test_the_kinds_are_those_of_the_export() -> None:
    assert [what.value for what in What] == [kind.value for kind in ExportKind]


def test_a_passphrase_is_not_written_where_an_answer_is() -> None:
    ended = replace(an_end(), passphrase="ABCDE-FGHJK")
    assert "ABCDE" not in repr(ended)


def test_no_code_and_no_picture_is_written_where_a_call_is() -> None:
    told = repr((PresentCall(code=PASS), ReadCall(source=b"secret", name="x")))
    assert ("secret" in told, PASS.data.decode() in told) == (False, False)
