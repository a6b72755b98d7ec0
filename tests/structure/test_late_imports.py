"""Late imports: a command loads what it needs, and not the rest."""

import subprocess
import sys

import pytest

SIGHT = {"cv2", "numpy", "zxingcpp"}
"""What only a camera or a picture needs: a fifth of a second of start."""
HEAVY = {
    *("PySide6", "alembic", "fastapi", "keyring", "requests", "uvicorn", "zeroconf"),
    *SIGHT,
}

BEHIND = {
    *("kiosk.ui.behind", "kiosk.ui.admin_session", "kiosk.ui.reception_session"),
    *("kiosk.ui.staff.session", "kiosk.ui.keyboard_session", "kiosk.ui.setup.desk"),
    *("kiosk.ui.paper", "kiosk.ui.recovery_sheet", "kiosk.ui.spool"),
    *("segno", "PySide6.QtPrintSupport"),
}
"""Screens behind the gate: they come once a code can be read."""

AFTER = {
    *("sqlalchemy", "kiosk.storage.core", "kiosk.storage.tables"),
    *("kiosk.upkeep", "kiosk.desk", "kiosk.counter", "kiosk.night", "kiosk.sending"),
    *("kiosk.sync.sender", "kiosk.sync.uploader", "kiosk.sync.transport"),
    *("kiosk.sync.enrolment", "kiosk.sync.address", "urllib.request", "http"),
    *("kiosk.commands.beside", "kiosk.disposal", "kiosk.recovery", "kiosk.inquiry"),
    *("kiosk.safekeeping", "kiosk.storage.salvage", "kiosk.storage.rebuilding"),
    *("kiosk.storage.copies", "kiosk.storage.upgrading", "kiosk.storage.visit_lists"),
    *("kiosk.neighbours.neighbours", "kiosk.scanner.found", "serial"),
    *("kiosk.credentials.signed", "kiosk.credentials.cose", "kiosk.credentials.shc"),
    *("kiosk.credentials.gate_pass", "kiosk.credentials.certlogic", "cbor2"),
    *("kiosk.credentials.trust_list", "kiosk.protocol.sealed", "pyrage"),
    *("kiosk.credentials.vdsnc", "cryptography.x509", "kiosk.ui.awake"),
    *("PySide6.QtDBus", "statistics", "kiosk.ui.front", "filelock"),
    *("importlib.resources", "subprocess"),
}
"""What no first code waits for: it comes once the window is ready."""


def find_loaded(statement: str, wanted: set[str] = HEAVY) -> set[str]:
    """Return which of `wanted` are loaded after `statement`."""
    outcome = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return wanted & set(outcome.stdout.split())


@pytest.mark.parametrize(
    "module",
    ["kiosk.cli", "kiosk.commands.status", "kiosk.commands.headless", "province.cli"],
)
def test_a_command_without_a_window_loads_nothing_heavy(module: str) -> None:
    assert find_loaded(f"import {module}") == set()


def test_the_flow_and_the_screens_load_no_qt() -> None:
    assert find_loaded("import kiosk.ui.flow, kiosk.ui.screens") == set()


def test_a_window_without_a_camera_loads_nothing_that_sees() -> None:
    assert find_loaded("import kiosk.commands.window") & SIGHT == set()


def test_a_window_is_ready_before_the_screens_behind_it_are_loaded() -> None:
    assert find_loaded("import kiosk.commands.window", BEHIND) == set()


def test_a_window_is_ready_before_what_no_code_waits_for_is_loaded() -> None:
    assert find_loaded("import kiosk.commands.window", AFTER) == set()


def test_what_no_code_waits_for_is_loaded_by_its_names() -> None:
    """It is seen where it is loaded, so the test above can fail."""
    later = "kiosk.upkeep, kiosk.counter, kiosk.commands.beside, kiosk.scanner.attached"
    others = "kiosk.storage.core, kiosk.storage.upgrading, kiosk.neighbours.neighbours"
    rare = "kiosk.credentials.vdsnc, kiosk.ui.awake, kiosk.protocol.sealed, kiosk.credentials.trust_list, statistics, kiosk.ui.front, filelock, importlib.resources"
    loaded = find_loaded(
        f"import {later}, kiosk.sync.enrolment, {others}, {rare}", AFTER
    )
    assert loaded == AFTER


def test_the_screens_behind_are_loaded_once_they_are_asked_for() -> None:
    assert find_loaded("import kiosk.commands.behind", BEHIND) == BEHIND


def test_a_camera_loads_what_sees() -> None:
    assert find_loaded("import kiosk.scanner.camera") == SIGHT


def test_neighbours_load_zeroconf_where_they_are_looked_for() -> None:
    assert find_loaded("import kiosk.neighbours.discovery") == {"zeroconf"}


def test_a_question_to_the_province_loads_requests() -> None:
    assert find_loaded("import kiosk.place, kiosk.sync.transport") == set()
    asked = "from kiosk.sync.transport import Transport; Transport('http://[::1]:1').get('/')"
    assert find_loaded(asked) == {"requests"}


def test_a_roster_that_is_fetched_loads_tuf() -> None:
    tuf = {"tuf", "securesystemslib", "urllib3"}
    assert find_loaded("import kiosk.commands.window, kiosk.sync.sender", tuf) == set()
    assert find_loaded("import kiosk.sync.repository", tuf) == tuf


def test_the_window_loads_qt() -> None:
    """It is seen where it is loaded, so the tests above can fail."""
    assert "PySide6" in find_loaded("import kiosk.ui.wedge")
