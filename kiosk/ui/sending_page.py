"""Sending page: paints how sending goes, and the entries that need attention."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.admin_shown import SendingScreen
from kiosk.ui.admin_widgets import FactTable, Foot, Heading, Keys, Verdict, frame_page
from kiosk.ui.sending_flow import PAGE
from kiosk.ui.shelves import Shelves
from kiosk.ui.theme import Measure

_COLUMNS = 2
_ACTS_HEIGHT = 8.0
_TOP_HEIGHT = 25.0
_VERDICT_HEIGHT = 29.0


class SendingPage(QWidget):
    """Paints a `SendingScreen`: facts and what they come to above, entries below."""

    tapped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = Heading(self)
        self._facts = FactTable(self)
        self._verdict = Verdict(self)
        self._choices = Keys(self)
        self._acts = Keys(self)
        self._foot = Foot(self)
        for view in (self._choices, self._acts, self._foot):
            view.tapped.connect(self.tapped)

    def show_screen(self, screen: SendingScreen, measure: Measure) -> None:
        """Show `screen` as large as `measure` says."""
        unit = measure.unit
        body = frame_page(self, measure, self._heading, self._foot)
        shelf = Shelves(area=body, unit=unit)
        if measure.is_portrait:
            (facts,), (verdict,) = (
                shelf.put(height, (1,)) for height in (_TOP_HEIGHT, _VERDICT_HEIGHT)
            )
        else:
            facts, verdict = shelf.put(_TOP_HEIGHT, (38, 62))
        self._facts.setGeometry(facts)
        self._verdict.setGeometry(verdict)
        free = body.adjusted(0, shelf.top - body.top(), 0, 0)
        self._show_keys(screen, free, measure)
        self._heading.show_heading(screen.title, screen.lock, unit)
        self._facts.show_lines(screen.lines, unit)
        self._verdict.show_verdict(
            screen.verdict, screen.advice, unit, is_good=screen.is_good
        )
        self._foot.show_buttons(screen.buttons, unit)

    def _show_keys(self, screen: SendingScreen, free: QRect, measure: Measure) -> None:
        unit = measure.unit
        acts = (*screen.pages, *screen.acts)
        beside = 2 if measure.is_portrait else 4
        rows = -(-len(acts) // beside)
        height = round(_ACTS_HEIGHT * rows * unit)
        self._acts.setGeometry(free.adjusted(0, free.height() - height, 0, 0))
        choices = free.adjusted(0, 0, 0, -height - round(2 * unit))
        shown, most = -(-len(screen.choices) // _COLUMNS), -(-PAGE // _COLUMNS)
        choices.setHeight(choices.height() * shown // most)
        self._choices.setGeometry(choices)
        self._choices.show_keys(screen.choices, _COLUMNS, unit)
        self._acts.show_keys(acts, beside, unit)
