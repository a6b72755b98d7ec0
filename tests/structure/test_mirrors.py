"""Mirrors: every source module has the test file that its path names."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

WITHOUT: dict[str, str] = {}
"""Modules without a mirror, and why. It may only shrink."""


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
