"""Signature: what must hold before a program of Windows is believed."""

import hashlib
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from installers.msi.signature import (
    CATALOGUE,
    SignatureError,
    verify_catalogue,
    verify_program,
)
from tests.installers.msi.programs import a_program
from tests.installers.msi.signers import (
    AT,
    Signer,
    a_signed_program,
    a_signer,
    describe_files,
    sign,
)

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl checks chains and time stamps"
)

PROGRAM = a_program(imports=["a.dll"])


@pytest.fixture(scope="module")
def authority() -> Signer:
    return a_signer("Test authority")


@pytest.fixture(scope="module")
def stamper(authority: Signer) -> Signer:
    usage = ExtendedKeyUsageOID.TIME_STAMPING
    return a_signer("Test time", authority, usage=usage)


@pytest.fixture(scope="module")
def foundation(authority: Signer) -> Signer:
    return a_signer("Test foundation", authority)


@pytest.fixture
def roots(tmp_path: Path, authority: Signer) -> Path:
    path = tmp_path / "roots.pem"
    path.write_bytes(authority.pem)
    return path


def test_a_signed_program_names_its_signer(
    foundation: Signer, stamper: Signer, roots: Path
) -> None:
    program = a_signed_program(PROGRAM, foundation, stamper)
    signature = verify_program(program, roots=roots)
    assert signature.signer == "Test foundation"
    assert signature.certificate_sha256 == hashlib.sha256(foundation.der).hexdigest()
    assert signature.signed_at == AT


def test_a_changed_program_is_refused(
    foundation: Signer, stamper: Signer, roots: Path
) -> None:
    program = bytearray(a_signed_program(PROGRAM, foundation, stamper))
    program[0x210] ^= 1
    with pytest.raises(SignatureError, match="changed after it was signed"):
        verify_program(bytes(program), roots=roots)


def test_an_unknown_authority_is_refused(
    foundation: Signer, stamper: Signer, roots: Path
) -> None:
    roots.write_bytes(a_signer("Another authority").pem)
    with pytest.raises(SignatureError, match="refused it"):
        verify_program(a_signed_program(PROGRAM, foundation, stamper), roots=roots)


def test_a_certificate_that_had_ended_is_refused(
    authority: Signer, stamper: Signer, roots: Path
) -> None:
    late = a_signer("Test foundation", authority, until=AT - timedelta(days=1))
    with pytest.raises(SignatureError, match="openssl verify refused it"):
        verify_program(a_signed_program(PROGRAM, late, stamper), roots=roots)


def test_a_certificate_for_something_else_is_refused(
    authority: Signer, stamper: Signer, roots: Path
) -> None:
    usage = ExtendedKeyUsageOID.SERVER_AUTH
    server = a_signer("Test server", authority, usage=usage)
    with pytest.raises(SignatureError, match="not for code"):
        verify_program(a_signed_program(PROGRAM, server, stamper), roots=roots)


def test_a_time_stamp_by_anybody_is_refused(foundation: Signer, roots: Path) -> None:
    stranger = a_signer("Stranger", usage=ExtendedKeyUsageOID.TIME_STAMPING)
    with pytest.raises(SignatureError, match="openssl ts refused it"):
        verify_program(a_signed_program(PROGRAM, foundation, stranger), roots=roots)


def test_another_key_under_the_same_certificate_is_refused(
    foundation: Signer, stamper: Signer, roots: Path
) -> None:
    forged = Signer(key=stamper.key, certificate=foundation.certificate)
    with pytest.raises(SignatureError, match="did not make this"):
        verify_program(a_signed_program(PROGRAM, forged, stamper), roots=roots)


def test_an_unsigned_program_is_refused(roots: Path) -> None:
    with pytest.raises(SignatureError, match="no signature"):
        verify_program(PROGRAM, roots=roots)


def test_a_signature_that_is_none_is_refused(roots: Path) -> None:
    with pytest.raises(SignatureError, match="not PKCS#7"):
        verify_program(a_program(signature=b"12345678"), roots=roots)


def test_a_catalogue_names_files_by_their_sha256(
    foundation: Signer, stamper: Signer, roots: Path
) -> None:
    files = describe_files(b"1" * 20, b"2" * 32, b"3" * 32)
    signature, named = verify_catalogue(
        sign(CATALOGUE, files, foundation, stamper), roots=roots
    )
    assert signature.signer == "Test foundation"
    assert named == {b"2" * 32, b"3" * 32}


def test_a_programs_signature_is_no_catalogue(
    foundation: Signer, stamper: Signer, roots: Path
) -> None:
    other = sign("1.2.3.4", describe_files(b"1" * 32), foundation, stamper)
    with pytest.raises(SignatureError, match=r"about 1\.2\.3\.4"):
        verify_catalogue(other, roots=roots)
