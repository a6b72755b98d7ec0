"""Show: enrols a kiosk with an embedded province, and lets it work.

With a display it is the kiosk's own window, reading from every reader found.
Without, sample codes are played through a pseudo-terminal as a serial reader
would send them, the network is cut in the middle, and a tally ends it.
"""

import os
import pty
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tty
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kiosk.demonstration.network import Network

ROUNDS = 3
"""In, a repeat that is amber, and one more while the network is back."""
PAUSE_S = 0.1
BETWEEN_ROUNDS_S = 3.2
"""Longer than the repeat window, so that every code of a round is an entry."""
SETTLE_WITHIN_S = 60.0

Answer = Mapping[str, object]


def show() -> int:
    """Run the demonstration; return 0 where everything read was stored and confirmed."""
    # What is thrown away at the end leaves nothing in the account's keyring.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    with tempfile.TemporaryDirectory(prefix="kiosk-demonstration-") as folder:
        province, kiosk = Path(folder, "province"), Path(folder, "kiosk")
        with Network() as network, _serve(province, network):
            _enrol(province, kiosk)
            if _has_display():
                return subprocess.call([*_KIOSK, "run", "--data", str(kiosk)])
            return _play(network, province, kiosk)


_KIOSK = (sys.executable, "-m", "kiosk")
_PROVINCE = (sys.executable, "-m", "province")


@contextmanager
def _serve(data: Path, network: Network) -> Iterator[None]:
    server = subprocess.Popen(
        [
            *_PROVINCE,
            "serve",
            *("--data", str(data)),
            *("--port", "0"),
            *("--public-url", network.url),
        ],
        stdout=subprocess.PIPE,
    )
    try:
        listening = urlsplit(str(_read_line(server)["listening"]))
        network.lead_to(str(listening.hostname), listening.port or 80)
        _tell(f"province: listens on {listening.netloc}")
        yield
    finally:
        server.terminate()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def _enrol(province: Path, kiosk: Path) -> None:
    point = _ask(
        *(*_PROVINCE, "point", "add", "--data", str(province)),
        *("--name", "Chốt Minh Hoạ", "--category", "checkpoint", "--unit", "08"),
    )["point"]
    code = _ask(
        *(*_PROVINCE, "enrol", "--data", str(province), str(point), "--gate", "A")
    )["code"]
    enrolled = _ask(*_KIOSK, "enrol", "--data", str(kiosk), str(code))
    _tell(f"kiosk {enrolled['kiosk_id']}: enrolled at point {point}, gate A")


def _play(network: Network, province: Path, kiosk: Path) -> int:
    codes = _read_codes()
    leader, follower = pty.openpty()
    tty.setraw(follower)
    with _run_kiosk(kiosk, os.ttyname(follower)) as decisions:
        for number in range(1, ROUNDS + 1):
            if number == ROUNDS - 1:
                network.cut()
                _tell("network: cut")
            _send(leader, codes)
            _wait_for(partial(_has_decided, decisions, number * len(codes)))
            time.sleep(BETWEEN_ROUNDS_S)
            if number == ROUNDS - 1:
                network.mend()
                _tell("network: mended")
        _wait_for(lambda: _read_status(kiosk)["pending"] == 0)
    os.close(leader)
    os.close(follower)
    return _tally(ROUNDS * len(codes), province, kiosk)


@contextmanager
def _run_kiosk(data: Path, serial: str) -> Iterator[Sequence[bytes]]:
    """Run the kiosk without a window; yield its decisions as they come."""
    kiosk = subprocess.Popen(
        [*_KIOSK, "run", "--data", str(data), "--headless", "--serial", serial],
        stdout=subprocess.PIPE,
    )
    _read_line(kiosk)
    decisions: list[bytes] = []

    def collect() -> None:
        for line in kiosk.stdout or ():
            decisions.append(line)
            sys.stdout.write(line.decode("utf-8"))
            sys.stdout.flush()

    collector = threading.Thread(target=collect, name="decisions")
    collector.start()
    try:
        yield decisions
    finally:
        kiosk.send_signal(signal.SIGTERM)
        kiosk.wait()
        collector.join()
        if kiosk.stdout is not None:
            kiosk.stdout.close()


def _tally(read: int, province: Path, kiosk: Path) -> int:
    stored = _read_status(kiosk)["entries"]
    confirmed = _ask(*_PROVINCE, "stats", "--data", str(province))["entries"]
    equal = read == stored == confirmed
    _print({"read": read, "stored": stored, "confirmed": confirmed, "equal": equal})
    return 0 if equal else 1


def _read_codes() -> list[str]:
    text = resources.files("assets.samples").joinpath("codes.tsv")
    lines = text.read_text(encoding="utf-8").splitlines()
    return [line.split("\t", 1)[1] for line in lines]


def _send(leader: int, codes: Sequence[str]) -> None:
    for code in codes:
        os.write(leader, code.encode("utf-8") + b"\r")
        time.sleep(PAUSE_S)


def _wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SETTLE_WITHIN_S
    while not is_so() and time.monotonic() < end:
        time.sleep(0.2)


def _has_decided(decisions: Sequence[bytes], due: int) -> bool:
    return len(decisions) >= due


def _has_display() -> bool:
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _read_status(kiosk: Path) -> Answer:
    return _ask(*_KIOSK, "status", "--data", str(kiosk))


def _ask(*command: str) -> Answer:
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=dict[str, object])


def _read_line(process: "subprocess.Popen[bytes]") -> Answer:
    line = process.stdout.readline() if process.stdout else b""
    return msgspec.json.decode(line or b"{}", type=dict[str, object])


def _print(values: Answer) -> None:
    sys.stdout.write(msgspec.json.encode(values).decode("utf-8") + "\n")
    sys.stdout.flush()


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
