"""The whole kiosk in a real window: what is read on any way is stored, then shown."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.builders import a_card
from tests.system import kiosks
from tests.system.kiosks import KIOSK, Line, Running, open_line
from tests.ui.x11 import Typist, x_server

pytestmark = [pytest.mark.system, pytest.mark.xcb, pytest.mark.xdist_group("xcb")]

ASCII_CARD = "001092000123||ROBERT TABLES|01011992|Nam|PHUONG MAU|01012022"


@contextmanager
def run_window(data: Path, server: str, line: Line) -> Iterator[Running]:
    process = subprocess.Popen(
        [*KIOSK, "run", "--data", str(data), "--serial", line.path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "DISPLAY": server, "QT_QPA_PLATFORM": "xcb"},
    )
    running = Running(process=process)
    reader = threading.Thread(target=running.read, name="kiosk output")
    reader.start()
    try:
        assert running.ready.wait(60)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        reader.join()
        process.communicate()


def wait_for_entries(data: Path, count: int) -> object:
    held: object = None
    for _ in range(60):
        held = kiosks.ask("status", data=data)["entries"]
        if held == count:
            break
    return held


def test_a_code_from_the_serial_reader_and_one_from_the_wedge_are_stored(
    tmp_path: Path,
) -> None:
    data = tmp_path / "kiosk"
    with (
        x_server() as server,
        open_line() as line,
        run_window(data, server, line) as running,
    ):
        line.send(a_card(1))
        serial = wait_for_entries(data, 1)
        typist = Typist(server)
        typist.type(ASCII_CARD + "\r", 2)
        typist.close()
        wedge = wait_for_entries(data, 2)
    assert (serial, wedge) == (1, 2)
    assert running.process.returncode == 0
    assert kiosks.ask("status", data=data)["chain"] == "ok"
