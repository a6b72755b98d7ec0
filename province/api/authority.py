"""Authority: the CA's certificate for kiosks that know its hash from their code."""

import hashlib

from fastapi import APIRouter, Response

from kiosk.protocol.enrolment import CA_PATH
from province import authority
from province.api.problem import make_problem
from province.services import Services


def make_router(services: Services) -> APIRouter:
    """Return the route of the CA's certificate."""
    router = APIRouter()

    @router.get(f"{CA_PATH}/{{sha256}}.cer")
    def read_ca(sha256: str) -> Response:
        with services.database.reading() as connection:
            certificate = authority.read(connection)
        if not certificate or hashlib.sha256(certificate).hexdigest() != sha256:
            return make_problem(404, "not_found", "No code names this CA.")
        return Response(certificate, media_type="application/pkix-cert")

    return router
