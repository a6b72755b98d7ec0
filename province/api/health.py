"""Health: whether the province answers, and what time it is there."""

from fastapi import APIRouter
from sqlalchemy import text

from province.ledger.columns import to_us
from province.services import Services


def make_router(services: Services) -> APIRouter:
    """Return the route that tells health."""
    router = APIRouter()

    @router.get("/v1/health")
    def tell_health() -> dict[str, str | int]:
        with services.database.reading() as connection:
            connection.execute(text("SELECT 1"))
        return {
            "status": "ok",
            "time_us": to_us(services.clock()),
            "roster_version": services.publication.read_version(),
        }

    return router
