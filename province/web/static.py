"""Static: style, scripts and fonts of the pages, all from this server."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Request, Response

from province.web.page import HEADERS

_TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ttf": "font/ttf",
    "woff2": "font/woff2",
}


def make_router() -> APIRouter:
    """Return the route of what pages load."""
    router = APIRouter()

    @router.get("/static/{name}")
    def read_static(name: str, request: Request) -> Response:
        found = _load().get(name)
        if found is None:
            raise HTTPException(404)
        body, tag, kind = found
        headers = HEADERS | {"Cache-Control": "max-age=3600", "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=kind, headers=headers)

    return router


@cache
def _load() -> Mapping[str, tuple[bytes, str, str]]:
    """Return every file by its name, so that a name leads nowhere else."""
    folder = files("province") / "web" / "static"
    found = {}
    for file in folder.iterdir():
        ending = file.name.rpartition(".")[2]
        if ending in _TYPES:
            body = file.read_bytes()
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            found[file.name] = (body, tag, _TYPES[ending])
    return found
