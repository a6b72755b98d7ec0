"""Admin widgets: heading, keys, facts and bars of the admin's screens."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui import theme
from kiosk.ui.admin_shown import Line
from kiosk.ui.buttons import Button, Weight
from kiosk.ui.pictures import draw_icon
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.reception_widgets import Caption, TapButton, paint_frame
from kiosk.ui.status import Icon
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LABEL_SHARE = 0.34
_LOCK_SHARE = 0.3
_DOT = 2.6
"""How wide a digit's dot is, in units."""


class Heading(QWidget):
    """The title of a page, and how long until it locks itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Caption("title", self)
        self._title.setAlignment(_LEFT)
        self._lock = Caption("lock", self)
        self._lock.setAlignment(_RIGHT)

    def show_heading(self, title: str, lock: str, unit: float) -> None:
        """Show both, the title as wide as it may be."""
        right = round(self.width() * _LOCK_SHARE) if lock else 0
        self._title.setGeometry(0, 0, self.width() - right, self.height())
        self._title.fit(title, look.TITLE * unit, look.INK, bold=True)
        self._lock.setGeometry(self.width() - right, 0, right, self.height())
        self._lock.fit(lock, look.HINT * unit, look.QUIET, bold=False)


class Keys(QWidget):
    """Buttons in rows of the same width and height that fill the place."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pool: list[TapButton] = []

    def show_keys(self, buttons: Sequence[Button], columns: int, unit: float) -> None:
        """Show `buttons`, so many side by side."""
        while len(self._pool) < len(buttons):
            key = TapButton(self)
            key.tapped.connect(self.tapped)
            self._pool.append(key)
        for key in self._pool[len(buttons) :]:
            key.hide()
        gap = round(look.COLUMN_GAP * unit)
        rows = max(1, -(-len(buttons) // columns))
        width = (self.width() - gap * (columns - 1)) // columns
        height = (self.height() - gap * (rows - 1)) // rows
        for index, button in enumerate(buttons):
            row, column = divmod(index, columns)
            left, top = column * (width + gap), row * (height + gap)
            self._pool[index].setGeometry(left, top, width, height)
            self._pool[index].show_button(button, unit)


class Foot(QWidget):
    """The buttons at the bottom: what goes on at the right, what goes back at the left."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons = [TapButton(self) for _ in range(2)]
        for button in self._buttons:
            button.tapped.connect(self.tapped)

    def show_buttons(self, buttons: Sequence[Button], unit: float) -> None:
        """Show one or two buttons; the second stands at the right."""
        width = min(round(46 * unit), round(self.width() * 0.48))
        for view in self._buttons[len(buttons) :]:
            view.hide()
        for view, button in zip(self._buttons, buttons, strict=False):
            goes_on = button.weight is Weight.PRIMARY or view is self._buttons[1]
            left = self.width() - width if goes_on else 0
            view.setGeometry(left, 0, width, self.height())
            view.show_button(button, unit)


class Dots(QWidget):
    """How many digits were typed, and never which."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = self._places = 0
        self._unit = 1.0

    def show_dots(self, typed: int, places: int, unit: float) -> None:
        """Show `typed` filled dots of `places`."""
        self._typed, self._places, self._unit = typed, places, unit
        self.setAccessibleName(f"{typed}/{places}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the dots, from the left."""
        del event
        radius = _DOT * self._unit / 2
        step = min(2.2 * 2 * radius, self.width() / max(1, self._places))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(look.NAVY), max(1.0, 0.3 * self._unit)))
            for place in range(self._places):
                color = look.NAVY if place < self._typed else look.PAPER
                painter.setBrush(QColor(color))
                middle = QPointF((place + 0.5) * step, self.height() / 2)
                painter.drawEllipse(middle, radius, radius)


class FactTable(QWidget):
    """Facts one under the other, each with its name at the left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pool: list[tuple[Caption, Caption]] = []

    def show_lines(self, lines: Sequence[Line], unit: float) -> None:
        """Show `lines`; each is as high as there is room for."""
        while len(self._pool) < len(lines):
            number = len(self._pool)
            pair = Caption(f"label_{number}", self), Caption(f"fact_{number}", self)
            for caption in pair:
                caption.setAlignment(_LEFT)
            self._pool.append(pair)
        for label, fact in self._pool[len(lines) :]:
            label.take_away()
            fact.take_away()
        height = min(round(7 * unit), self.height() // max(1, len(lines)))
        left = round(self.width() * _LABEL_SHARE)
        for row, (line, pair) in enumerate(zip(lines, self._pool, strict=False)):
            label, fact = pair
            label.setGeometry(0, row * height, left, height)
            label.fit(line.label, look.HINT * unit, look.QUIET, bold=False)
            fact.setGeometry(left, row * height, self.width() - left, height)
            size_px = look.ROW_NAME * unit
            fact.fit(line.text, size_px, look.INK, bold=True, lines=2)


class Bar(QWidget):
    """How far something is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._unit = 1.0

    def show_share(self, share: float, text: str, unit: float) -> None:
        """Fill `share` of the bar, 0 to 1."""
        self._share, self._unit = share, unit
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bar and what is done of it."""
        del event
        frame = QRectF(self.rect())
        paint = ButtonPaint(field=theme.WHITE, ink=look.INK, border=look.LINE)
        done = ButtonPaint(field=look.NAVY, ink=theme.WHITE, border=look.NAVY)
        width = frame.width() * self._share
        with QPainter(self) as painter:
            paint_frame(painter, frame, paint, self._unit)
            if width >= 2 * look.CORNER * self._unit:
                filled = QRectF(frame.topLeft(), QSizeF(width, frame.height()))
                paint_frame(painter, filled, done, self._unit)


class Verdict(QWidget):
    """How it ended, large, with an icon and what to do next."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_good = False
        self._unit = 1.0
        self._icon = QLabel(self)
        self._title = Caption("verdict", self)
        self._advice = Caption("advice", self)
        for caption in (self._title, self._advice):
            caption.setAlignment(_LEFT)

    def show_verdict(
        self, title: str, advice: str, unit: float, *, is_good: bool
    ) -> None:
        """Show `title` with a tick where it is good, else with a triangle."""
        self._is_good, self._unit = is_good, unit
        side, pad = round(12 * unit), round(3 * unit)
        icon = Icon.TICK if is_good else Icon.ATTENTION
        self._icon.setPixmap(draw_icon(icon, look.TEAL if is_good else look.INK, side))
        self._icon.setGeometry(pad, (self.height() - side) // 2, side, side)
        left = side + 2 * pad
        width, height = self.width() - left - pad, self.height() - 2 * (pad // 2)
        upper = round(height * 0.55)
        ink = self._paint.ink
        self._title.setGeometry(left, pad // 2, width, upper)
        self._title.fit(title, 6.4 * unit, ink, bold=True, lines=2)
        self._advice.setGeometry(QRect(left, pad // 2 + upper, width, height - upper))
        self._advice.fit(advice, look.NOTE_TEXT * unit, ink, bold=False, lines=3)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field."""
        del event
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self.rect()), self._paint, self._unit)

    @property
    def _paint(self) -> ButtonPaint:
        return look.GOOD_NOTE if self._is_good else look.OTHER_NOTE


def frame_page(page: QWidget, measure: Measure, heading: Heading, foot: Foot) -> QRect:
    """Place heading and foot, and return what is left between them."""
    unit = measure.unit
    title = round(look.TITLE_HEIGHT * unit)
    bottom = round(look.BUTTON_HEIGHT * unit)
    gap = round(look.COLUMN_GAP * unit)
    area = page.rect()
    heading.setGeometry(0, 0, area.width(), title)
    foot.setGeometry(0, area.height() - bottom, area.width(), bottom)
    return area.adjusted(0, title + gap, 0, -bottom - gap)
