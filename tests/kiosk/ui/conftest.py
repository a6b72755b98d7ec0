"""Conftest: the bundled fonts, which every test that paints needs."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.ui import theme


@pytest.fixture
def fonts(qapp: QApplication) -> None:
    """Load the bundled fonts."""
    del qapp
    theme.load_fonts()
