"""Roll page: the list that is ticked off when the alarm has rung."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from kiosk.reception import Visit
from kiosk.ui import reception_theme as look
from kiosk.ui import theme
from kiosk.ui.pager import Pager
from kiosk.ui.reception_screens import RollScreen
from kiosk.ui.reception_widgets import Caption, NoteBar, TapButton
from kiosk.ui.roll_delegate import DETAIL, NAME, SEEN, RollDelegate
from kiosk.ui.roll_call import RollCall
from kiosk.ui.shelves import Shelves
from kiosk.ui.taps import SearchWrite, TickTap
from kiosk.ui.text_box import TextBox
from kiosk.ui.theme import Measure

Index = QModelIndex | QPersistentModelIndex


class RollModel(QAbstractListModel):
    """The rows of a roll call; each is put into words when it is painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._roll: RollCall | None = None
        self._visits: tuple[Visit, ...] = ()
        self._describe: Describe = _say_nothing

    def show_roll(self, roll: RollCall | None, describe: "Describe") -> None:
        """Show `roll`; ticking alone changes no row's place."""
        visits = roll.list_shown() if roll else ()
        self._describe = describe
        if visits == self._visits:
            self._roll = roll
            if visits:
                self.dataChanged.emit(self.index(0), self.index(len(visits) - 1))
            return
        self.beginResetModel()
        self._roll, self._visits = roll, visits
        self.endResetModel()

    def find_visit(self, index: Index) -> Visit:
        """Return whose row it is."""
        return self._visits[index.row()]

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._visits)

    def data(self, index: Index, role: int = NAME) -> object:
        """Return the name, what stands under it, or whether they were seen."""
        visit = self._visits[index.row()]
        if role == NAME:
            return visit.name
        if role == DETAIL:
            return self._describe(visit)
        if role == SEEN:
            return self._roll is not None and visit.visit_id in self._roll.seen
        return None
