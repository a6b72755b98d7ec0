"""Structure: rules that every source file keeps."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 400


def find_sources(*folders: str) -> list[Path]:
    return sorted(
        path.relative_to(ROOT)
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    )


SOURCES = find_sources("kiosk", "province", "assets")
EVERYTHING = SOURCES + find_sources("tests", "benchmarks")
LATE_IMPORTERS = {
    Path("kiosk/cli.py"): "`status` never loads Qt",
    Path("province/cli.py"): "`point add` never loads the web server",
}
ONE_SYSTEM_ONLY = {"winsound", "winreg", "msvcrt", "fcntl", "termios"}
DIRTY_WORDS = {"utils", "util", "helper", "helpers", "manager", "base", "common"}
DIRTY_WORDS |= {"data", "info", "item", "misc"}


def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def find_late_imports(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that are imported inside a function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    yield node.module or "."
                elif isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)


def name_paths(paths: list[Path]) -> list[str]:
    return [path.as_posix() for path in paths]


@pytest.mark.parametrize("path", EVERYTHING, ids=name_paths(EVERYTHING))
def test_a_module_opens_with_one_sentence(path: Path) -> None:
    docstring = ast.get_docstring(parse(path)) or ""
    sentence = docstring.split("\n\n")[0]
    assert re.fullmatch(r"[A-Z0-9][^\n]*[.]", sentence), sentence


@pytest.mark.parametrize("path", SOURCES, ids=name_paths(SOURCES))
def test_a_module_fits_on_few_pages(path: Path) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MAX_LINES


@pytest.mark.parametrize("path", SOURCES, ids=name_paths(SOURCES))
def test_a_module_is_named_by_a_noun_of_the_field(path: Path) -> None:
    assert DIRTY_WORDS.isdisjoint(path.with_suffix("").parts)


def test_a_package_holds_its_docstring_only() -> None:
    """The linter sees imports, not what `__init__` runs: Qt could slip in."""
    filled = [
        path
        for path in SOURCES
        if path.name == "__init__.py" and len(parse(path).body) != 1
    ]
    assert filled == []


def test_only_the_command_lines_import_late() -> None:
    late = [
        f"{path}: {module}"
        for path in SOURCES
        if path not in LATE_IMPORTERS
        for module in find_late_imports(parse(path))
        if module not in ONE_SYSTEM_ONLY
    ]
    assert late == []


def test_the_changelog_tells_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.findall(r"^## \[(\d[^]]*)\]", changelog, flags=re.MULTILINE)[0]
    assert newest == project["project"]["version"]


def test_the_readme_can_be_read_in_one_sitting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 150


def test_a_decision_fits_on_a_page() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    long = [
        page.name
        for page in pages
        if len(page.read_text(encoding="utf-8").splitlines()) > 40
    ]
    assert (bool(pages), long) == (True, [])


def test_the_lock_names_packages_and_hashes_only() -> None:
    """The index is the installing machine's own choice."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    strange = [
        line
        for line in lock.splitlines()
        if not re.match(r"[a-z0-9-]+==|    --hash=sha256:[0-9a-f]{64}", line)
    ]
    assert strange == []


def test_the_program_knows_its_own_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
