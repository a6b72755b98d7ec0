"""Wall: what a phone is shown that opens the code on a poster."""

from fastapi import APIRouter, Request, Response

from province.ledger import posters
from province.posters import PATH, group
from province.services import Services
from province.web.doors import read_language
from province.web.page import render_open


def make_router(services: Services) -> APIRouter:
    """Return the route that a location code leads to."""
    router = APIRouter()

    @router.get(PATH + "{poster}")
    def show_poster(poster: str, request: Request) -> Response:
        """Say what the code is; what a phone may do with it comes later."""
        poster_id = posters.read_id(poster)
        with services.database.reading() as connection:
            found = (
                posters.find(connection, poster_id)
                if posters.is_id(poster_id)
                else None
            )
        return render_open(
            "wall.html",
            read_language(request),
            404 if found is None else 410 if found.revoked_at else 200,
            poster=found,
            code="" if found is None else group(found.poster_id),
        )

    return router
