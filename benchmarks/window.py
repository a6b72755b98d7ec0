"""Window: its start, its verdicts, and what it costs while nothing happens and after 10,000 codes.

Bounds (issue 8): start to ready at most 2.5 times a bare PySide6 window's, decision to
painted verdict p95 ≤ 33 ms at 1920×1080 in software, idle CPU < 1 %, RSS ≤ 180 MB without
a camera, growth < 2 MB over 10,000 codes. All on an X server of our own (Xvfb).

`python -m benchmarks.window start verdict idle growth` runs those that are named.
"""

import json
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
import tty
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.rounds import ROUNDS, get_percentile, judge
from kiosk.ui.screens import ScreenKind
from kiosk.ui.theme import PALETTE
from tests.builders import a_card
from tests.ui.eye import Eye
from tests.ui.running import running
from tests.ui.x11 import Typist, x_server

SCREEN = "1920x1080"
IDLE_S = 60.0
SETTLED_S = 5.0
"""What a start still does once it is ready is over by then."""
VERDICTS = 60
TURNS = (ScreenKind.ALLOW, ScreenKind.UNREADABLE)
"""Neither is held: the next one is shown at once."""
PLACE = (1890, 540)
FIRST, CODES = 1_000, 10_000
APART_S = 0.01
PATIENCE_S = 1_200.0
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        print("ready", flush=True)
application = QApplication([])
window = Window()
window.showFullScreen()
sys.exit(application.exec())
"""


def main(parts: Sequence[str] = tuple(sys.argv[1:])) -> None:
    with (
        x_server(f"{SCREEN}x24") as server,
        tempfile.TemporaryDirectory(dir=Path.cwd()) as folder,
    ):
        os.environ |= {"DISPLAY": server, "QT_QPA_PLATFORM": "xcb"}
        # As installed: compiled once, by the first start.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        data = Path(folder, "kiosk")
        data.mkdir()
        for name, part in PARTS.items():
            if not parts or name in parts:
                part(data)


def judge_start(data: Path) -> None:
    """Start both by turns, after one start that makes the database."""
    pairs = [(time_bare(), time_kiosk(data)) for _ in range(-1, ROUNDS)][1:]
    bare = statistics.median(one for one, _ in pairs)
    kiosk = statistics.median(other for _, other in pairs)
    print(f"bare window: {bare:.3f} s; kiosk ready: {kiosk:.3f} s (wanted 1.0 s)")
    ratio = statistics.median(other / one for one, other in pairs)
    judge("start to ready, kiosk / bare window", ratio, 2.5, "×")


def judge_verdict(data: Path) -> None:
    """Time from the decision to the pixels, with a wedge's codes and a road that decides at once."""
    del data
    server = os.environ["DISPLAY"]
    typist, eye = Typist(server), Eye(server)
    samples = []
    with running("turns", DISPLAY=server, QT_QPA_PLATFORM="xcb") as window:
        window.wait_for("ready")
        for number in range(VERDICTS):
            typist.type(f"{number:012}\r", gap_ms=0, pause_ms=100)
            decided_s = float(str(window.wait_for("decided_s")))
            field = PALETTE[TURNS[number % 2]].field
            while eye.see(*PLACE) != field:
                pass
            samples.append((time.monotonic() - decided_s) * 1000)
    typist.close()
    eye.close()
    print(
        f"decision to verdict on the screen, p50: {get_percentile(samples, 50):.1f} ms"
    )
    judge("decision to verdict on the screen, p95", get_percentile(samples, 95), 33.0)


def judge_idle(data: Path) -> None:
    time_kiosk(data)  # the first start compiles, and makes the database
    with a_kiosk(data, "--replay", os.devnull) as kiosk:
        time.sleep(SETTLED_S)
        before_s = read_cpu_s(kiosk.pid)
        time.sleep(IDLE_S)
        share = (read_cpu_s(kiosk.pid) - before_s) / IDLE_S
        judge(f"idle CPU over {IDLE_S:.0f} s", 100 * share, 1.0, "%")
        judge("RSS without a camera", read_rss_mb(kiosk.pid), 180.0, "MB")


def judge_growth(data: Path) -> None:
    judge(f"growth over {CODES:,} codes", measure_growth(data), 2.0, "MB")


def measure_growth(data: Path) -> float:
    """Read 11,000 codes; return how many MB more are held after all than after 1,000."""
    leader, follower = pty.openpty()
    tty.setraw(follower)
    with a_kiosk(data, "--serial", os.ttyname(follower)) as kiosk:
        before = count_entries(data)
        send(leader, range(FIRST))
        wait_for_entries(data, before + FIRST)
        before_mb = read_rss_mb(kiosk.pid)
        send(leader, range(FIRST, FIRST + CODES))
        wait_for_entries(data, before + FIRST + CODES)
        grown_mb = read_rss_mb(kiosk.pid) - before_mb
    os.close(leader)
    os.close(follower)
    return grown_mb


def send(leader: int, numbers: range) -> None:
    for number in numbers:
        os.write(leader, a_card(number).encode() + b"\r")
        time.sleep(APART_S)


def count_entries(data: Path) -> int:
    status = subprocess.run(
        [sys.executable, "-m", "kiosk", "status", "--data", str(data)],
        check=True,
        capture_output=True,
    )
    return int(json.loads(status.stdout)["entries"])


def wait_for_entries(data: Path, count: int) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while count_entries(data) < count:
        assert time.monotonic() < end_s
        time.sleep(0.5)
    time.sleep(SETTLED_S)


def time_bare() -> float:
    begun = time.perf_counter()
    bare = subprocess.Popen([sys.executable, "-c", BARE], stdout=subprocess.PIPE)
    assert bare.stdout is not None
    with bare, bare.stdout:
        bare.stdout.readline()
        took = time.perf_counter() - begun
        bare.kill()
    return took


def time_kiosk(data: Path) -> float:
    begun = time.perf_counter()
    with a_kiosk(data, "--replay", os.devnull):
        return time.perf_counter() - begun


@contextmanager
def a_kiosk(data: Path, *reader: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the kiosk in its window, which is ready, until the block ends."""
    kiosk = subprocess.Popen(
        [
            *(sys.executable, "-m", "kiosk", "run", "--no-sync", "--data", str(data)),
            *reader,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert kiosk.stdout is not None
    with kiosk, kiosk.stdout:
        line = kiosk.stdout.readline()
        assert line == b'{"ready":true}\n'
        try:
            yield kiosk
        finally:
            kiosk.terminate()


def read_cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def read_rss_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


PARTS = {
    "start": judge_start,
    "verdict": judge_verdict,
    "idle": judge_idle,
    "growth": judge_growth,
}

if __name__ == "__main__":
    main()
