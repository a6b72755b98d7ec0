"""Late imports: a command loads what it needs, and not the rest."""

import subprocess
import sys

import pytest

HEAVY = {"PySide6", "cv2", "alembic", "fastapi", "uvicorn"}


def find_loaded(statement: str) -> set[str]:
    """Return which heavy packages are loaded after `statement`."""
    outcome = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return HEAVY & set(outcome.stdout.split())


@pytest.mark.parametrize(
    "module",
    ["kiosk.cli", "kiosk.commands.status", "kiosk.commands.headless", "province.cli"],
)
def test_a_command_without_a_window_loads_nothing_heavy(module: str) -> None:
    assert find_loaded(f"import {module}") == set()


def test_the_flow_and_the_screens_load_no_qt() -> None:
    assert find_loaded("import kiosk.ui.flow, kiosk.ui.screens") == set()


def test_the_window_loads_qt() -> None:
    """It is seen where it is loaded, so the tests above can fail."""
    assert "PySide6" in find_loaded("import kiosk.ui.wedge")
