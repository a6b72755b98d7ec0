"""Import rules: the contracts of pyproject.toml hold, and they bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports_command as c; c()"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the sources that a test may spoil."""
    for package in ("kiosk", "province", "assets"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("*.ttf")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_sources_keep_every_rule(copy: Path) -> None:
    outcome = lint(copy)
    assert (outcome.returncode, "0 broken" in outcome.stdout) == (0, True)


def test_a_module_outside_the_layers_is_reported(copy: Path) -> None:
    (copy / "kiosk" / "utils.py").write_text('"""Utils: no noun."""\n')
    outcome = lint(copy)
    assert (outcome.returncode, "kiosk.utils" in outcome.stdout) == (1, True)


SPOILS = {
    "The core is pure": ("kiosk/decision.py", "import sqlite3"),
    "The kiosk never imports": ("kiosk/entry.py", "import province"),
    "Only kiosk.ui imports": ("kiosk/storage/tables.py", "import PySide6.QtCore"),
    "The scanner knows": ("kiosk/scanner/reader.py", "import kiosk.reason"),
    "The flow and the screens": ("kiosk/ui/flow.py", "import PySide6.QtCore"),
    "The protocol imports": ("kiosk/protocol/chain.py", "import kiosk.clock"),
    "The province shares": ("province/__init__.py", "import kiosk.storage"),
    "The province imports one way": ("province/ingest.py", "import province.ledger"),
    "Each layer of kiosk": ("kiosk/storage/tables.py", "import kiosk.sync"),
}


def test_every_rule_reports_what_breaks_it(copy: Path) -> None:
    """One copy, one forbidden import for each rule."""
    for path, line in SPOILS.values():
        with (copy / path).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    outcome = lint(copy)
    _, _, broken = outcome.stdout.partition("Broken contracts")
    kept = [name for name in SPOILS if name not in broken]
    assert (outcome.returncode, kept) == (1, [])
