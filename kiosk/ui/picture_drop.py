"""Picture drop: a picture that was dropped or pasted, as a tap."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from kiosk.ui.admin_taps import Bring

_FORMATS = ("image/png", "image/jpeg", "image/webp", "image/bmp", "application/pdf")
"""Taken as they are: decoding is another thread's."""


def holds_picture(mime: QMimeData) -> bool:
    """Say whether there may be a picture in what is dragged here."""
    is_raw = any(mime.hasFormat(kind) for kind in _FORMATS)
    return is_raw or mime.hasImage() or _find_file(mime) is not None


def read_drop(mime: QMimeData | None, name: str) -> Bring | None:
    """Return the picture in `mime`, called `name` where it has no file; None for none.

    An empty clipboard has no `mime` at all.
    """
    if mime is None:
        return None
    path = _find_file(mime)
    if path is not None:
        return Bring(source=path, name=path.name)
    for kind in _FORMATS:
        data = bytes(mime.data(kind).data()) if mime.hasFormat(kind) else b""
        if data:
            return Bring(source=data, name=name)
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return Bring(source=_save(image), name=name)
    return None


def _find_file(mime: QMimeData) -> Path | None:
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    return Path(paths[0]) if paths else None


def _save(image: QImage) -> bytes:
    """Return `image` as a gray BMP: a copy of its pixels, which takes no time."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    QImageWriter(buffer, QByteArray(b"bmp")).write(gray)
    return bytes(buffer.data().data())
