"""Test the text of a chain's checkpoint."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol.checkpoint import Checkpoint, decode, encode, open_note, sign
from kiosk.protocol.signature import get_public_bytes

HEAD = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
CHECKPOINT = Checkpoint(origin="KAAAA/1", size=7, head=bytes(32))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NOTE = sign(CHECKPOINT, KEY)


def test_a_checkpoint_is_three_lines() -> None:
    assert encode(CHECKPOINT) == f"KAAAA/1\n7\n{HEAD}\n"


def test_its_text_states_it() -> None:
    assert decode(encode(CHECKPOINT)) == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"KAAAA/1\n7\n{HEAD}",
        f"\n7\n{HEAD}\n",
        f"KAAAA/1\n-7\n{HEAD}\n",
        f"KAAAA/1\n٧\n{HEAD}\n",
        f"KAAAA/1\n\n{HEAD}\n",
        f"KAAAA/1\n{'9' * 5000}\n{HEAD}\n",
        "KAAAA/1\n7\nAAAA\n",
        "KAAAA/1\n7\nnot base64!\n",
        f"KAAAA/1\n7\n{HEAD[:-1]}\n",
        "KAAAA/1\n7\nÀÀÀÀ\n",
    ],
)
def test_other_text_states_none(text: str) -> None:
    assert decode(text) is None


def test_a_note_is_the_text_and_a_line_of_its_signer() -> None:
    body, _, signed = NOTE.partition("\n\n")
    assert body + "\n" == encode(CHECKPOINT)
    assert signed.startswith("\N{EM DASH} KAAAA/1 ")
    assert signed.endswith("\n")


def test_a_note_opens_with_the_key_that_signed_it() -> None:
    assert open_note(NOTE, get_public_bytes(KEY)) == CHECKPOINT


def test_other_signers_lines_do_no_harm() -> None:
    cosigned = NOTE + "\N{EM DASH} province AAAA\n"
    assert open_note(cosigned, get_public_bytes(KEY)) == CHECKPOINT


@pytest.mark.parametrize(
    "note",
    [
        "",
        encode(CHECKPOINT),
        encode(CHECKPOINT) + "\n",
        NOTE.replace("\n7\n", "\n8\n"),
        NOTE.replace("\n7\n", "\n07\n"),
        NOTE.replace("KAAAA/1\n7", "KAAAA/2\n7"),
        NOTE.replace("\N{EM DASH}", "-"),
        NOTE[:-10] + "\n",
        "more\n" + NOTE,
    ],
)
def test_a_note_that_was_changed_does_not_open(note: str) -> None:
    assert open_note(note, get_public_bytes(KEY)) is None


def test_a_note_does_not_open_with_another_key() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert open_note(NOTE, get_public_bytes(other)) is None
    assert open_note(NOTE, b"no key") is None
