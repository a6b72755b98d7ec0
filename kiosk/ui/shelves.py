"""Shelves: places one under the other, each divided by shares; no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect

from kiosk.ui import reception_theme as look


@dataclass(slots=True, kw_only=True)
class Shelves:
    """The places of one page, filled from the top; its foot stands at the bottom."""

    area: QRect
    unit: float
    top: int = field(init=False)

    def __post_init__(self) -> None:
        self.top = self.area.top()

    def put(self, height: float, shares: Sequence[float]) -> list[QRect]:
        """Return places side by side, `height` units high."""
        rect = QRect(
            self.area.left(), self.top, self.area.width(), round(height * self.unit)
        )
        self.top = rect.bottom() + 1 + round(look.GAP * self.unit)
        return self.split(rect, shares)

    def put_boxes(self, shares: Sequence[float]) -> list[QRect]:
        """Return places for boxes with a label above each."""
        return self.put(look.LABEL_HEIGHT + look.BOX_HEIGHT, shares)

    def put_chips(self, rows: int) -> list[QRect]:
        """Return the place of a box, and beside it of so many rows of chips."""
        height = rows * look.CHIP_HEIGHT + (rows - 1) * look.CHIP_GAP
        height = max(height, look.LABEL_HEIGHT + look.BOX_HEIGHT)
        box, chips = self.put(height, (38, 62))
        box.setHeight(round((look.LABEL_HEIGHT + look.BOX_HEIGHT) * self.unit))
        if rows == 1:
            chips = self.drop_label(chips)
        return [box, chips]

    def drop_label(self, place: QRect) -> QRect:
        """Return `place` without its label's height."""
        return place.adjusted(0, round(look.LABEL_HEIGHT * self.unit), 0, 0)

    def put_foot(self, *, portrait: bool) -> tuple[QRect, list[QRect]]:
        """Return the place of the note, and the rows of buttons below it."""
        height = round(look.BUTTON_HEIGHT * self.unit)
        gap = round(look.GAP * self.unit)
        bottom = self.area.bottom() + 1
        rows: list[QRect] = []
        for _ in range(2 if portrait else 1):
            bottom -= height
            rows.insert(0, QRect(self.area.left(), bottom, self.area.width(), height))
            bottom -= gap
        note = round(look.NOTE_HEIGHT * self.unit)
        return QRect(self.area.left(), bottom - note, self.area.width(), note), rows

    def split(self, rect: QRect, shares: Sequence[float]) -> list[QRect]:
        """Return `rect` divided by `shares`, with gaps between."""
        gap = round(look.COLUMN_GAP * self.unit)
        free = rect.width() - gap * (len(shares) - 1)
        places = []
        left = float(rect.left())
        for share in shares:
            width = free * share / sum(shares)
            places.append(QRect(round(left), rect.top(), round(width), rect.height()))
            left += width + gap
        return places
