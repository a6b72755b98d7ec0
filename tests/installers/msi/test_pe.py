"""PE: what a program file says of itself."""

import hashlib

import pytest

from installers.msi import pe
from tests.installers.msi.programs import a_program


def test_a_program_is_told_from_other_files() -> None:
    assert pe.is_program(a_program()) is True
    assert pe.is_program(b"MZ is how a text may begin") is False


def test_the_imports_are_named_in_lower_case() -> None:
    program = a_program(imports=["KERNEL32.dll", "MSVCR120.dll"])
    assert pe.find_imports(program) == {"kernel32.dll", "msvcr120.dll"}


def test_a_program_may_import_nothing() -> None:
    assert pe.find_imports(a_program()) == frozenset()


def test_the_exports_are_named_as_they_are() -> None:
    program = a_program(imports=["a.dll"], exports=["creal", "Py_Main"])
    assert pe.find_exports(program) == {"creal", "Py_Main"}
    assert pe.find_exports(a_program()) == frozenset()


def test_the_version_has_four_numbers() -> None:
    assert pe.read_version(a_program(version=(3, 11, 9150, 1013))) == "3.11.9150.1013"


def test_a_program_may_have_no_version() -> None:
    assert pe.read_version(a_program()) == ""


def test_the_signature_is_what_the_table_holds() -> None:
    assert pe.read_signature(a_program(signature=b"signed by X")) == b"signed by X"
    assert pe.read_signature(a_program()) == b""


def test_the_signature_is_not_part_of_what_is_signed() -> None:
    plain = pe.hash_signed_part(a_program(imports=["a.dll"]), "sha256")
    signed = a_program(imports=["a.dll"], signature=b"12345678")
    assert pe.hash_signed_part(signed, "sha256") == plain


@pytest.mark.parametrize("place", [2, 0x100, 0x200, 0x210])
def test_every_other_byte_is(place: int) -> None:
    program = bytearray(a_program(imports=["a.dll"], signature=b"12345678"))
    before = pe.hash_signed_part(bytes(program), "sha256")
    program[place] ^= 1
    assert pe.hash_signed_part(bytes(program), "sha256") != before


def test_the_digest_is_of_the_algorithm_that_was_asked_for() -> None:
    digest = pe.hash_signed_part(a_program(), "sha1")
    assert len(digest) == hashlib.sha1(usedforsecurity=False).digest_size


def test_an_address_outside_is_refused() -> None:
    program = bytearray(a_program(imports=["a.dll"]))
    program[0x98 + 112 + 8 : 0x98 + 112 + 12] = b"\xff\xff\xff\x7f"
    with pytest.raises(ValueError, match="damaged"):
        pe.find_imports(bytes(program))
