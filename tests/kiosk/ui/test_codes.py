"""Codes: each reason has one, and none was given twice."""

from kiosk.reason import Reason
from kiosk.ui.codes import CODES


def test_every_reason_has_a_code_of_its_own() -> None:
    assert set(CODES) == set(Reason)
    assert len(set(CODES.values())) == len(Reason)
