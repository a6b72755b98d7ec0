"""Schema: what the routes take and answer, as OpenAPI says it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.utils import get_openapi

from kiosk.protocol import enrolment
from province.api.problem import MEDIA_TYPE, TYPE_PREFIX, Problem, Reason

PATH = "/v1/openapi.json"
BATCH = "application/vnd.kiosk.batch"
OCTETS = "application/octet-stream"
JSON = "application/json"

Described = dict[str, Any]
"""A part of an OpenAPI document; `Any` as JSON has it."""

_BINARY: Described = {"type": "string", "format": "binary"}
_OUTSIDE = {503: (Reason.LEDGER_UNAVAILABLE, Reason.OUT_OF_ORDER)}
_REFERENCE = "#/components/schemas/{name}"


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the province answers; `time_us` is microseconds since 1970 UTC."""

    status: str
    time_us: int
    roster_version: int


class TraceRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Who is traced and when; `since` and `until` are ISO 8601, days of the province alone too."""

    way: Literal["document", "phone", "name"]
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    since: Annotated[str, msgspec.Meta(max_length=40)]
    until: Annotated[str, msgspec.Meta(max_length=40)]
    birth_date: Annotated[str, msgspec.Meta(max_length=10)] = ""
    window_min: Annotated[int, msgspec.Meta(ge=0, le=1440)] = 0


class TraceContact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the person met; times in UTC, `reasons` why it is not quite sure."""

    document: str
    name: str
    phone: str
    birth_date: str
    point: str
    point_name: str
    since: str
    overlap_min: float
    confidence: str
    reasons: tuple[str, ...]


class TracedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person who was found, under the case that the province keeps of it."""

    case: str
    document: str
    name: str
    contacts: tuple[TraceContact, ...]


class TraceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody who fits; `waiting` counts parts of the data that are not in yet."""

    persons: tuple[TracedPerson, ...]
    waiting: int


_TYPES = (
    Problem,
    Health,
    TraceRequest,
    TraceAnswer,
    enrolment.Request,
    enrolment.SignedAnswer,
)


def make_router(app: FastAPI) -> APIRouter:
    """Return the route that tells what every other one takes and answers."""
    router = APIRouter()

    @router.get(PATH, include_in_schema=False)
    def read_description() -> Response:
        return Response(msgspec.json.encode(describe(app)), media_type=JSON)

    return router


def describe(app: FastAPI) -> Described:
    """Return the OpenAPI document of every route below /v1."""
    described = get_openapi(
        title="Province",
        version="1",
        summary="What checkpoint kiosks ask of their province.",
        routes=app.routes,
    )
    _, schemas = msgspec.json.schema_components(_TYPES, ref_template=_REFERENCE)
    schemas["Problem"]["properties"]["type"] = {
        "enum": [TYPE_PREFIX + reason.value for reason in Reason]
    }
    described["components"] = {"schemas": schemas}
    return described


def takes(media_type: str, schema: Described | None, sentence: str) -> Described:
    """Return what a route's `openapi_extra` says of its body; None: bytes."""
    content = {media_type: {"schema": schema or _BINARY}}
    body = {"required": True, "description": sentence, "content": content}
    return {"requestBody": body}


def name(kind: type) -> Described:
    """Return the reference to the schema of `kind`."""
    return {"$ref": _REFERENCE.format(name=kind.__name__)}


def answers(
    media_type: str,
    schema: Described | None,
    sentence: str,
    problems: Mapping[int, tuple[Reason, ...]] | None = None,
) -> dict[int | str, Described]:
    """Return a route's `responses`: what it gives, and every problem by status."""
    told: dict[int | str, Described] = {
        200: {
            "description": sentence,
            "content": {media_type: {"schema": schema or _BINARY}},
        }
    }
    for status, reasons in {**(problems or {}), **_OUTSIDE}.items():
        told[status] = _describe_problem(status, reasons)
    others = (Reason.OUT_OF_ORDER, Reason.BAD_REQUEST, Reason.TOO_SLOW)
    told["default"] = _describe_problem(500, others)
    return told


def _describe_problem(status: int, reasons: tuple[Reason, ...]) -> Described:
    listed = [reason.value for reason in reasons]
    narrowed = {"properties": {"reason": {"enum": listed}}}
    schema = {"allOf": [name(Problem), narrowed]}
    told: Described = {
        "description": " or ".join(listed),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    if status in {429, 503}:
        told["headers"] = {
            "Retry-After": {"description": "seconds", "schema": {"type": "integer"}}
        }
    return told
