"""Authority: the CA's certificate for kiosks that know its hash from their code."""

import hashlib

from fastapi import APIRouter, Response

from kiosk.protocol.enrolment import CA_PATH
from province import authority
from province.api.problem import Reason, make_problem
from province.api.schema import answers
from province.services import Services

CERTIFICATE = "application/pkix-cert"
_ANSWERS = answers(
    CERTIFICATE,
    None,
    "The certificate (DER) with this SHA-256.",
    {404: (Reason.NOT_FOUND,)},
)


def make_router(services: Services) -> APIRouter:
    """Return the route of the CA's certificate."""
    router = APIRouter(default_response_class=Response)

    @router.get(f"{CA_PATH}/{{sha256}}.cer", responses=_ANSWERS)
    def read_ca(sha256: str) -> Response:
        with services.database.reading() as connection:
            certificate = authority.read(connection)
        if not certificate or hashlib.sha256(certificate).hexdigest() != sha256:
            return make_problem(404, Reason.NOT_FOUND, "No code names this CA.")
        return Response(certificate, media_type=CERTIFICATE)

    return router
