"""Roster: the published files, as TUF clients ask for them."""

from fastapi import APIRouter, Response

from kiosk.protocol.roster import METADATA_PATH, ROOTS_PATH, TARGETS_PATH
from province.api.problem import make_problem
from province.services import Services


def make_router(services: Services) -> APIRouter:
    """Return the routes of the roster."""
    router = APIRouter()
    publication = services.publication

    @router.get(f"{METADATA_PATH}/{{name}}")
    def read_metadata(name: str) -> Response:
        return _answer(publication.read_metadata(name))

    @router.get(f"{TARGETS_PATH}/{{name}}")
    def read_target(name: str) -> Response:
        return _answer(publication.read_target(name))

    @router.get(f"{ROOTS_PATH}/{{sha256}}.json")
    def read_root(sha256: str) -> Response:
        return _answer(publication.read_root(sha256))

    return router


def _answer(content: bytes | None) -> Response:
    if content is None:
        return make_problem(404, "not_found", "The roster has no such file.")
    return Response(content, media_type="application/json")
