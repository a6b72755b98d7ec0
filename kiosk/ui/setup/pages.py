"""Setup pages: paint enrolment's steps, the settings, and what the checks found."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_shown import (
    CheckRow,
    CheckupScreen,
    SettingRow,
    SettingsScreen,
    StepScreen,
)
from kiosk.ui.admin_widgets import FactTable, Foot, Heading, Keys, frame_page
from kiosk.ui.pictures import draw_icon
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.reception_widgets import Caption, NoteBar, paint_frame
from kiosk.ui.setup.state import CHECKS_PAGE
from kiosk.ui.shelves import Shelves
from kiosk.ui.status import Icon
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ROWS = 4
"""Settings of a full page; fewer stand as high."""
_LABEL_SHARE = (28, 72)
_ACTS_HEIGHT = 8.0
_ICON = 7.0
_ASK = 6.4


class StepPage(QWidget):
    """Paints a `StepScreen`; it holds nothing once it is hidden."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._ask = Caption("ask", self)
        self._hint = Caption("hint", self)
        for caption in (self._ask, self._hint):
            caption.setAlignment(_LEFT)
        self._note = NoteBar(self)
        self._facts = FactTable(self)
        self._choices = Keys(self)
        self._foot = Foot(self)
        for view in (self._choices, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: StepScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        for view, height in ((self._ask, 16), (self._hint, 12)):
            view.setGeometry(shelf.put(height, (1,))[0])
        self._note.setGeometry(shelf.put(14 if screen.note else 0, (1,))[0])
        free = body.adjusted(0, shelf.top - body.top(), 0, 0)
        self._facts.setGeometry(free)
        self._place_choices(len(screen.choices), free, measure)
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._ask.fit(screen.ask, _ASK * unit, look.INK, bold=True, lines=2)
        size = look.NOTE_TEXT * unit
        self._hint.fit(screen.hint, size, look.QUIET, bold=False, lines=3)
        self._note.show_note(screen.note, unit)
        self._facts.show_lines(screen.lines, unit)
        columns = 1 if measure.is_portrait else 2
        self._choices.show_keys(screen.choices, columns, unit)
        self._foot.show_buttons(screen.buttons, unit)

    def hide_all(self) -> None:
        """Hold nothing of what was read in a test."""
        self._facts.show_lines((), 1.0)

    def _place_choices(self, count: int, free: QRect, measure: Measure) -> None:
        rows = count if measure.is_portrait else -(-count // 2)
        height = min(free.height(), round(rows * look.BUTTON_HEIGHT * measure.unit))
        self._choices.setGeometry(free.left(), free.top(), free.width(), height)


class SettingsPage(QWidget):
    """Paints a `SettingsScreen`: a setting a row, its values beside its name."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._rows = [SettingView(self) for _ in range(_ROWS)]
        self._note = NoteBar(self)
        self._acts = Keys(self)
        self._foot = Foot(self)
        for row in self._rows:
            row.tapped.connect(self.tapped)
        for view in (self._acts, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: SettingsScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        acts, note = round(_ACTS_HEIGHT * unit), round(look.NOTE_HEIGHT * unit)
        gap = round(look.GAP * unit)
        bottom = body.bottom() + 1 - acts
        self._acts.setGeometry(body.left(), bottom, body.width(), acts)
        bottom -= note + gap
        self._note.setGeometry(body.left(), bottom, body.width(), note)
        step = (bottom - body.top()) // _ROWS
        for index, view in enumerate(self._rows):
            view.setGeometry(
                body.left(), body.top() + index * step, body.width(), step - gap
            )
            is_used = index < len(screen.rows)
            view.show_row(screen.rows[index] if is_used else None, measure)
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._note.show_note(screen.note, unit)
        self._acts.show_keys(screen.acts, 2, unit)
        self._foot.show_buttons(screen.buttons, unit)


class SettingView(QWidget):
    """Paints a `SettingRow`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = Caption("setting", self)
        self._hint = Caption("setting_hint", self)
        for caption in (self._label, self._hint):
            caption.setAlignment(_LEFT)
        self._keys = Keys(self)
        self._keys.tapped.connect(self.tapped)

    def show_row(self, row: SettingRow | None, measure: Measure) -> None:
        """Show `row`, or nothing."""
        self.setVisible(row is not None)
        if row is None:
            return
        unit = measure.unit
        shelf = Shelves(area=self.rect(), unit=unit)
        if measure.is_portrait:
            half = round(self.height() * 0.4)
            label = QRect(0, 0, self.width(), half)
            keys = QRect(0, half, self.width(), self.height() - half)
        else:
            label, keys = shelf.split(self.rect(), _LABEL_SHARE)
        upper = label.height() * 55 // 100 if row.hint else label.height()
        self._label.setGeometry(label.left(), label.top(), label.width(), upper)
        self._hint.setGeometry(label.adjusted(0, upper, 0, 0))
        self._keys.setGeometry(keys)
        size = look.NOTE_TEXT * unit
        self._label.fit(row.label, size, look.INK, bold=True, lines=2)
        if row.hint:
            self._hint.fit(row.hint, look.HINT * unit, look.QUIET, bold=False, lines=2)
        else:
            self._hint.take_away()
        self._keys.show_keys(row.choices, max(1, len(row.choices)), unit)


class CheckupPage(QWidget):
    """Paints a `CheckupScreen`: what was found, a row each."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._note = NoteBar(self)
        self._rows = [CheckView(self) for _ in range(CHECKS_PAGE)]
        self._acts = Keys(self)
        self._foot = Foot(self)
        for view in (self._acts, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: CheckupScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        columns = 2 if measure.is_portrait else max(1, len(screen.acts))
        acts = round(_ACTS_HEIGHT * unit) * -(-len(screen.acts) // columns)
        gap = round(look.GAP * unit)
        shelf = Shelves(area=body, unit=unit)
        self._note.setGeometry(shelf.put(look.NOTE_HEIGHT, (1,))[0])
        bottom = body.bottom() + 1 - acts
        self._acts.setGeometry(body.left(), bottom, body.width(), acts)
        step = (bottom - gap - shelf.top) // CHECKS_PAGE
        for index, view in enumerate(self._rows):
            view.setGeometry(
                body.left(), shelf.top + index * step, body.width(), step - gap
            )
            is_used = index < len(screen.rows)
            view.show_row(screen.rows[index] if is_used else None, unit)
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._note.show_note(screen.note, unit)
        self._acts.show_keys(screen.acts, columns, unit)
        self._foot.show_buttons(screen.buttons, unit)


class CheckView(QWidget):
    """Paints a `CheckRow`: a tick or a triangle, what was found, and the way out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._paint = look.GOOD_NOTE
        self._unit = 1.0
        self._icon = QLabel(self)
        self._name = Caption("check", self)
        self._detail = Caption("finding", self)
        for caption in (self._name, self._detail):
            caption.setAlignment(_LEFT)

    def show_row(self, row: CheckRow | None, unit: float) -> None:
        """Show `row`, or nothing."""
        self.setVisible(row is not None)
        if row is None:
            return
        self._unit = unit
        plain = ButtonPaint(field=look.PAPER, ink=look.INK, border=look.LINE)
        self._paint = plain if row.is_good else look.OTHER_NOTE
        side, pad = min(round(_ICON * unit), self.height()), round(1.6 * unit)
        icon = Icon.TICK if row.is_good else Icon.ATTENTION
        ink = look.TEAL if row.is_good else look.INK
        self._icon.setPixmap(draw_icon(icon, ink, side))
        self._icon.setGeometry(pad, (self.height() - side) // 2, side, side)
        left = side + 2 * pad
        width = round((self.width() - left) * 0.22)
        self._name.setGeometry(left, 0, width, self.height())
        size = look.NOTE_TEXT * unit
        self._name.fit(row.name, size, look.INK, bold=True, lines=2)
        left += width + pad
        self._detail.setGeometry(left, 0, self.width() - left - pad, self.height())
        said = f"{row.detail} {row.fix}".rstrip()
        self._detail.fit(said, size, look.INK, bold=False, lines=3)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field."""
        del event
        with QPainter(self) as painter:
            paint_frame(painter, QRectF(self.rect()), self._paint, self._unit)
