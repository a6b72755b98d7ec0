"""Runtime: nothing of the given Python is shipped unchecked."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from installers.msi import runtime
from installers.msi.runtime import RuntimeRefusedError
from installers.msi.signature import SignatureError
from tests.installers.msi.programs import a_program


def name(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def test_a_module_that_the_catalogue_names_passes() -> None:
    runtime.check_modules({"ast.py": b"1"}, [name(b"1")], {})


def test_an_empty_module_passes() -> None:
    runtime.check_modules({"json/__init__.py": b""}, [], {})


def test_a_module_that_the_pins_name_passes() -> None:
    pinned = {"xml/__init__.py": name(b"1").hex()}
    runtime.check_modules({"xml/__init__.py": b"1"}, [], pinned)


@pytest.mark.parametrize("pinned", [{}, {"ast.py": name(b"1").hex()}])
def test_a_changed_module_is_refused_by_name(pinned: dict[str, str]) -> None:
    with pytest.raises(RuntimeRefusedError, match=r"ast\.py"):
        runtime.check_modules({"ast.py": b"2"}, [name(b"1")], pinned)


def test_an_unsigned_program_is_refused() -> None:
    with pytest.raises(SignatureError, match="no signature"):
        runtime.check_programs({"python311.dll": a_program()}, "ab")


def test_tests_and_tools_of_python_are_left_out() -> None:
    tree = {
        "Lib/json/decoder.py": b"1",
        "Lib/test/test_json.py": b"2",
        "Lib/site-packages/pip/__init__.py": b"3",
        "Lib/json/__pycache__/decoder.cpython-311.pyc": b"4",
        "Tools/demo.py": b"5",
    }
    assert runtime.pick_modules(tree) == {"json/decoder.py": b"1"}


def make_zip(path: Path, *names: str) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each in names:
            archive.writestr(each, each)
    path.write_bytes(packed.getvalue())
    return path


def test_an_embeddable_zip_tells_its_own_version(tmp_path: Path) -> None:
    names = ("python3.dll", "python313.dll", "python313.zip", "_ssl.pyd")
    given = runtime.read_embeddable(make_zip(tmp_path / "p.zip", *names))
    assert given.library == "python313.dll"
    assert given.files.keys() == {*names, "LICENSE-python.txt"}


def test_its_starters_and_microsofts_runtime_are_left_out(tmp_path: Path) -> None:
    names = ("python311.dll", "python.exe", "pythonw.exe", "vcruntime140.dll")
    given = runtime.read_embeddable(make_zip(tmp_path / "p.zip", *names))
    assert given.files.keys() == {"python311.dll", "LICENSE-python.txt"}


def test_a_zip_without_python_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeRefusedError, match="embeddable package"):
        runtime.read_embeddable(make_zip(tmp_path / "p.zip", "readme.txt"))
