"""Wedge matrix: codes typed at every pace, on every layout, with Caps Lock, beside Unikey.

Each layout is a process with an X server of its own (`python -m
tests.ui.wedge_matrix LAYOUT CODES`), so that they take their time side by side:
a reader's time is spent waiting. It prints one JSON object a cell.
"""

import json
import random
import string
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from tempfile import TemporaryFile
from typing import IO

from tests.ui import unikey
from tests.ui.watched_window import ROOT, Told, Window, a_window
from tests.ui.x11 import Typist, x_server

GAPS_MS = (0, 1, 2, 5, 10)
LAYOUTS = ("us", "vn", "fr", "de", "ru")
UNIKEY = "unikey"
"""A US layout, with ibus-unikey at work."""
LENGTHS = (12, 26, 40, 61, 75, 118)
"""From a typed number to a chip card (scanning.md 5)."""
LETTERS = string.ascii_letters + string.digits + string.punctuation + " "
END = "END OF THIS CELL"


Place = tuple[str, int, bool]
"""Layout, gap and Caps Lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What became of the codes of one pace."""

    layout: str
    gap_ms: int
    caps: bool
    typed: int
    exact: int
    wrong: int
    leaked: str
    """What came into the field."""
    heard_ms: Sequence[float]
    """From each code's last key to when Qt brought it."""
    payload_ms: Sequence[float]
    """From each code's last key to its payload."""

    @property
    def is_perfect(self) -> bool:
        """Say whether every code was read, and nothing else came of it."""
        return (self.exact, self.wrong, self.leaked) == (self.typed, 0, "")

    @property
    def place(self) -> Place:
        """Return where it stands in the matrix."""
        return self.layout, self.gap_ms, self.caps


def name_cell(place: Place) -> str:
    """Return what the cell is called."""
    layout, gap_ms, caps = place
    return f"{layout} {'caps ' if caps else ''}{gap_ms} ms"


def list_cells() -> list[Place]:
    """Return the places of all cells."""
    return [
        (layout, gap_ms, caps)
        for layout in (*LAYOUTS, UNIKEY)
        for caps in (False, True)
        for gap_ms in GAPS_MS
    ]


def list_layouts() -> list[str]:
    """Return the layouts that can be had on this machine."""
    return [*LAYOUTS, UNIKEY] if unikey.is_installed() else list(LAYOUTS)


def run_matrix(codes: int, layouts: Sequence[str]) -> list[Cell]:
    """Type `codes` in each cell, all layouts side by side."""
    with ExitStack() as stack:
        # Files, not pipes: a full pipe would stop a layout until its turn.
        files = [stack.enter_context(TemporaryFile("w+")) for _ in layouts]
        processes = [
            stack.enter_context(run(layout, codes, file))
            for layout, file in zip(layouts, files, strict=True)
        ]
        ends = [process.wait() for process in processes]
        assert ends == [0] * len(processes)
        return [Cell(**json.loads(line)) for file in files for line in read(file)]


@contextmanager
def run(layout: str, codes: int, file: IO[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process of one layout, which writes to `file`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.wedge_matrix", layout, str(codes)],
        cwd=ROOT,
        stdout=file,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def read(file: IO[str]) -> list[str]:
    """Return the lines that were written."""
    file.seek(0)
    return file.read().splitlines()


def make_codes(count: int, seed: str) -> list[str]:
    """Return codes of the lengths there are, of all that a US keyboard has."""
    dice = random.Random(seed)
    return [
        "".join(dice.choices(LETTERS, k=LENGTHS[number % len(LENGTHS)])).strip("] ")
        for number in range(count)
    ]


def run_layout(layout: str, codes: int) -> Iterator[Cell]:
    """Type the cells of one layout."""
    with ExitStack() as stack:
        server = stack.enter_context(x_server())
        session: Mapping[str, str] = {}
        if layout == UNIKEY:
            session = stack.enter_context(unikey.unikey(server))
        typist = stack.enter_context(closing(Typist(server)))
        if layout not in {"us", UNIKEY}:
            typist.load_layout(layout)
        window = stack.enter_context(a_window(server, environment=session))
        for caps in (False, True):
            for gap_ms in GAPS_MS:
                typed = make_codes(codes, f"{layout} {gap_ms} {caps}")
                told = type_cell(typist, window, typed, gap_ms)
                yield judge(layout, gap_ms, typed, told, caps=caps)
            typist.press_caps_lock()


def type_cell(
    typist: Typist, window: Window, typed: Sequence[str], gap_ms: int
) -> list[Told]:
    """Type the codes back to back, and return what the window told of them."""
    typist.type("".join(code + "\r" for code in typed), gap_ms)
    typist.type(END + "\r", gap_ms)
    told = []
    while (one := window.take()).get("read") != END:
        told.append(one)
    return told


def judge(
    layout: str,
    gap_ms: int,
    typed: Sequence[str],
    told: Sequence[Told],
    *,
    caps: bool,
) -> Cell:
    """Return what became of the codes."""
    read = [one["read"] for one in told if "read" in one]
    exact = sum((Counter(typed) & Counter(read)).values())
    return Cell(
        layout=layout,
        gap_ms=gap_ms,
        caps=caps,
        typed=len(typed),
        exact=exact,
        wrong=len(read) - exact,
        leaked="".join(one["field"] for one in told if "field" in one),
        heard_ms=[one["heard_ms"] for one in told if "heard_ms" in one],
        payload_ms=[one["ms"] for one in told if "ms" in one],
    )


def main() -> int:
    """Print what became of each cell of one layout."""
    layout, codes = sys.argv[1], int(sys.argv[2])
    for cell in run_layout(layout, codes):
        print(json.dumps(asdict(cell)), flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
