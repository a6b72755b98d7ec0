"""Health: whether the province answers, and what time it is there."""

import msgspec
from fastapi import APIRouter, Response
from sqlalchemy import text

from province.api.schema import JSON, Health, answers, name
from province.ledger.columns import to_us
from province.services import Services


def make_router(services: Services) -> APIRouter:
    """Return the route that tells health."""
    router = APIRouter()

    @router.get(
        "/v1/health",
        response_class=Response,
        responses=answers(JSON, name(Health), "The province answers."),
    )
    def tell_health() -> Response:
        with services.database.reading() as connection:
            connection.execute(text("SELECT 1"))
        told = Health(
            status="ok",
            time_us=to_us(services.clock()),
            roster_version=services.publication.read_version(),
        )
        return Response(msgspec.json.encode(told), media_type=JSON)

    return router
