"""The README's `make run` without a display: read, stored and confirmed are equal."""

import os
import subprocess
import sys

import msgspec
import pytest


@pytest.mark.system
@pytest.mark.timeout(240)
def test_the_demonstration_ends_with_an_equal_tally() -> None:
    shown = {"DISPLAY", "WAYLAND_DISPLAY"}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.demonstration"],
        capture_output=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name not in shown},
    )
    tally = msgspec.json.decode(done.stdout.splitlines()[-1], type=dict[str, object])
    assert done.returncode == 0
    assert tally["equal"] is True
    assert tally["read"] == tally["stored"] == tally["confirmed"]
    assert b"network: cut" in done.stderr
