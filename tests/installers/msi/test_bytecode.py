"""Bytecode: compiled ahead where this Python can do it, sources else."""

import io
import sys
import zipfile
from pathlib import Path

from installers.msi import bytecode

HERE = sys.version_info.minor
OTHER = HERE + 1


def list_zip(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def test_modules_are_compiled_for_the_same_python() -> None:
    zipped = bytecode.zip_modules({"b.py": b"B = 1", "a/c.py": b""}, HERE)
    assert list_zip(zipped) == ["a/c.pyc", "b.pyc"]


def test_another_python_gets_the_sources() -> None:
    assert list_zip(bytecode.zip_modules({"b.py": b"B = 1"}, OTHER)) == ["b.py"]


def test_the_same_modules_make_the_same_zip() -> None:
    modules = {"b.py": b"B = 1", "a.py": b"A = 1"}
    again = dict(reversed(modules.items()))
    assert bytecode.zip_modules(again, HERE) == bytecode.zip_modules(modules, HERE)


def test_a_compiled_zip_can_be_imported(tmp_path: Path) -> None:
    place = tmp_path / "library.zip"
    place.write_bytes(bytecode.zip_modules({"of_a_test_b.py": b"B = 7"}, HERE))
    sys.path.insert(0, str(place))
    try:
        import of_a_test_b  # type: ignore[import-not-found]  # made by this test
    finally:
        sys.path.remove(str(place))
        sys.modules.pop("of_a_test_b", None)
    assert of_a_test_b.B == 7


def test_sources_are_kept_where_they_are_wanted(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n", encoding="utf-8")
    assert bytecode.compile_folder(tmp_path, HERE, keep_sources=True) == 1
    assert (tmp_path / "a.py").exists()
    assert len(list(tmp_path.glob("__pycache__/a.*.pyc"))) == 1


def test_sources_give_way_where_they_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n", encoding="utf-8")
    bytecode.compile_folder(tmp_path, HERE, keep_sources=False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pyc"]


def test_what_opencv_reads_as_text_stays_text(tmp_path: Path) -> None:
    for name in ("__init__", "config", "config-3"):
        (tmp_path / "cv2").mkdir(exist_ok=True)
        (tmp_path / "cv2" / f"{name}.py").write_text("A = 1\n", encoding="utf-8")
    bytecode.compile_folder(tmp_path, HERE, keep_sources=False)
    left = sorted(path.name for path in (tmp_path / "cv2").iterdir())
    assert left == ["__init__.pyc", "config-3.py", "config.py"]


def test_for_another_python_sources_stay_alone(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n", encoding="utf-8")
    assert bytecode.compile_folder(tmp_path, OTHER, keep_sources=False) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]
