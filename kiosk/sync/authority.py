"""Authority: the CA that an enrolment code names, fetched and held against its hash."""

import hashlib
from urllib.parse import urlsplit

from kiosk.errors import ProvinceError
from kiosk.protocol.enrolment import CA_PATH, Code
from kiosk.sync.address import make_blind_context
from kiosk.sync.fault import Fault, FaultClass, UnansweredError
from kiosk.sync.route import Route
from kiosk.sync.transport import Transport, classify_status


def fetch(code: Code, route: Route) -> bytes:
    """Return the certificate (DER) of the CA that `code` names, empty for none.

    It is asked for over a connection that believes everybody: what comes is
    believed for its hash alone, and nothing of the kiosk is in the question. A
    machine whose settings name a bundle trusts that one, and asks for nothing.

    Raises:
        ProvinceError: there is no such certificate at the province's address.
    """
    is_tls = urlsplit(code.url).scheme == "https"
    if not code.ca_sha256 or route.ca_bundle or not is_tls:
        return b""
    transport = Transport(code.url, route, context=make_blind_context())
    reply = transport.get(f"{CA_PATH}/{code.ca_sha256.hex()}.cer")
    transport.close()
    fault = reply if isinstance(reply, Fault) else classify_status(reply)
    if isinstance(reply, Fault) or fault is not None:
        detail = "" if fault is None else f"{fault.fault_class}: {fault.detail}"
        sentence = (
            f"The certificate authority that the code names was not found at {code.url} "
            f"({detail}). Check the network, then give the same code again; nothing was lost."
        )
        why = FaultClass.SERVER if fault is None else fault.fault_class
        raise UnansweredError(sentence, why)
    if hashlib.sha256(reply.body).digest() != code.ca_sha256:
        raise ProvinceError(
            f"{code.url} answers with another certificate authority than the code names: "
            "somebody may sit between. Do not go on; call the province."
        )
    return reply.body
