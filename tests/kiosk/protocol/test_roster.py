"""Test the roster's file as TUF carries it."""

import pytest

from kiosk.protocol.roster import (
    RosterTarget,
    choose_files,
    decode,
    encode,
    find_status_lists,
    hash_state,
    name_status_list,
)

TARGET = RosterTarget(version=3, issued_at=1_795_143_600, receipt_keys=(b"\0" * 32,))


def test_a_roster_is_json_that_states_it() -> None:
    assert encode(TARGET).startswith(b'{"version":3,')
    assert decode(encode(TARGET)) == TARGET


def test_what_a_newer_province_adds_does_no_harm() -> None:
    newer = encode(TARGET)[:-1] + b',"watch_list":[1]}'
    assert decode(newer) == TARGET


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"version":"x"}', b"\xff", encode(TARGET)[:-1], b'{"x":"\xff"}'],
)
def test_other_bytes_are_no_roster(data: bytes) -> None:
    assert decode(data) is None


def test_deep_nesting_is_no_roster() -> None:
    assert decode(b'{"x":' + b"[" * 100_000) is None


def test_an_older_roster_names_no_files() -> None:
    old = decode(b'{"version": 1, "issued_at": 2, "receipt_keys": []}')
    assert old == RosterTarget(version=1, issued_at=2, receipt_keys=())


def test_files_of_a_newer_province_and_strange_names_are_left_out() -> None:
    known = (
        "trust.json",
        "policy.json",
        "notices.json",
        "revoked-f.bin",
        "status-0.bin",
        "status-12.bin",
    )
    strange = (
        "../trust.json",
        "revoked-g.bin",
        "status-01.bin",
        "status-.bin",
        "roster.json",
    )
    assert choose_files((*strange, *known)) == known


def test_status_lists_are_found_by_their_names() -> None:
    files = {name_status_list(3): b"three", "trust.json": b"{}"}
    assert find_status_lists(files) == {3: b"three"}


def test_a_new_timestamp_or_root_is_another_state() -> None:
    states = {hash_state(*pair) for pair in ((b"a", b"b"), (b"x", b"b"), (b"a", b"x"))}
    assert len(states) == 3
    assert hash_state(b"a", b"b") in states
