"""The log goes to stderr, warnings only unless it is asked for more."""

import subprocess
import sys

import pytest

TELL = """
import logging
from kiosk.log import start_log
start_log(verbose={verbose})
logging.getLogger("kiosk.sync").info("batch sent")
logging.getLogger("kiosk.sync").warning("batch refused")
logging.getLogger("tuf").warning("found 1 file")
"""


def tell(*, verbose: bool) -> "subprocess.CompletedProcess[str]":
    program = TELL.format(verbose=verbose)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )


@pytest.mark.parametrize("verbose", [False, True])
def test_a_warning_is_logged_and_tufs_own_is_not(*, verbose: bool) -> None:
    told = tell(verbose=verbose)
    assert "WARNING kiosk.sync: batch refused" in told.stderr
    assert "found 1 file" not in told.stderr
    assert told.stdout == ""


def test_what_goes_well_is_logged_only_on_demand() -> None:
    assert "batch sent" not in tell(verbose=False).stderr
    assert "INFO kiosk.sync: batch sent" in tell(verbose=True).stderr
