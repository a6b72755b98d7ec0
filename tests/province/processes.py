"""Processes: the province's command line as a real process."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "province")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A province that serves; `password` is the first administrator's."""

    url: str
    data: Path
    process: subprocess.Popen[str]
    log: Path

    @property
    def password(self) -> str:
        """Return what the first start told its operator."""
        found = re.search(r"password: (\S+)", self.log.read_text())
        assert found is not None
        return found[1]


@contextmanager
def serve(data: Path, *arguments: str, **environment: str) -> Iterator[Running]:
    """Give a province that accepts on a free port, and end it."""
    log = data.with_suffix(".log")
    command = [*COMMAND, "serve", "--data", str(data), "--port", "0", *arguments]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=os.environ | environment,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, log.read_text()
            url = json.loads(line)["listening"]
            yield Running(url=url, data=data, process=process, log=log)
        finally:
            process.terminate()


def read_peak_kb(process: int) -> int:
    """Return the most memory that any one of a process and its children ever had."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    status = Path(f"/proc/{process}/status").read_text()
    own = int(status.partition("VmHWM:")[2].split()[0])
    return max(own, *(read_peak_kb(int(child)) for child in children), 0)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def answer(*arguments: str) -> Any:
    """Run a command that must do, and return its JSON; `Any` as JSON has it."""
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
