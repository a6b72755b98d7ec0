"""The running kiosk's own screen shows the doctor's findings, the bad ones first."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.commands.checkup import examine
from kiosk.storage.folder import Folder
from tests.kiosk.commands.conftest import Ask

pytestmark = pytest.mark.usefixtures("qtbot")


def test_every_check_is_told_in_both_languages_the_bad_ones_first(ask: Ask) -> None:
    checks = examine(ask("doctor"))
    order = [one.is_good for one in checks]
    assert (len(checks), order) == (16, sorted(order))
    for one in checks:
        assert set(one.said) == {"vi", "en"}
        assert one.is_good or one.said["vi"].fix


def test_the_kiosks_own_camera_is_not_opened_a_second_time(
    ask: Ask, folder: Folder, qtbot: QtBot
) -> None:
    del qtbot
    folder.config.write_text('camera = ["/dev/null"]')
    (camera,) = [
        one for one in examine(ask("doctor")) if one.said["en"].name == "Camera"
    ]
    assert camera.is_good
    assert "idle screen" in camera.said["en"].detail
