"""Test the wedge in a real window on a real X server, keys by XTEST."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ui.x11 import Typist, x_server

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 20.0
PRINTABLE = "".join(chr(number) for number in range(0x20, 0x7F))
CODES = [
    "001190000123|TRAN THI THU NGHIEM|05031990",
    "079201000456||Le Van Gia Dinh|20112001|Nam|12/3",
    PRINTABLE,
    PRINTABLE[::-1],
    "HTTPS://VI.DU/?q=A_b&c=%20#7",
    *[f"VP1:{number:06d}" for number in range(15)],
]

pytestmark = [pytest.mark.xcb, pytest.mark.timing]


class Window:
    """The window's process, and what it has told."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._told: queue.Queue[dict[str, str]] = queue.Queue()

    def listen(self) -> None:
        """Take in what the process tells, to its end."""
        for line in self._process.stdout or ():
            self._told.put(json.loads(line))

    def next(self, key: str) -> dict[str, str]:
        """Return the next that was told, which must have `key`."""
        told = self._told.get(timeout=PATIENCE_S)
        assert key in told, told
        return told

    def is_silent(self) -> bool:
        """Tell whether nothing more was told."""
        return self._told.empty()


@pytest.fixture
def server() -> Iterator[str]:
    with x_server() as name:
        yield name


@pytest.fixture
def typist(server: str) -> Iterator[Typist]:
    typist = Typist(server)
    yield typist
    typist.close()


@contextmanager
def a_window(server: str, busy_s: float = 0.0) -> Iterator[Window]:
    environment = os.environ | {
        "DISPLAY": server,
        "QT_QPA_PLATFORM": "xcb",
        "QT_IM_MODULE": "none",
        "QT_IM_MODULES": "none",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.wedge_window", str(busy_s)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    window = Window(process)
    listener = threading.Thread(target=window.listen, name="window listener")
    listener.start()
    try:
        window.next("ready")
        yield window
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
        listener.join(PATIENCE_S)
        if process.stdout is not None:
            process.stdout.close()


def read_all(typist: Typist, window: Window, gap_ms: int) -> tuple[list[str], str]:
    """Type all codes; return what was read and what Qt would have made of it."""
    typist.type("".join(code + "\r" for code in CODES), gap_ms)
    told = [window.next("read") for _ in CODES]
    return [one["read"] for one in told], "".join(one["qt"] for one in told)


@pytest.mark.parametrize("gap_ms", [0, 2, 10])
def test_codes_are_read_exactly(server: str, typist: Typist, gap_ms: int) -> None:
    with a_window(server) as window:
        read, text = read_all(typist, window, gap_ms)
        assert read == CODES
        assert text == "".join(code + "\r" for code in CODES)
        assert window.is_silent()


@pytest.mark.parametrize("gap_ms", [0, 2, 10])
def test_caps_lock_changes_nothing(server: str, typist: Typist, gap_ms: int) -> None:
    with a_window(server) as window:
        typist.press_caps_lock()
        read, text = read_all(typist, window, gap_ms)
        assert read == CODES
        assert text == "".join(code + "\r" for code in CODES).swapcase()


@pytest.mark.parametrize("gap_ms", [0, 2, 10])
def test_a_french_layout_changes_nothing(
    server: str, typist: Typist, gap_ms: int
) -> None:
    typist.load_layout("fr")
    with a_window(server) as window:
        read, text = read_all(typist, window, gap_ms)
        assert read == CODES
        assert "àà&&çàààà&é" in text  # what Qt made of 00119000012
        assert window.is_silent()


@pytest.mark.parametrize("end", ["\r", "\t", ""])
def test_each_way_to_end_a_code_is_understood(
    server: str, typist: Typist, end: str
) -> None:
    with a_window(server) as window:
        for code in CODES[:3]:
            typist.type("]Q1" + code + end, 2)
            told = window.next("read")
            assert (told["read"], told["symbology"]) == (code, "]Q1")


def test_a_person_types_into_the_field(server: str, typist: Typist) -> None:
    with a_window(server) as window:
        typist.type("An Binh 12\r", 80)
        fields = [window.next("field")["field"] for _ in "An Binh 12"]
        assert fields[-1] == "An Binh 12"
        assert window.is_silent()


def test_a_code_leaves_no_trace_in_the_field(server: str, typist: Typist) -> None:
    with a_window(server) as window:
        typist.type("ab", 80)
        assert [window.next("field")["field"] for _ in "ab"] == ["a", "ab"]
        typist.type(CODES[0] + "\r", 5)
        assert window.next("read")["read"] == CODES[0]
        typist.type("c", 80)
        assert window.next("field")["field"] == "abc"


def test_a_person_is_told_from_a_reader_while_the_window_is_busy(
    server: str, typist: Typist
) -> None:
    with a_window(server, busy_s=0.7) as window:
        typist.type(CODES[0] + "\r", 1)
        typist.type("anbinh", 90)
        typist.type(CODES[1] + "\r", 1)
        assert window.next("read")["read"] == CODES[0]
        fields = [window.next("field")["field"] for _ in "anbinh"]
        assert fields[-1] == "anbinh"
        assert window.next("read")["read"] == CODES[1]
