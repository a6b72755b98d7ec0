"""Admin pages: each paints one of the admin's screens."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.admin_shown import (
    ChooseScreen,
    EndScreen,
    MenuScreen,
    PassphraseScreen,
    PinScreen,
    ProgressScreen,
    Section,
)
from kiosk.ui.admin_widgets import (
    Bar,
    Dots,
    FactTable,
    Foot,
    Heading,
    Keys,
    Verdict,
    frame_page,
)
from kiosk.ui.buttons import Weight
from kiosk.ui.reception_theme import BUTTONS
from kiosk.ui.reception_widgets import Caption, NoteBar, paint_frame
from kiosk.ui.shelves import Shelves
from kiosk.ui.theme import Measure

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_HINT_HEIGHT = 5.0
_FEW = 2
"""Choices side by side on a portrait screen, or of a long menu."""
_ONE_COLUMN = 5
"""More choices than these would be lower than a finger."""


class PinPage(QWidget):
    """Paints a `PinScreen`: what to do at the left, the keys at the right."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._hint = Caption("hint", self)
        self._hint.setAlignment(_LEFT)
        self._dots = Dots(self)
        self._note = NoteBar(self)
        self._keys = Keys(self)
        self._foot = Foot(self)
        for view in (self._keys, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: PinScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        if not measure.is_portrait:
            left, right = shelf.split(body, (47, 53))
            shelf = Shelves(area=left, unit=unit)
            self._keys.setGeometry(right)
        for view, height in ((self._hint, 10), (self._dots, 9), (self._note, 15)):
            view.setGeometry(shelf.put(height, (1,))[0])
        if measure.is_portrait:
            self._keys.setGeometry(body.adjusted(0, shelf.top - body.top(), 0, 0))
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._hint.fit(
            screen.hint, look.NOTE_TEXT * unit, look.INK, bold=False, lines=2
        )
        self._dots.show_dots(screen.typed, screen.places, unit)
        self._note.show_note(screen.note, unit)
        self._keys.show_keys(screen.keys, 3, unit)
        self._foot.show_buttons(screen.buttons, unit)


class MenuPage(QWidget):
    """Paints a `MenuScreen`: how the kiosk is, and what can be done."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._note = NoteBar(self)
        self._facts = FactTable(self)
        self._keys = Keys(self)
        self._foot = Foot(self)
        for view in (self._keys, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: MenuScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        if screen.note is not None:
            self._note.setGeometry(shelf.put(look.NOTE_HEIGHT, (1,))[0])
        shares = (1,) if measure.is_portrait else (46, 54)
        places = shelf.put(36 if measure.is_portrait else 44, shares)
        keys = shelf.put(42, (1,))[0] if measure.is_portrait else places[1]
        self._facts.setGeometry(places[0])
        self._keys.setGeometry(keys)
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._note.show_note(screen.note, unit)
        self._facts.show_lines(screen.lines, unit)
        columns = 1 if len(screen.choices) <= _ONE_COLUMN else _FEW
        self._keys.show_keys(screen.choices, columns, unit)
        self._foot.show_buttons(screen.buttons, unit)


class ChoosePage(QWidget):
    """Paints a `ChooseScreen`: stick, kind and period one under the other."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._note = NoteBar(self)
        self._sections = [SectionView(self) for _ in range(2)]
        self._summary = Caption("summary", self)
        self._summary.setAlignment(
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        )
        self._foot = Foot(self)
        for section in self._sections:
            section.tapped.connect(self.tapped)
        self._foot.tapped.connect(self.tapped)

    def show_screen(self, screen: ChooseScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        summary = round(6 * unit)
        shelf = Shelves(area=body, unit=unit)
        self._note.setGeometry(shelf.put(look.NOTE_HEIGHT, (1,))[0])
        free = (body.bottom() - summary - shelf.top) / unit
        height = min(free / 2 - look.GAP, 40 if measure.is_portrait else 25)
        for view, section in zip(self._sections, screen.sections, strict=True):
            view.setGeometry(shelf.put(height, (1,))[0])
            view.show_section(section, measure)
        self._summary.setGeometry(body.adjusted(0, body.height() - summary, 0, 0))
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._note.show_note(screen.stick, unit)
        size = look.NOTE_TEXT * unit
        self._summary.fit(screen.summary, size, look.INK, bold=True)
        self._foot.show_buttons(screen.buttons, unit)


class SectionView(QWidget):
    """Paints a `Section`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Caption("section", self)
        self._hint = Caption("section_hint", self)
        for caption in (self._title, self._hint):
            caption.setAlignment(_LEFT)
        self._keys = Keys(self)
        self._keys.tapped.connect(self.tapped)

    def show_section(self, section: Section, measure: Measure) -> None:
        """Show `section`, its hint below the choices."""
        unit, is_tall = measure.unit, measure.is_portrait
        label = round(_HINT_HEIGHT * unit)
        hint = round(_HINT_HEIGHT * (2 if is_tall else 1) * unit)
        gap = round(look.GAP * unit)
        width, height = self.width(), self.height()
        self._title.setGeometry(0, 0, width, label)
        self._title.fit(section.title, look.HINT * unit, look.INK, bold=True)
        self._keys.setGeometry(0, label, width, height - label - hint - gap)
        columns = _FEW if is_tall else len(section.choices)
        self._keys.show_keys(section.choices, columns, unit)
        self._hint.setGeometry(0, height - hint, width, hint)
        size = look.HINT * unit
        self._hint.fit(section.hint, size, look.QUIET, bold=False, lines=2)


class ProgressPage(QWidget):
    """Paints a `ProgressScreen`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._phase = Caption("phase", self)
        self._phase.setAlignment(_LEFT)
        self._bar = Bar(self)
        self._percent = Caption("percent", self)
        self._percent.setAlignment(_LEFT)
        self._left = Caption("left", self)
        self._left.setAlignment(
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        )
        self._warning = Caption("warning", self)
        self._warning.setAlignment(_LEFT)
        self._foot = Foot(self)
        self._foot.tapped.connect(self.tapped)

    def show_screen(self, screen: ProgressScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        body.adjust(0, round(6 * unit), 0, 0)
        shelf = Shelves(area=body, unit=unit)
        self._phase.setGeometry(shelf.put(7, (1,))[0])
        self._bar.setGeometry(shelf.put(11, (1,))[0])
        percent, left = shelf.put(8, (40, 60))
        self._percent.setGeometry(percent)
        self._left.setGeometry(left)
        self._warning.setGeometry(shelf.put(12, (1,))[0])
        self._heading.show_heading(screen.title, "", unit)
        size = look.NOTE_TEXT * unit
        self._phase.fit(screen.phase, size, look.INK, bold=True)
        self._bar.show_share(screen.share, screen.percent, unit)
        self._percent.fit(screen.percent, size, look.INK, bold=True)
        self._left.fit(screen.left, size, look.INK, bold=False)
        self._warning.fit(screen.warning, size, look.RED, bold=True, lines=2)
        self._foot.show_buttons(screen.buttons, unit)


class PassphrasePage(QWidget):
    """Paints a `PassphraseScreen`; it holds nothing once it is hidden."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._unit = 1.0
        self._panel = QRect()
        self._heading = Heading(self)
        self._passphrase = Caption("passphrase", self)
        self._passphrase.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = Caption("hint", self)
        self._hint.setAlignment(_LEFT)
        self._note = NoteBar(self)
        self._foot = Foot(self)
        self._foot.tapped.connect(self.tapped)

    def show_screen(self, screen: PassphraseScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = self._unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        self._panel = shelf.put(35, (1,))[0]
        pad = round(3 * unit)
        self._passphrase.setGeometry(self._panel.adjusted(pad, pad, -pad, -pad))
        self._hint.setGeometry(shelf.put(16, (1,))[0])
        self._note.setGeometry(shelf.put(12, (1,))[0])
        self._note.show_note(screen.note, unit)
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._passphrase.fit(screen.passphrase, 12 * unit, look.INK, bold=True, lines=2)
        size = look.NOTE_TEXT * unit
        self._hint.fit(screen.hint, size, look.INK, bold=False, lines=4)
        self._foot.show_buttons(screen.buttons, unit)
        self.update()

    def hide_all(self) -> None:
        """Hold nothing."""
        self._passphrase.take_away()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the panel around the passphrase."""
        del event
        with QPainter(self) as painter:
            paint = BUTTONS[Weight.PLAIN]
            paint_frame(painter, QRectF(self._panel), paint, self._unit)


class EndPage(QWidget):
    """Paints an `EndScreen`: how it ended, large, and what was written."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._verdict = Verdict(self)
        self._facts = FactTable(self)
        self._foot = Foot(self)
        self._foot.tapped.connect(self.tapped)

    def show_screen(self, screen: EndScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        self._verdict.setGeometry(shelf.put(24, (1,))[0])
        shelf.top += round(2 * unit)
        self._facts.setGeometry(shelf.put(36, (1,))[0])
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._verdict.show_verdict(
            screen.verdict, screen.advice, unit, is_good=screen.is_good
        )
        self._facts.show_lines(screen.lines, unit)
        self._foot.show_buttons(screen.buttons, unit)
