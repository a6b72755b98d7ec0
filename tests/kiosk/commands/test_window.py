"""A window needs a display, and says so where there is none."""

import sys

import pytest

from kiosk.commands.window import run
from kiosk.errors import OutsideError
from kiosk.storage.folder import Folder
from tests.kiosk.commands.conftest import Ask


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is a display")
def test_without_a_display_nothing_is_opened(
    ask: Ask, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(OutsideError, match="run without a window by --headless"):
        run(ask("run"))
    assert not folder.run_lock.exists()
