"""Form page: the boxes, chips and buttons by which a visitor is checked in."""

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.draft import Box
from kiosk.ui.reception_screens import FormScreen
from kiosk.ui.reception_widgets import Caption, Chips, NoteBar, TapButton
from kiosk.ui.shelves import Shelves
from kiosk.ui.taps import Write
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure

_TELEX = frozenset({Box.NAME, Box.HOST, Box.COMPANY, Box.PURPOSE, Box.BELONGINGS})
_NUMBERS = frozenset({Box.DOCUMENT, Box.PLATE, Box.BADGE})
"""What may be nothing but digits: a reader that types some means the box."""
_BUTTON_SHARES = (19, 19, 19, 13, 30)


class FormPage(QWidget):
    """Paints a `FormScreen`."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._screen: FormScreen | None = None
        self._measure = Measure(width=1, height=1)
        self._title = Caption("title", self)
        self._hint = Caption("hint", self)
        self._labels = {box: Caption(f"label_{box}", self) for box in Box}
        self._boxes = {box: self._make_box(box) for box in Box}
        self._offers = self._make_chips("offers", shares=True)
        self._hosts = self._make_chips("hosts")
        self._purposes = self._make_chips("purposes")
        self._companies = self._make_chips("companies")
        self._note = NoteBar(self)
        self._note.tapped.connect(self.tapped)
        self._buttons = [TapButton(self) for _ in _BUTTON_SHARES]
        for button in self._buttons:
            button.tapped.connect(self.tapped)

    def show_screen(self, screen: FormScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        if (screen, measure) == (self._screen, self._measure):
            return
        before = self._screen
        self._screen, self._measure = screen, measure
        self._arrange(screen)
        if before is not None:
            self._lead_keyboard(before, screen)

    def take_away(self) -> None:
        """Hide, and hold nothing of the last visitor."""
        self.hide()
        self._screen = None
        for box in self._boxes.values():
            box.clear()
        for chips in (self._offers, self._hosts, self._companies):
            chips.show_buttons((), 1.0)
        self._note.show_note(None, 1.0)

    def begin(self) -> None:
        """Let the keyboard write where a visitor's name belongs."""
        self._boxes[Box.NAME].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Arrange everything again for the new size."""
        super().resizeEvent(event)
        if self._screen is not None:
            self._arrange(self._screen)

    @Slot(str, str)
    def on_written(self, name: str, text: str) -> None:
        """Tell what was typed."""
        self.tapped.emit(Write(box=Box(name), text=text))

    def _lead_keyboard(self, before: FormScreen, after: FormScreen) -> None:
        """Go on behind what a card has filled; begin again with the next visitor."""
        old, new = (
            next(shown for shown in screen.boxes if shown.box is Box.NAME)
            for screen in (before, after)
        )
        if new.is_locked and not old.is_locked:
            self._boxes[Box.HOST].setFocus()
        elif old.text and not new.text:
            self._boxes[Box.NAME].setFocus()

    def _make_box(self, box: Box) -> TextBox:
        made = TextBox(
            box.value,
            self,
            telex=box in _TELEX,
            capitals=box is Box.NAME,
            number=box in _NUMBERS,
        )
        made.written.connect(self.on_written)
        return made

    def _make_chips(self, name: str, *, shares: bool = False) -> Chips:
        chips = Chips(name, self, shares=shares)
        chips.tapped.connect(self.tapped)
        return chips

    def _arrange(self, screen: FormScreen) -> None:
        unit = self._measure.unit
        shelves = Shelves(area=self.rect(), unit=unit)
        title, beside = shelves.put(look.TITLE_HEIGHT, (24, 76))
        self._set(self._title, title, screen.title, look.TITLE, bold=True)
        # Whoever is offered something needs no hint.
        hint = "" if screen.offers else screen.hint
        self._set(self._hint, beside, hint, look.HINT, bold=False)
        self._offers.setGeometry(beside)
        if self._measure.is_portrait:
            self._arrange_tall(shelves)
        else:
            self._arrange_wide(shelves)
        self._offers.show_buttons(screen.offers, unit)
        self._hosts.show_buttons(screen.hosts, unit)
        self._purposes.show_buttons(screen.purposes, unit)
        self._show_boxes(screen)
        self._arrange_foot(screen, shelves)

    def _arrange_wide(self, shelves: Shelves) -> None:
        name, document = shelves.put_boxes((64, 36))
        self._place(Box.NAME, name)
        self._place(Box.DOCUMENT, document)
        for rows, box, chips in (
            (2, Box.HOST, self._hosts),
            (1, Box.PURPOSE, self._purposes),
        ):
            place, beside = shelves.put_chips(rows)
            self._place(box, place)
            chips.setGeometry(beside)
        places = shelves.put_boxes((34, 20, 28, 18))
        boxes = (Box.COMPANY, Box.PLATE, Box.BELONGINGS, Box.BADGE)
        for box, place in zip(boxes, places, strict=True):
            self._place(box, place)

    def _arrange_tall(self, shelves: Shelves) -> None:
        for boxes in ((Box.NAME,), (Box.DOCUMENT, Box.BADGE)):
            self._place_row(shelves, boxes)
        (offers,) = shelves.put(2 * look.CHIP_HEIGHT + look.CHIP_GAP, (1,))
        self._offers.setGeometry(offers)
        for box, chips in ((Box.HOST, self._hosts), (Box.PURPOSE, self._purposes)):
            self._place_row(shelves, (box,))
            rows = 2 if box is Box.HOST else 1
            (beside,) = shelves.put(rows * (look.CHIP_HEIGHT + look.CHIP_GAP), (1,))
            chips.setGeometry(beside)
        for boxes in ((Box.COMPANY,), (Box.PLATE, Box.BELONGINGS)):
            self._place_row(shelves, boxes)

    def _place_row(self, shelves: Shelves, boxes: tuple[Box, ...]) -> None:
        places = shelves.put_boxes((1,) * len(boxes))
        for box, place in zip(boxes, places, strict=True):
            self._place(box, place)

    def _arrange_foot(self, screen: FormScreen, shelves: Shelves) -> None:
        unit = self._measure.unit
        note, rows = shelves.put_foot(portrait=self._measure.is_portrait)
        self._companies.setGeometry(note)
        self._companies.show_buttons(screen.companies, unit)
        self._note.setGeometry(note)
        self._note.show_note(screen.note, unit)
        shares = _BUTTON_SHARES
        rects = (
            [*shelves.split(rows[0], shares[1:4]), *shelves.split(rows[1], (20, 40))]
            if len(rows) > 1
            else shelves.split(rows[0], shares)
        )
        if len(rows) > 1:
            rects = [rects[3], *rects[:3], rects[4]]
        for button, rect, shown in zip(
            self._buttons, rects, screen.buttons, strict=True
        ):
            button.setGeometry(rect)
            button.show_button(shown, unit)

    def _place(self, box: Box, place: QRect) -> None:
        label = round(look.LABEL_HEIGHT * self._measure.unit)
        self._labels[box].setGeometry(place.left(), place.top(), place.width(), label)
        self._boxes[box].setGeometry(place.adjusted(0, label, 0, 0))

    def _show_boxes(self, screen: FormScreen) -> None:
        unit = self._measure.unit
        for shown in screen.boxes:
            self._labels[shown.box].fit(
                shown.label, look.LABEL * unit, look.QUIET, bold=False
            )
            box = self._boxes[shown.box]
            box.setAccessibleName(shown.label)
            box.show_text(
                shown.text, unit, is_locked=shown.is_locked, is_wrong=shown.is_wrong
            )

    def _set(
        self, label: Caption, rect: QRect, text: str, size: float, *, bold: bool
    ) -> None:
        label.setGeometry(rect)
        color = look.INK if bold else look.QUIET
        label.fit(text, size * self._measure.unit, color, bold=bold)
