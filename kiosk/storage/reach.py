"""Reach: how far the chain went, by every page of a damaged database that speaks of it.

Not rows alone name positions: the cells of indexes do, and the pages above the
leaves. Where they end for sure is told by the right edge of a tree, if each of
its pages is good.
"""

from dataclasses import dataclass

from kiosk.storage.cells import Cell, find_last_child, read_cells
from kiosk.storage.images import Images
from kiosk.storage.tables import ENTRIES, HEAD, OUTBOX

_ID_BYTES = 16
_NO_POSITION = 2**40
"""Times are more than this in microseconds, and no chain gets as long."""

_DEEPEST = 20
"""SQLite's trees are never as deep (BTCURSOR_MAX_DEPTH)."""

_NAMED = frozenset({ENTRIES.name, OUTBOX.name, HEAD.name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`highest` is the newest position that anything speaks of.

    `proven` is the chain's end, None where a page that would tell it is bad.
    """

    highest: int
    proven: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge:
    """The greatest rowid on the right edge of a tree, as far down as its pages are good."""

    highest: int
    is_whole: bool


class Heard:
    """What the cells of all pages said, one after another."""

    def __init__(self) -> None:
        self._highest = 0
        self._roots: dict[str, set[int]] = {}

    def hear(self, cell: Cell) -> None:
        """Take note of a cell that is no row of a table."""
        self._highest = max(self._highest, _find_position(cell))
        match cell.values:
            case ("table", str(name), str(), int(root), *_) if name in _NAMED:
                self._roots.setdefault(name, set()).add(root)
            case _:
                pass

    def conclude(self, images: Images) -> Reach:
        """Return how far the chain went.

        Two proofs, of different pages: the newest entry itself; or the head and
        the outbox, as whatever was appended since the head was folded waits there.
        """
        rows = self._follow(images, ENTRIES.name)
        waiting = self._follow(images, OUTBOX.name)
        folded = self._read_folded(images)
        proven = None
        if rows.is_whole:
            proven = rows.highest
        elif waiting.is_whole and folded is not None:
            proven = max(waiting.highest, folded)
        return Reach(
            highest=max(self._highest, rows.highest, waiting.highest, folded or 0),
            proven=proven if images.is_log_whole() else None,
        )

    def _follow(self, images: Images, name: str) -> _Edge:
        root = self._find_root(name)
        return _Edge(highest=0, is_whole=False) if root is None else _walk(images, root)

    def _find_root(self, name: str) -> int | None:
        """Return where a table begins, None where nothing or more than one thing says so."""
        roots = self._roots.get(name, set())
        return next(iter(roots)) if len(roots) == 1 else None

    def _read_folded(self, images: Images) -> int | None:
        """Return the position of the head's row."""
        root = self._find_root(HEAD.name)
        page = None if root is None else images.get_newest(root)
        if root is None or page is None:
            return None
        for cell in read_cells(page, root, images.get):
            match cell.values:
                case (None, int(position), bytes(), *_):
                    return position
                case _:
                    continue
        return None


def _walk(images: Images, root: int) -> _Edge:
    number, highest = root, 0
    for _ in range(_DEEPEST):
        page = images.get_newest(number)
        if page is None:  # a page below another holds a row at least
            return _Edge(highest=highest + (highest > 0), is_whole=False)
        last = find_last_child(page)
        if last is None:
            rowids = [cell.rowid or 0 for cell in read_cells(page, number, images.get)]
            return _Edge(highest=max([highest, *rowids]), is_whole=True)
        number, highest = last.page, max(highest, last.after)
    return _Edge(highest=highest, is_whole=False)


def _find_position(cell: Cell) -> int:
    """Return the position that an index's cell names, 0 for none.

    The cell ends with the rowid of its row, which is the position in the
    tables of entries and visits, and never more than that in the others.
    """
    if cell.rowid is not None or not cell.is_whole:
        return 0
    match cell.values:
        case (bytes(named), int(position)) if len(named) == _ID_BYTES:
            found = position
        case (int(before), int(position)) | (bytes(), int(before), int(position)):
            found = position if before == position else 0
        case _:
            found = 0
    return found if found < _NO_POSITION else 0
