"""Mirrors: every source module has the test file that its path names."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SYSTEM = "tests/system and tests/ui run it as a process"
VALUES = "holds values and names, and decides nothing"
API = "the tests of the routes meet it with a real server"
LEDGER = "the tests of the ledger meet it on both databases"

WITHOUT = {
    "kiosk/demonstration/__main__.py": "`make run` is its test",
    "kiosk/commands/behind.py": SYSTEM,
    "kiosk/credentials/signed.py": "it only loads; tests/structure/test_late_imports.py",
    "kiosk/export/fault.py": VALUES,
    "kiosk/upkeep.py": "the road's tests meet it, in the road's threads",
    "kiosk/health.py": VALUES,
    "kiosk/outcome.py": VALUES,
    "kiosk/patient.py": VALUES,
    "kiosk/reason.py": VALUES,
    "kiosk/scanner/hint.py": VALUES,
    "kiosk/scanner/sight.py": VALUES,
    "kiosk/storage/migrations/env.py": "Alembic runs it whenever a test makes a database",
    "kiosk/scanner/way.py": VALUES,
    "kiosk/sync/fault.py": VALUES,
    "kiosk/ui/admin_taps.py": VALUES,
    "kiosk/ui/buttons.py": VALUES,
    "kiosk/ui/gate_taps.py": VALUES,
    "kiosk/ui/paper_calls.py": VALUES,
    "kiosk/ui/posts.py": VALUES,
    "kiosk/ui/phrases/admin.py": VALUES,
    "kiosk/ui/phrases/desk.py": VALUES,
    "kiosk/ui/key_taps.py": VALUES,
    "kiosk/ui/phrases/gate.py": VALUES,
    "kiosk/ui/phrases/keyboard.py": VALUES,
    "kiosk/ui/phrases/log.py": VALUES,
    "kiosk/ui/phrases/marking.py": VALUES,
    "kiosk/ui/phrases/setup.py": VALUES,
    "kiosk/ui/phrases/staff.py": VALUES,
    "kiosk/ui/setup/state.py": VALUES,
    "kiosk/ui/staff/log_taps.py": VALUES,
    "kiosk/ui/staff/taps.py": VALUES,
    "kiosk/ui/staff/typing_taps.py": VALUES,
    "kiosk/ui/surroundings.py": VALUES,
    "kiosk/ui/taps.py": VALUES,
    "kiosk/version.py": VALUES,
    "province/__main__.py": SYSTEM,
    "province/api/problem.py": API,
    "province/clock.py": "reads the machine's clock; tests have their own",
    "province/errors.py": VALUES,
    "province/ledger/columns.py": LEDGER,
    "province/ledger/enrolments.py": LEDGER,
    "province/ledger/schema.py": LEDGER,
    "province/ledger/settings.py": LEDGER,
    "province/ledger/entry_tables.py": VALUES,
    "province/ledger/every_table.py": VALUES,
    "province/ledger/key_tables.py": VALUES,
    "province/ledger/metadata.py": VALUES,
    "province/ledger/office_tables.py": VALUES,
    "province/ledger/place_tables.py": VALUES,
    "province/ledger/purge_tables.py": VALUES,
    "province/ledger/report_tables.py": VALUES,
    "province/ledger/summary_tables.py": VALUES,
    "province/ledger/tables.py": VALUES,
    "province/ledger/trace_tables.py": VALUES,
    "province/ledger/invitations.py": LEDGER,
    "province/ledger/sessions.py": LEDGER,
    "province/ledger/users.py": LEDGER,
    "province/migrations/env.py": "Alembic runs it whenever a test makes a ledger",
    "province/options.py": SYSTEM,
    "province/picture.py": SYSTEM,
    "province/services.py": VALUES,
    "province/user_options.py": SYSTEM,
    "province/web/page.py": API,
    "province/web/session.py": API,
    "province/web/static.py": API,
}
"""Modules without a mirror, and why. Who writes the mirror takes the line out."""


def find_modules() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for folder in ("kiosk", "province")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "__init__.py" and "versions" not in path.parts
    }


def find_mirror(module: str) -> Path:
    path = Path(module)
    return ROOT / "tests" / path.parent / f"test_{path.stem.strip('_')}.py"


def test_every_module_has_its_mirror() -> None:
    lonely = {module for module in find_modules() if not find_mirror(module).exists()}
    assert sorted(lonely - WITHOUT.keys()) == []


def test_the_list_of_exceptions_shrinks() -> None:
    modules = find_modules()
    stale = [
        module
        for module in WITHOUT
        if module not in modules or find_mirror(module).exists()
    ]
    assert stale == []


def test_every_mirror_has_its_module() -> None:
    named = {find_mirror(module) for module in find_modules()}
    strays = [
        path.relative_to(ROOT).as_posix()
        for folder in ("kiosk", "province")
        for path in (ROOT / "tests" / folder).rglob("test_*.py")
        if path not in named
    ]
    assert strays == []
