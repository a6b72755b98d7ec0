"""Recovery: asks the province which of the lost entries it holds."""

from kiosk.protocol import recovery
from kiosk.protocol.recovery import PATH, Answer, Request
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import classify_status
from kiosk.sync.uploader import Post

TYPE = "application/vnd.kiosk.recovery"


def ask(
    post: Post, request: Request, sealed: bytes, receipt_keys: tuple[bytes, ...]
) -> Answer | Fault:
    """Return the province's answer to `request`, which is signed in `sealed`."""
    reply = post.post(PATH, sealed, TYPE)
    if isinstance(reply, Fault):
        return reply
    fault = classify_status(reply)
    if fault is not None:
        return fault
    answer = recovery.open_answer(reply.body, request, receipt_keys)
    if answer is None:
        return Fault(
            fault_class=FaultClass.BAD_RECEIPT,
            detail="not an answer of this province",
        )
    return answer
