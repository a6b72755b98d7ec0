"""Page frame: one of a view's pages at a time, below the status line."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from kiosk.ui import reception_theme as look
from kiosk.ui.status import Status
from kiosk.ui.theme import Measure
from kiosk.ui.widgets import StatusLine

_PageT = TypeVar("_PageT", bound=QWidget)


class PageFrame(Generic[_PageT]):
    """Places the status line and one page of `view`; `leave` hides the others.

    A page that is left holds nothing of anybody.
    """

    def __init__(
        self,
        view: QWidget,
        pages: Sequence[_PageT],
        leave: Callable[[_PageT], None],
    ) -> None:
        self._view = view
        self._status = StatusLine(view)
        self._pages = tuple(pages)
        self._leave = leave
        for page in self._pages:
            page.hide()

    @property
    def pages(self) -> tuple[_PageT, ...]:
        """Return all pages, shown or not."""
        return self._pages

    def bring(self, page: _PageT, status: Status, measure: Measure) -> bool:
        """Show `page` alone, in its place; say whether it was not shown before."""
        page.setGeometry(self._place(status, measure))
        for other in self._pages:
            if other is not page and not other.isHidden():
                self._leave(other)
        is_new = page.isHidden()
        if is_new:
            page.show()
        return is_new

    def take_away(self) -> None:
        """Show no page."""
        for page in self._pages:
            self._leave(page)

    def _place(self, status: Status, measure: Measure) -> QRect:
        """Show `status` at the top, and return the place below it."""
        margin = round(3.2 * measure.unit)
        width = self._view.width() - 2 * margin
        top = round(1.6 * measure.unit)
        self._status.setGeometry(margin, top, width, measure.status_height)
        self._status.set_status(status, look.DESK, measure.unit)
        top += measure.status_height + round(0.8 * measure.unit)
        return QRect(margin, top, width, self._view.height() - top - margin)
