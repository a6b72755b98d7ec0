"""Window growth: 10,000 codes leave the window's process as large as it was."""

import os
from pathlib import Path

import pytest

from benchmarks.window import measure_growth
from tests.ui.x11 import x_server

MOST_MB = 2.0

pytestmark = [pytest.mark.soak, pytest.mark.xcb, pytest.mark.timeout(1_800)]


def test_ten_thousand_codes_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with x_server("1920x1080x24") as server:
        for name, value in {"DISPLAY": server, "QT_QPA_PLATFORM": "xcb"}.items():
            monkeypatch.setitem(os.environ, name, value)
        grown_mb = measure_growth(tmp_path)
    assert grown_mb < MOST_MB
