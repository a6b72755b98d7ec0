"""Neighbours: the kiosks of a point, for the one kiosk that can open the answer."""

from fastapi import APIRouter, Response

from kiosk.protocol.neighbourhood import PATH
from province import neighbourhoods
from province.api.problem import Reason, make_problem
from province.api.schema import OCTETS, answers
from province.keys import KeyName
from province.services import Services

_ANSWERS = answers(
    OCTETS,
    None,
    "The kiosks of this kiosk's point, signed, in an age file for its own key.",
    {404: (Reason.NOT_FOUND,)},
)


def make_router(services: Services) -> APIRouter:
    """Return the route; as the watch list's, it does not ask who is there."""
    router = APIRouter(default_response_class=Response)

    @router.get(f"{PATH}/{{kiosk_id}}", responses=_ANSWERS)
    def read_neighbours(kiosk_id: str) -> Response:
        signer = services.keys.load(KeyName.RECEIPT)
        with services.database.reading() as connection:
            sealed = neighbourhoods.seal_for(
                connection, kiosk_id, signer, services.clock()
            )
        if sealed is None:
            return make_problem(404, Reason.NOT_FOUND, "This kiosk has no neighbours.")
        return Response(sealed, media_type=OCTETS)

    return router
