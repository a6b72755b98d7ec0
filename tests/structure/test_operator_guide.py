"""Operator's guide: it says what the screen says, and shows what it shows."""

import re
from pathlib import Path

import pytest

from kiosk.reason import Reason
from kiosk.ui.codes import CODES
from kiosk.ui.gate_taps import GateAct
from kiosk.ui.screens import ScreenKind
from kiosk.ui.translations import load_texts

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "operator.vi.md").read_text(encoding="utf-8")
VI = load_texts("vi")
VERDICTS = [kind for kind in ScreenKind if f"{kind}.in" in VI.phrases]


@pytest.mark.parametrize("reason", CODES)
def test_each_code_stands_with_the_screens_own_words(reason: Reason) -> None:
    row = f"| {CODES[reason]} | {VI.explain(reason)} | {VI.advise(reason)} |"
    assert row in GUIDE


@pytest.mark.parametrize("act", [one for one in GateAct if one != GateAct.DESK])
def test_each_button_of_the_gate_is_told_of(act: GateAct) -> None:
    assert f"**{VI.say(f'gate.button.{act}')}**" in GUIDE


@pytest.mark.parametrize("kind", VERDICTS)
def test_each_verdict_is_told_of(kind: ScreenKind) -> None:
    assert f"**{VI.say(f'{kind}.in')}**" in GUIDE


def test_each_picture_is_there() -> None:
    pictures = re.findall(r"\]\(([^)]+\.png)\)", GUIDE)
    assert [one for one in pictures if not (DOCS / one).is_file()] == []
    assert len(pictures) >= 10
