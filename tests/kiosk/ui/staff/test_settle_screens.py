"""Settle screens: each deed has its reasons, different ones, in both languages."""

import pytest

from kiosk.ui.flow import Deed
from kiosk.ui.staff.settle_screens import REASONS, compose_settling
from kiosk.ui.texts import Texts
from tests.ui.samples import EN, VI


@pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize("deed", Deed)
def test_every_deed_has_reasons_of_its_own(deed: Deed, texts: Texts) -> None:
    screen = compose_settling(deed, "", texts, text="", note=None, is_asked=False)
    said = {chip.text for chip in screen.reasons}
    assert (len(said), screen.title) == (4, texts.say(f"staff.settle.{deed}"))


def test_no_reason_is_offered_for_two_deeds() -> None:
    names = [name for reasons in REASONS.values() for name in reasons]
    assert len(names) == len(set(names))
