"""Test the text of a chain's checkpoint."""

import pytest

from kiosk.protocol.checkpoint import Checkpoint, decode, encode

HEAD = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
CHECKPOINT = Checkpoint(origin="KAAAA/1", size=7, head=bytes(32))


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
