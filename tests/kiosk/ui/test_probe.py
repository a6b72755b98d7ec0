"""The probe tells the screen that Qt sees."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.ui.probe import run


@pytest.mark.usefixtures("qapp")
def test_size_and_window_system_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    size = QApplication.primaryScreen().size()
    assert run() == 0
    expected = f"{size.width()}x{size.height()} {QApplication.platformName()}\n"
    assert capsys.readouterr().out == expected
