"""Roll rows: the visitors of a roll call as a list that Qt can show at once."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kiosk.reception import Visit
from kiosk.ui import reception_theme as look
from kiosk.ui import theme
from kiosk.ui.fitting import fit_into
from kiosk.ui.pictures import draw_icon
from kiosk.ui.reception_theme import ButtonPaint
from kiosk.ui.reception_widgets import paint_frame, paint_ring
from kiosk.ui.roll_call import RollCall
from kiosk.ui.status import Icon
from kiosk.ui.texts import Texts
from kiosk.ui.visit_words import describe

Index = QModelIndex | QPersistentModelIndex

NAME = Qt.ItemDataRole.DisplayRole.value
DETAIL = Qt.ItemDataRole.UserRole.value
SEEN = DETAIL + 1

_UNSEEN = ButtonPaint(field=look.ROW, ink=look.INK, border=look.LINE)
_SEEN = ButtonPaint(field=look.ROW_SEEN, ink=look.INK, border=look.TEAL)
_BOX_UNITS = 6.2


class RollModel(QAbstractListModel):
    """The rows of a roll call; each is put into words when it is painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._roll: RollCall | None = None
        self._texts: Texts | None = None
        self._visits: tuple[Visit, ...] = ()

    def show_roll(self, roll: RollCall | None, texts: Texts | None) -> None:
        """Show `roll`; a tick alone moves no row."""
        visits = roll.list_shown() if roll else ()
        if visits != self._visits:
            self.beginResetModel()
            self._roll, self._texts, self._visits = roll, texts, visits
            self.endResetModel()
            return
        self._roll, self._texts = roll, texts
        if visits:
            self.dataChanged.emit(self.index(0), self.index(len(visits) - 1))

    def find_visit(self, index: Index) -> Visit:
        """Return whose row it is."""
        return self._visits[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._visits)

    def data(self, index: Index, role: int = NAME) -> object:
        """Return the name, what stands under it, or whether the visitor was seen."""
        visit = self._visits[index.row()]
        if role == NAME:
            return visit.name
        if role == SEEN:
            return self._roll is not None and visit.visit_id in self._roll.seen
        if role == DETAIL and self._roll is not None and self._texts is not None:
            return describe(visit, self._texts, self._roll.taken_at)
        return None


class RollDelegate(QStyledItemDelegate):
    """Paints one visitor: a large box to tick, the name, what the visit is about."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.unit = 1.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of every row."""
        del option, index
        return QSize(round(20 * self.unit), round(look.ROLL_ROW * self.unit))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint the row of `index`."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        gap = round(0.35 * self.unit)
        frame = rect.adjusted(0, gap, 0, -gap)
        is_seen = bool(index.data(SEEN))
        painter.save()
        paint_frame(painter, QRectF(frame), _SEEN if is_seen else _UNSEEN, self.unit)
        if state & QStyle.StateFlag.State_HasFocus:
            paint_ring(painter, QRectF(frame), self.unit)
        left = self._paint_box(painter, frame, is_seen=is_seen)
        self._paint_texts(painter, frame.adjusted(left, 0, 0, 0), index)
        painter.restore()

    def _paint_box(self, painter: QPainter, frame: QRect, *, is_seen: bool) -> int:
        side, pad = round(_BOX_UNITS * self.unit), round(look.PADDING * self.unit)
        top = frame.top() + (frame.height() - side) // 2
        place = QRect(frame.left() + pad, top, side, side)
        if is_seen:
            painter.drawPixmap(place, draw_icon(Icon.TICK, look.TEAL, side))
        else:
            painter.setPen(QPen(QColor(look.INK), max(2.0, 0.35 * self.unit)))
            painter.setBrush(QColor(theme.WHITE))
            corner = look.CORNER * self.unit
            painter.drawRoundedRect(QRectF(place), corner, corner)
        return side + 2 * pad

    def _paint_texts(self, painter: QPainter, area: QRect, index: Index) -> None:
        edge = round(0.3 * self.unit)
        room = area.adjusted(0, edge, -round(look.PADDING * self.unit), -edge)
        middle = room.top() + round(room.height() * 0.57)
        rows = (
            (QRect(room.topLeft(), QSize(room.width(), middle - room.top())), NAME),
            (QRect(room.left(), middle, room.width(), room.bottom() - middle), DETAIL),
        )
        for place, role in rows:
            is_name = role == NAME
            size = (look.ROLL_NAME if is_name else look.ROW_DETAIL) * self.unit
            text = str(index.data(role) or "")
            if not text:
                continue
            fit = fit_into(text, size, place.size(), bold=is_name)
            painter.setFont(theme.make_font(fit.size_px, bold=is_name))
            painter.setPen(QColor(look.INK if is_name else look.QUIET))
            middle_left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(place, middle_left | Qt.TextFlag.TextDontClip, fit.text)
