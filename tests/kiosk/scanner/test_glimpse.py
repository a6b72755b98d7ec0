"""A glimpse tells where a code is best held."""

from kiosk.scanner.camera import CameraReader
from kiosk.scanner.glimpse import GUIDE, Watched
from kiosk.scanner.source import Source
from tests.kiosk.scanner.test_camera import GATE


def test_the_guide_is_640_by_480_in_the_middle_of_1080p() -> None:
    (left, top), (right, bottom) = GUIDE
    corners = [left * 1920, top * 1080, right * 1920, bottom * 1080]
    assert [round(corner) for corner in corners] == [640, 300, 1280, 780]


def test_a_camera_can_be_watched() -> None:
    assert isinstance(CameraReader(Source(text="0"), gate=GATE), Watched)
