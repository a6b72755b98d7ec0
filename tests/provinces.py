"""Provinces: real provincial servers for tests of the kiosk, each a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A running province and its data folder."""

    url: str
    data: Path

    def add_point(self, name: str = "Chốt Thử") -> str:
        answer = self.ask(
            *("point", "add", "--name", name),
            *("--category", "checkpoint", "--unit", "08"),
        )
        return str(answer["point"])

    def make_code(self, point: str, gate: str = "A") -> str:
        return str(self.ask("enrol", point, "--gate", gate)["code"])

    def count_entries(self) -> int:
        return int(str(self.ask("stats")["entries"]))

    def ask(self, *command: str) -> dict[str, object]:
        """Run a `province` command beside the server and return its answer."""
        done = subprocess.run(
            [sys.executable, "-m", "province", *command, "--data", str(self.data)],
            stdout=subprocess.PIPE,
            check=True,
        )
        return msgspec.json.decode(done.stdout, type=dict[str, object])


@contextmanager
def serve(data: Path, *options: str) -> Iterator[Province]:
    """Run a province on a free port of loopback until the block ends."""
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "province", "serve"),
            *("--data", str(data), "--port", "0", *options),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        line = server.stdout.readline() if server.stdout else b""
        listening = msgspec.json.decode(line, type=dict[str, str])["listening"]
        yield Province(url=listening, data=data)
    finally:
        server.terminate()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()
