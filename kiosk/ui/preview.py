"""Preview: what the camera sees, small and live, with where to hold the code.

The picture is made in the camera's thread and only painted here. It is kept
while it is shown and no longer, and it is kept nowhere else.
"""

import threading
from collections.abc import Callable

import msgspec
from PySide6 import QtCore
from PySide6.QtCore import QPointF, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from kiosk.clock import Instant
from kiosk.scanner.glimpse import GUIDE, Glimpse, Share, Watched
from kiosk.scanner.hint import Hint
from kiosk.ui import theme
from kiosk.ui.steadiness import SteadyHint


class Camera(msgspec.Struct, frozen=True, kw_only=True):
    """The reader that is previewed; `mirrored` where people see themselves."""

    reader: Watched
    mirrored: bool = True


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A glimpse as Qt paints it."""

    image: QImage
    outline: tuple[Share, ...]
    hint: Hint


class Feed:
    """The newest glimpse, between the camera's thread and the window's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_open = False
        self._newest: Shown | None = None

    def open(self) -> None:
        """Take glimpses from now on."""
        with self._lock:
            self._is_open = True

    def close(self) -> None:
        """Take none, and keep none."""
        with self._lock:
            self._is_open = False
            self._newest = None

    def put(self, glimpse: Glimpse) -> None:
        """Take the newest glimpse, in the camera's thread."""
        width, height = glimpse.width, glimpse.height
        seen = QImage(
            glimpse.pixels, width, height, width, QImage.Format.Format_Grayscale8
        )
        # Qt holds bytes that are Python's; a copy is its own.
        shown = Shown(image=seen.copy(), outline=glimpse.outline, hint=glimpse.hint)
        with self._lock:
            if self._is_open:
                self._newest = shown

    def take(self) -> Shown | None:
        """Return the newest glimpse, once."""
        with self._lock:
            newest, self._newest = self._newest, None
            return newest


class Preview(QWidget):
    """Paints the newest glimpse while it is visible."""

    hinted = Signal(object)
    """The Hint that is to be shown has changed."""

    def __init__(
        self, camera: Camera, parent: QWidget, *, now: Callable[[], Instant]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._camera = camera
        self._now = now
        self._feed = Feed()
        self._shown: Shown | None = None
        self._steady = SteadyHint()
        self._hint = Hint.NONE
        self._timer = QTimer(self)
        self._timer.setObjectName("preview")
        self._timer.setInterval(theme.PREVIEW_STEP_MS)
        self._timer.timeout.connect(self.on_time)
        self.hide()

    @Slot()
    def on_time(self) -> None:
        """Show the newest glimpse, if there is one."""
        newest = self._feed.take()
        if newest is None:
            return
        self._shown = newest
        self._tell(self._steady.see(newest.hint, self._now().monotonic_ms))
        self.update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to watch."""
        super().showEvent(event)
        self._feed.open()
        self._camera.reader.watch(self._feed.put)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Watch no more, and keep nothing of what was seen."""
        super().hideEvent(event)
        self._timer.stop()
        self._camera.reader.watch(None)
        self._feed.close()
        self._shown = None
        self._steady = SteadyHint()
        self._tell(Hint.NONE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the glimpse, the guide, and where the code is."""
        del event
        frame = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.BLACK))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._shown is not None:
                frame = self._paint_picture(painter, self._shown.image)
            thickness = theme.PREVIEW_LINE * self.height() / theme.IDLE_ICON
            corners = _list_corners(_to_rect(frame))
            # White on a dark edge is seen on any picture.
            for color, share in ((theme.BLACK, 2.0), (theme.WHITE, 1.0)):
                painter.setPen(QPen(QColor(color), share * thickness))
                for corner in corners:
                    painter.drawPolyline(corner)
            if self._shown is not None and self._shown.outline:
                painter.setPen(QPen(QColor(theme.AMBER), thickness))
                painter.drawPolygon(self._place(self._shown.outline, frame))

    def _paint_picture(self, painter: QPainter, image: QImage) -> QRectF:
        """Paint `image` as large as it fits; return where."""
        size = image.size().scaled(
            self.size(), QtCore.Qt.AspectRatioMode.KeepAspectRatio
        )
        frame = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        if self._camera.mirrored:
            image = image.flipped(QtCore.Qt.Orientation.Horizontal)
        painter.drawImage(frame, image)
        return frame

    def _place(self, outline: tuple[Share, ...], frame: QRectF) -> QPolygonF:
        if self._camera.mirrored:
            outline = tuple((1 - x, y) for x, y in outline)
        size = frame.size()
        corners = [QPointF(x * size.width(), y * size.height()) for x, y in outline]
        return QPolygonF(corners).translated(frame.topLeft())

    def _tell(self, hint: Hint) -> None:
        if hint is not self._hint:
            self._hint = hint
            self.hinted.emit(hint)


def _to_rect(frame: QRectF) -> QRectF:
    """Return where a code is best held; it is in the middle, mirrored or not."""
    (left, top), (right, bottom) = GUIDE
    return QRectF(
        frame.left() + left * frame.width(),
        frame.top() + top * frame.height(),
        (right - left) * frame.width(),
        (bottom - top) * frame.height(),
    )


def _list_corners(rect: QRectF) -> list[QPolygonF]:
    """Return the four corners of `rect` as lines."""
    reach = theme.PREVIEW_CORNER * min(rect.width(), rect.height())
    corners = (
        (rect.topLeft(), 1, 1),
        (rect.topRight(), -1, 1),
        (rect.bottomRight(), -1, -1),
        (rect.bottomLeft(), 1, -1),
    )
    return [
        QPolygonF(
            [corner + QPointF(x * reach, 0), corner, corner + QPointF(0, y * reach)]
        )
        for corner, x, y in corners
    ]
