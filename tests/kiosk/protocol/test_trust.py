"""Issuers' keys travel as JSON, and what is none is told from it."""

import pytest

from kiosk.protocol import trust
from kiosk.protocol.trust import IssuerKey, TrustDocument, name_key

KEY = IssuerKey(
    issuer="Nơi ký thử",
    key=b"\x30\x00",
    kids=(b"\x01", b"two"),
    scopes=("health",),
    usages=("test",),
    not_before=-1,
    not_after=253_402_300_799,
)


def test_a_document_comes_back_as_it_was() -> None:
    document = TrustDocument(keys=(KEY,))
    assert trust.decode(trust.encode(document)) == document


def test_a_newer_province_s_fields_are_left_out() -> None:
    assert trust.decode(b'{"keys": [], "more": 1}') == TrustDocument()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"keys": [{"issuer": "x"}]}',
        b'{"keys": [{"issuer": "x", "key": "", "scopes": [], "not_after": 1e20}]}',
    ],
)
def test_what_is_no_document_is_none(data: bytes) -> None:
    assert trust.decode(data) is None


def test_a_key_is_named_by_its_certificate_where_it_has_one() -> None:
    bare = IssuerKey(issuer="", key=b"key", scopes=())
    certified = IssuerKey(issuer="", key=b"key", certificate=b"one", scopes=())
    assert name_key(bare) != name_key(certified)
    assert len(name_key(bare)) == 16
