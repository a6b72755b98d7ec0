"""Picture drop: a file, raw bytes or pixels become a picture to read; anything else nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from kiosk.ui.admin_taps import Bring
from kiosk.ui.picture_drop import holds_picture, read_drop

NAME = "pasted"

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_file_is_brought_by_its_path(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "thư mời.pdf"))])
    assert holds_picture(mime)
    expected = Bring(source=tmp_path / "thư mời.pdf", name="thư mời.pdf")
    assert read_drop(mime, NAME) == expected


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "application/pdf"])
def test_raw_bytes_are_brought_as_they_are(kind: str) -> None:
    mime = QMimeData()
    mime.setData(kind, b"not decoded here")
    assert holds_picture(mime)
    assert read_drop(mime, NAME) == Bring(source=b"not decoded here", name=NAME)


def test_pixels_are_brought_as_a_picture_of_them() -> None:
    mime, image = QMimeData(), QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    mime.setImageData(image)
    brought = read_drop(mime, NAME)
    assert brought is not None
    assert isinstance(brought.source, bytes)
    again = QImage.fromData(brought.source)
    assert (again.width(), again.height(), again.pixelColor(3, 3).red()) == (
        30,
        20,
        128,
    )


def test_text_and_addresses_are_nothing() -> None:
    mime = QMimeData()
    mime.setText("001190000123")
    mime.setUrls([QUrl("https://example.invalid/pass.png")])
    assert (holds_picture(mime), read_drop(mime, NAME)) == (False, None)
