"""Eye: sees the pixels of an X server's whole screen."""

import threading
import time

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from Xlib import X, display

from kiosk.ui.screens import ScreenKind
from kiosk.ui.theme import PALETTE
from tests.ui.running import PATIENCE_S

LOOK_S = 0.02


class Eye:
    """Looks at the screen's pixels; `WIDTH` and `HEIGHT` are the screen's."""

    WIDTH, HEIGHT = 1280, 800
    PLACES = ((30, HEIGHT // 2), (WIDTH - 30, HEIGHT // 2), (WIDTH // 2, HEIGHT - 22))
    """Just inside the border, at three edges of the screen."""

    def __init__(self, server: str) -> None:
        self._display = display.Display(server)

    def see(self, x: int, y: int) -> str:
        """Return the colour of a pixel."""
        return self.grab(QRect(x, y, 1, 1)).pixelColor(0, 0).name().upper()

    def grab(self, place: QRect) -> QImage:
        """Return what stands at `place`."""
        root = self._display.screen().root
        width, height = place.width(), place.height()
        where = (place.x(), place.y(), width, height)
        pixels = root.get_image(*where, X.ZPixmap, 0xFFFFFFFF).data
        image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGB32)
        return image.copy()  # else it would point into `pixels`

    def wait_for(self, kind: ScreenKind) -> list[str]:
        """Return the colours at `PLACES` once they are those of `kind`."""
        end_s = time.monotonic() + PATIENCE_S
        while (seen := [self.see(*place) for place in self.PLACES]) != colors_of(kind):
            if time.monotonic() > end_s:
                break
            threading.Event().wait(LOOK_S)
        return seen

    def close(self) -> None:
        """Leave the server."""
        self._display.close()


def colors_of(kind: ScreenKind) -> list[str]:
    """Return the colours that `kind` has at `Eye.PLACES`."""
    return [PALETTE[kind].field.upper()] * len(Eye.PLACES)
