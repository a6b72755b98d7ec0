"""The door opens: `python -m kiosk` runs the command and ends with its exit code."""

import subprocess
import sys

import pytest

from kiosk.version import VERSION


@pytest.mark.parametrize(
    ("command", "exit_code", "printed"), [("--version", 0, VERSION), ("stauts", 2, "")]
)
def test_the_exit_code_is_the_commands(
    command: str, exit_code: int, printed: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", command],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (exit_code, printed)
