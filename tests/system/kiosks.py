"""Kiosks: real `kiosk` processes on a pseudo-terminal, as a serial reader would feed them."""

import contextlib
import os
import pty
import signal
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import msgspec

KIOSK = (sys.executable, "-m", "kiosk")


@dataclass
class Line:
    """A serial line: what is written to `send` arrives at the reader's `path`."""

    leader: int
    path: str

    def send(self, code: str) -> None:
        """Send `code`; what does not fit while nobody reads is lost, as on a real line."""
        with contextlib.suppress(BlockingIOError):
            os.write(self.leader, code.encode("utf-8") + b"\r")


@contextmanager
def open_line() -> Iterator[Line]:
    """Open a pseudo-terminal that stays open whoever reads it."""
    leader, follower = pty.openpty()
    tty.setraw(follower)
    os.set_blocking(leader, False)
    try:
        yield Line(leader=leader, path=os.ttyname(follower))
    finally:
        os.close(leader)
        os.close(follower)


@dataclass
class Running:
    """A kiosk process and every JSON line it has printed so far."""

    process: "subprocess.Popen[bytes]"
    lines: list[dict[str, object]] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        """Take every whole line until the process ends."""
        for raw in self.process.stdout or ():
            if not raw.endswith(b"\n"):
                return
            line = msgspec.json.decode(raw, type=dict[str, object])
            if "ready" in line:
                self.ready.set()
            else:
                self.lines.append(line)
        self.ready.set()

    @property
    def decisions(self) -> list[dict[str, object]]:
        return [line for line in self.lines if "entry_id" in line]


@contextmanager
def run(
    data: Path,
    *options: str,
    end: int = signal.SIGTERM,
    within: Sequence[str] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Running]:
    """Run a headless kiosk until the block ends, then send it `end`.

    `within` is a command that runs it elsewhere, as `ip netns exec NAME`.
    """
    process = subprocess.Popen(
        [*within, *KIOSK, "run", "--data", str(data), "--headless", *options],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    running = Running(process=process)
    reader = threading.Thread(target=running.read, name="kiosk output")
    reader.start()
    try:
        yield running
    finally:
        process.send_signal(end)
        process.wait()
        reader.join()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def ask(*command: str, data: Path) -> dict[str, object]:
    """Run a command that answers with one line, and return it."""
    done = subprocess.run(
        [*KIOSK, *command, "--data", str(data)], stdout=subprocess.PIPE, check=False
    )
    return msgspec.json.decode(done.stdout, type=dict[str, object])


def ask_anywhere(*command: str) -> dict[str, object]:
    """Run a command that needs no data folder, and return its line."""
    done = subprocess.run([*KIOSK, *command], stdout=subprocess.PIPE, check=False)
    return msgspec.json.decode(done.stdout, type=dict[str, object])


def decide(payload: bytes, *, data: Path) -> tuple[int, dict[str, object]]:
    """Run `kiosk check` on a payload; return its exit code and its answer."""
    done = subprocess.run(
        [*KIOSK, "check", "--data", str(data)],
        input=payload,
        stdout=subprocess.PIPE,
        check=False,
    )
    return done.returncode, msgspec.json.decode(done.stdout, type=dict[str, object])


def fail(
    *command: str, stdin: bytes = b"", environment: Sequence[tuple[str, str]] = ()
) -> tuple[int, str]:
    """Run a command; return its exit code and its words for people."""
    done = subprocess.run(
        [*KIOSK, *command],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **dict(environment)},
    )
    return done.returncode, done.stderr.decode("utf-8")
