"""What is sealed to a kiosk opens there and nowhere else."""

from kiosk.protocol import signature
from kiosk.protocol.sealed import open_sealed, seal_to
from tests.lan import a_key


def test_only_whom_it_is_sealed_to_opens_it() -> None:
    sealed = seal_to(b"word", signature.get_public_bytes(a_key(1)))
    assert open_sealed(sealed, a_key(1)) == b"word"
    assert open_sealed(sealed, a_key(2)) is None


def test_what_is_no_sealed_file_is_none() -> None:
    assert open_sealed(b"word", a_key(1)) is None
