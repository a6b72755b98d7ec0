"""At the gate: a real `kiosk run` in its window, what it has kept, and its pixels."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from kiosk.protocol import content
from kiosk.protocol.content import Content
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES
from tests.system.kiosks import KIOSK, Line, Running, open_line
from tests.ui.eye import LOOK_S, Eye
from tests.ui.x11 import Typist, x_server

READY_S = 60.0
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheGate:
    """A kiosk at work, and who stands before it."""

    running: Running
    line: Line
    typist: Typist
    eye: Eye
    database: Database

    def list_kept(self) -> list[Content]:
        """Return what is durable of each presentation, the newest first."""
        query = (
            select(ENTRIES.c.content)
            .where(ENTRIES.c.outcome != "")
            .order_by(ENTRIES.c.position.desc())
        )
        with self.database.read() as connection:
            rows = connection.execute(query).scalars().all()
        kept = [content.decode(row) for row in rows]
        return [one for one in kept if one is not None]

    def wait_for_entry(self, number: str) -> Content | None:
        """Return the newest entry of the document `number` once it is durable."""
        end_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < end_s:
            for one in self.list_kept():
                if number in one.claims.values():
                    return one
            threading.Event().wait(LOOK_S)
        return None

    def wait_for_entries(self, count: int, within_s: float) -> list[Content]:
        """Return what is durable once it is `count` presentations, or time is over."""
        end_s = time.monotonic() + within_s
        while len(kept := self.list_kept()) < count and time.monotonic() < end_s:
            threading.Event().wait(LOOK_S * 10)
        return kept


@contextmanager
def at_the_gate(
    data: Path,
    *options: str,
    layout: str = "us",
    server: str = "",
    environment: Mapping[str, str] | None = None,
) -> Iterator[AtTheGate]:
    """Run the kiosk on an X server until the block ends; it must end well."""
    with open_line() as line, closing(Typist(server)) as typist:
        load(typist, layout)
        command = [*KIOSK, "run", "--data", str(data), "--no-sync"]
        process = subprocess.Popen(
            [*command, "--serial", line.path, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={
                **os.environ,
                **(environment or {}),
                "DISPLAY": server,
                "QT_QPA_PLATFORM": "xcb",
            },
        )
        running = Running(process=process)
        listener = threading.Thread(target=running.read, name="kiosk output")
        listener.start()
        try:
            assert running.ready.wait(READY_S)
            with (
                closing(open_or_make(Folder(data), upgrade)) as database,
                closing(Eye(server)) as eye,
            ):
                yield AtTheGate(
                    running=running,
                    line=line,
                    typist=typist,
                    eye=eye,
                    database=database,
                )
        finally:
            process.send_signal(signal.SIGTERM)
            listener.join()
            _, words = process.communicate()
        assert (process.returncode, words.decode()) == (0, "")


@contextmanager
def a_screen() -> Iterator[str]:
    """Run an X server as large as the eye is wide."""
    with x_server(f"{Eye.WIDTH}x{Eye.HEIGHT}x24") as server:
        yield server


def load(typist: Typist, layout: str) -> None:
    """Load `layout`; `own` has a key for each Vietnamese letter."""
    match layout:
        case "us":
            pass
        case "own":
            typist.load_vietnamese()
        case _:
            typist.load_layout(layout)
