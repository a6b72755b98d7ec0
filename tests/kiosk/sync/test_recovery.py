"""An answer about lost entries counts where the province signed it for this request."""

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol.recovery import (
    PATH,
    Answer,
    Request,
    hash_request,
    seal_answer,
    seal_request,
)
from kiosk.protocol.signature import get_public_bytes
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.recovery import TYPE, ask
from kiosk.sync.transport import Reply

KEY = Ed25519PrivateKey.generate()
REQUEST = Request(kiosk_id="K", ranges=((1, 2),), asked_at_us=1, nonce=bytes(16))
SEALED = seal_request(REQUEST, KEY)
ANSWER = Answer(
    kiosk_id="K", request=hash_request(REQUEST), highest=2, rows=(), epochs=()
)
NO_LINK = Fault(fault_class=FaultClass.NO_LINK)


@dataclass
class FakeWay:
    """Gives one reply to what is asked of the right address."""

    reply: Reply | Fault

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        assert (path, body, content_type) == (PATH, SEALED, TYPE)
        return self.reply


def a_reply(body: bytes, status: int = 200) -> Reply:
    return Reply(
        status=status, content_type="", body=body, date=None, retry_after_s=None
    )


def ask_by(reply: Reply | Fault) -> Answer | Fault:
    return ask(FakeWay(reply), REQUEST, SEALED, (get_public_bytes(KEY),))


def test_a_signed_answer_counts() -> None:
    assert ask_by(a_reply(seal_answer(ANSWER, KEY))) == ANSWER


def test_no_link_is_a_fault() -> None:
    assert ask_by(NO_LINK) == NO_LINK


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (a_reply(b"<html>"), FaultClass.BAD_RECEIPT),
        (a_reply(b"", 404), FaultClass.SERVER),
        (a_reply(b"", 403), FaultClass.UNAUTHORISED),
    ],
)
def test_anything_else_is_a_fault(reply: Reply, fault: FaultClass) -> None:
    answer = ask_by(reply)
    assert isinstance(answer, Fault)
    assert answer.fault_class is fault
