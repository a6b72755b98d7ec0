"""Roster: the published files, as TUF clients ask for them."""

from fastapi import APIRouter, Response

from kiosk.protocol.roster import METADATA_PATH, ROOTS_PATH, TARGETS_PATH, TIMESTAMP
from province.api.problem import Reason, make_problem
from province.api.schema import JSON, OCTETS, Described, answers
from province.services import Services

_OBJECT: Described = {"type": "object"}
_MISSING = {404: (Reason.NOT_FOUND,)}
_METADATA = answers(JSON, _OBJECT, "TUF's metadata.", _MISSING)
_ROOT = answers(JSON, _OBJECT, "The root.json with this SHA-256.", _MISSING)
_TARGET = answers(OCTETS, None, "A list that the roster names.", _MISSING)
_TARGET[200]["content"][JSON] = {"schema": {}}
_TIMESTAMP = {**_METADATA, 204: {"description": "What is `known` is the newest."}}


def make_router(services: Services) -> APIRouter:
    """Return the routes of the roster."""
    router = APIRouter(default_response_class=Response)
    publication = services.publication

    @router.get(f"{METADATA_PATH}/{TIMESTAMP}", responses=_TIMESTAMP)
    def read_timestamp(known: str = "") -> Response:
        if known and known == publication.hash_state():
            return Response(status_code=204)
        return _answer(publication.read_metadata(TIMESTAMP), JSON)

    @router.get(f"{METADATA_PATH}/{{name}}", responses=_METADATA)
    def read_metadata(name: str) -> Response:
        return _answer(publication.read_metadata(name), JSON)

    @router.get(f"{TARGETS_PATH}/{{name}}", responses=_TARGET)
    def read_target(name: str) -> Response:
        media_type = JSON if name.endswith(".json") else OCTETS
        return _answer(publication.read_target(name), media_type)

    @router.get(f"{ROOTS_PATH}/{{sha256}}.json", responses=_ROOT)
    def read_root(sha256: str) -> Response:
        return _answer(publication.read_root(sha256), JSON)

    return router


def _answer(content: bytes | None, media_type: str) -> Response:
    if content is None:
        return make_problem(404, Reason.NOT_FOUND, "The roster has no such file.")
    return Response(content, media_type=media_type)
