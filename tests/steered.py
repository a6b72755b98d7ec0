"""Steered: a provincial server in a process of its own, under a time that a test turns.

Run as `python -m tests.steered DATA TIME`: DATA is the province's folder, TIME
the file that holds the time.
"""

import dataclasses
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import uvicorn

from kiosk.clock import from_us, to_us
from province import neighbourhoods
from province.api.app import create_app
from province.ledger import settings
from province.server import open_services
from province.services import Services

_TIME_BYTES = 8


class TrueTime:
    """The time that really is, in a file, so that every process reads the same."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> datetime:
        return from_us(int.from_bytes(self._path.read_bytes(), "big"))

    def set(self, at: datetime) -> None:
        """Let it be `at`; in one write, so that nobody reads half of it."""
        with self._path.open("r+b" if self._path.exists() else "wb") as file:
            file.write(to_us(at).to_bytes(_TIME_BYTES, "big"))


@contextmanager
def open_steered(data: Path, now: Callable[[], datetime]) -> Iterator[Services]:
    """Give the parts of the province in `data` under the time `now`."""
    opened = open_services(data, None, "http://127.0.0.1")
    with closing(opened.database):
        yield dataclasses.replace(opened, clock=now)


@contextmanager
def serve(data: Path, now: TrueTime, path: Path) -> Iterator[int]:
    """Run a province until the block ends; give the port of loopback that it listens on."""
    with open_steered(data, now) as services:
        services.keys.create_missing()
        neighbourhoods.prepare(services.database)
        services.publication.publish_if_due(now())
    command = [sys.executable, "-m", "tests.steered", str(data), str(path)]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        yield json.loads(server.stdout.readline() if server.stdout else b"0")
    finally:
        server.terminate()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def name_address(services: Services, url: str) -> None:
    """Let enrolment codes name `url` as the province's address."""
    with services.database.writing() as connection:
        settings.store(connection, settings.PUBLIC_URL, url)


def main(data: str, time: str) -> None:
    """Serve until a signal ends it; print the port."""
    with (
        open_steered(Path(data), TrueTime(Path(time))) as services,
        # Named TCP, so that asyncio switches Nagle off (province.server).
        socket.socket(proto=socket.IPPROTO_TCP) as listener,
    ):
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        print(listener.getsockname()[1], flush=True)  # noqa: T201 - the port is its answer
        config = uvicorn.Config(
            create_app(services), lifespan="off", log_config=None, access_log=False
        )
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
