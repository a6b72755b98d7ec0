"""Neighbours: the kiosks of a point, for the one kiosk that can open the answer."""

from fastapi import APIRouter, Response

from kiosk.protocol.neighbourhood import PATH
from province import neighbourhoods
from province.api.problem import make_problem
from province.keys import KeyName
from province.services import Services


def make_router(services: Services) -> APIRouter:
    """Return the route; as the watch list's, it does not ask who is there."""
    router = APIRouter()

    @router.get(f"{PATH}/{{kiosk_id}}")
    def read_neighbours(kiosk_id: str) -> Response:
        signer = services.keys.load(KeyName.RECEIPT)
        with services.database.reading() as connection:
            sealed = neighbourhoods.seal_for(
                connection, kiosk_id, signer, services.clock()
            )
        if sealed is None:
            return make_problem(404, "not_found", "This kiosk has no neighbours.")
        return Response(sealed, media_type="application/octet-stream")

    return router
