"""Widgets: what paints a `Screen`; no rule of the point stands here."""

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui import numbers, theme
from kiosk.ui.fitting import measure_width
from kiosk.ui.ink import lay_ground
from kiosk.ui.pictures import draw_icon, paint_border
from kiosk.ui.screens import Screen
from kiosk.ui.setting import Placed, Setting, find_area, set_screen
from kiosk.ui.status import Icon, Notice, Status
from kiosk.ui.theme import Measure, Paint

TEXTS = (
    "headline",
    "headline_second",
    "name",
    "basis",
    "basis_second",
    "reason",
    "reason_second",
    "next",
    "next_second",
    "code",
)
"""The labels of a screen, by object name."""

MOST_NOTICES = 7


class TextLabel(QLabel):
    """A text that is set, never interpreted: a name may hold markup.

    As any label that links nowhere, it leaves touches to what it stands on.
    """

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("textFormat", numbers.PLAIN_TEXT)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # on a button too

    def set_text(self, text: str, size_px: float, color: str, *, bold: bool) -> None:
        """Set `text`, whose lines are broken already."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(color))
        self.setPalette(palette)
        self.setFont(theme.make_font(size_px, bold=bold))
        self.setText(text)
        self.setAccessibleName(text.replace("\n", " "))

    def place(self, placed: Placed, color: str) -> None:
        """Show `placed` at its place."""
        side = numbers.ALIGN_MIDDLE if placed.centred else numbers.ALIGN_LEFT
        self.setProperty("alignment", numbers.ALIGN_HALFWAY | side)
        self.setGeometry(placed.rect)
        fit = placed.fit
        self.set_text(fit.text, fit.size_px, color, bold=placed.style.bold)
        self.setVisible(bool(fit.text))

    def take_away(self) -> None:
        """Show nothing, and hold nothing of the last person."""
        self.hide()
        self.clear()
        self.setAccessibleName("")


class StatusLine(QWidget):
    """The line at the top of every screen: gate, link, counts, clock."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._gate = _Caption("gate", self)
        self._notices = [
            _Caption(f"notice_{index}", self) for index in range(MOST_NOTICES)
        ]
        self._clock = TextLabel("clock", self)

    def set_status(self, status: Status, paint: Paint, unit: float) -> None:
        """Show `status`; its texts shrink where the line is too short."""
        size_px = theme.STATUS_TEXT * unit
        gap = theme.STATUS_GAP * unit
        needed = _find_width(status, size_px, gap)
        shrink = min(1.0, self.width() / needed)
        self._set(status, paint, size_px * shrink, gap * shrink)

    def _set(self, status: Status, paint: Paint, size_px: float, gap: float) -> None:
        self._gate.show_notice(status.gate, paint, size_px)
        self._gate.move(0, (self.height() - self._gate.height()) // 2)
        width = round(measure_width(status.clock, size_px, bold=True)) + 1
        right = self.width() - width
        self._clock.setGeometry(right, 0, width, self.height())
        self._clock.set_text(status.clock, size_px, paint.ink, bold=True)
        for caption in self._notices:
            caption.hide()
        pairs = zip(self._notices, reversed(status.notices), strict=False)
        for caption, notice in pairs:
            caption.show_notice(notice, paint, size_px)
            right -= caption.width() + round(gap)
            caption.move(right, (self.height() - caption.height()) // 2)


class Countdown(QWidget):
    """A bar that shows how long the verdict still stays."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._color = QColor(theme.WHITE)

    def set_share(self, share: float, color: str) -> None:
        """Show `share` of the bar, 0 to 1."""
        self._share = share
        self._color = QColor(color)
        self.setVisible(share > 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rest of the time."""
        del event
        with QPainter(self) as painter:
            rest = QRect(0, 0, round(self.width() * self._share), self.height())
            painter.fillRect(rest, self._color)


class ScreenView(QWidget):
    """Any screen: the field, border and icon painted, the texts as labels."""

    painted = Signal()
    """The first picture is there."""

    def __init__(self, screen: Screen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._was_painted = False
        self._screen = screen
        self._field = ""
        self._setting: Setting | None = None
        self._status = StatusLine(self)
        self._countdown = Countdown(self)
        self._labels = {name: TextLabel(name, self) for name in TEXTS}
        self._countdown.hide()

    @property
    def screen_shown(self) -> Screen:
        """Return the screen that is shown."""
        return self._screen

    def show_screen(self, screen: Screen) -> None:
        """Show `screen`; nothing is painted where it is the same."""
        if screen == self._screen:
            return
        self._screen = screen
        self._arrange()

    @property
    def preview_place(self) -> QRect:
        """Return where the camera's picture stands; empty where it does not."""
        if self._setting is None or not self._screen.has_preview:
            return QRect()
        return self._setting.icon

    def set_countdown(self, share: float) -> None:
        """Show how much of the verdict's time is left, 0 to 1."""
        self._countdown.set_share(share, self._paint.ink)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Set the screen again for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint border, icon, rule and panel on the field."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            color = QColor(self._paint.border)
            frame = QRectF(self.rect())
            paint_border(
                painter, self._screen.border, color, frame, self._measure.border
            )
            if self._setting is not None:
                self._paint_setting(painter, self._setting)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    @property
    def _paint(self) -> Paint:
        return theme.PALETTE[self._screen.kind]

    @property
    def _measure(self) -> Measure:
        return Measure(width=self.width(), height=self.height())

    def _arrange(self) -> None:
        self._lay_field()
        setting = set_screen(self._screen, self._measure)
        self._setting = setting
        placed = {text.name: text for text in setting.texts}
        for name, label in self._labels.items():
            if name in placed:
                text = placed[name]
                label.place(text, self._pick_color(text))
            else:
                label.take_away()
        self._arrange_edges()
        self.update()

    def _lay_field(self) -> None:
        """Lay the screen's colour where it is another one: Qt tells every label of it."""
        if self._field != self._paint.field:
            self._field = self._paint.field
            lay_ground(self, self._field)

    def _pick_color(self, text: Placed) -> str:
        return self._paint.quiet if text.style.quiet else self._paint.ink

    def _arrange_edges(self) -> None:
        measure = self._measure
        area = find_area(measure)
        left, width = area.left(), area.width()
        top = measure.border + (measure.margin - measure.border) // 2
        self._status.setGeometry(left, top, width, measure.status_height)
        self._status.set_status(self._screen.status, self._paint, measure.unit)
        bar = measure.countdown_height
        bottom = measure.height - measure.border - measure.margin // 3 - bar
        self._countdown.setGeometry(left, bottom, width, bar)

    def _paint_setting(self, painter: QPainter, setting: Setting) -> None:
        ink = QColor(self._paint.ink)
        if not self._screen.has_preview:
            self._paint_icon(painter, self._screen.icon, setting.icon)
        if setting.rule.isValid():
            painter.fillRect(setting.rule, ink)
        if not setting.panel.isValid():
            return
        line = max(1.0, theme.PANEL_LINE * setting.unit)
        corner = theme.PANEL_PADDING * setting.unit
        painter.setPen(QPen(ink, line))
        painter.drawRoundedRect(QRectF(setting.panel), corner, corner)
        self._paint_icon(painter, Icon.NEXT, setting.arrow)

    def _paint_icon(self, painter: QPainter, icon: Icon, rect: QRect) -> None:
        painter.drawPixmap(
            rect.topLeft(), draw_icon(icon, self._paint.ink, rect.width())
        )


class _Caption(QWidget):
    """An icon with a word beside it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = QLabel(self)
        self._text = TextLabel(name, self)

    def show_notice(self, notice: Notice, paint: Paint, size_px: float) -> None:
        """Show `notice` as wide as it needs to be."""
        color = paint.alert if notice.stands_out else paint.ink
        side = round(_ICON_EM * size_px)
        height = round(theme.LINE_EM * size_px) + 1
        left = round(_TEXT_EM * size_px)
        width = round(measure_width(notice.text, size_px, bold=True)) + 1
        self._icon.setPixmap(draw_icon(notice.icon, color, side))
        self._icon.setGeometry(0, (height - side) // 2, side, side)
        self._text.setGeometry(left, 0, width, height)
        self._text.set_text(notice.text, size_px, color, bold=True)
        self.resize(left + width, height)
        self.show()


_ICON_EM = 1.15
_TEXT_EM = 1.5
"""How wide the icon of a notice is, and where its text begins, in its size."""


def _find_width(status: Status, size_px: float, gap: float) -> float:
    notices = (status.gate, *status.notices)
    width = measure_width(status.clock, size_px, bold=True)
    for notice in notices:
        text = measure_width(notice.text, size_px, bold=True)
        width += text + _TEXT_EM * size_px + gap
    return width + len(notices) * 2
