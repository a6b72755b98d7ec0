"""Tracing: whom a person met, for programs of the health department that have a key."""

from datetime import UTC, timedelta
from time import monotonic
from urllib.parse import unquote

import msgspec
from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from province import join_key, tracing
from province.api.body import read_body
from province.api.problem import Reason, make_problem, make_too_often
from province.api.rations import Rations
from province.api.schema import (
    JSON,
    TraceAnswer,
    TraceContact,
    TracedPerson,
    TraceRequest,
    answers,
    name,
    takes,
)
from province.errors import UsageError
from province.ledger import audit, cases, health_keys
from province.ledger import tracing as ledger
from province.ledger.audit import Note
from province.ledger.cases import Case, Look
from province.ledger.health_keys import HealthKey
from province.ledger.tracing import Person, Wanted
from province.services import Services
from province.tracing import Met, Sought, Way

PATH = "/v1/tracing"
REASON_HEADER = "trace-reason"
MAX_BODY_BYTES = 4096
MOST_PERSONS = 10
MOST_CONTACTS = 5000
AT_ONCE, EVERY_S = 10, 6
"""A program may ask ten times at once, and ten times a minute for long."""

_HEADERS = {
    "parameters": [
        {
            "name": "Authorization",
            "in": "header",
            "description": "Bearer and the key of `province health-key add`.",
            "schema": {"type": "string"},
        },
        {
            "name": "Trace-Reason",
            "in": "header",
            "description": "Why; is kept. Other letters than ASCII percent-encoded (UTF-8).",
            "schema": {"type": "string"},
        },
    ]
}
_BODY = takes(JSON, name(TraceRequest), "Who is traced, and when.") | _HEADERS
_ANSWERS = answers(
    JSON,
    name(TraceAnswer),
    "Whom they met, the longest first; each person is a case that is kept.",
    {
        400: (Reason.BAD_REQUEST, Reason.NO_REASON),
        401: (Reason.BAD_KEY,),
        413: (Reason.TOO_LARGE,),
        429: (Reason.TOO_OFTEN,),
    },
)


def make_router(services: Services) -> APIRouter:
    """Return the route by which the health department traces."""
    router = APIRouter()
    rations = Rations(at_once=AT_ONCE, every_s=EVERY_S)

    @router.post(PATH, response_class=Response, openapi_extra=_BODY, responses=_ANSWERS)
    async def trace(request: Request) -> Response:
        body = await read_body(request, MAX_BODY_BYTES)
        if body is None:
            return make_problem(413, Reason.TOO_LARGE, "A look-up is small.")
        return await run_in_threadpool(_trace, services, rations, request, body)

    return router


def _trace(
    services: Services, rations: Rations, request: Request, body: bytes
) -> Response:
    key = _find_key(services, request)
    if key is None:
        return make_problem(401, Reason.BAD_KEY, "The key is none, or was revoked.")
    if not rations.take(key.key_id, monotonic()):
        return make_too_often(EVERY_S)
    reason = _read_reason(request)
    if len(reason) < tracing.SHORTEST_REASON:
        return make_problem(
            400, Reason.NO_REASON, "Say why in the header Trace-Reason."
        )
    try:
        asked = msgspec.json.decode(body, type=TraceRequest)
        sought = _read(asked)
        tracing.check(sought, reason)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return make_problem(400, Reason.BAD_REQUEST, "The body is no such request.")
    except UsageError as error:
        return make_problem(400, Reason.BAD_REQUEST, str(error))
    answer = _answer(services, request, key, sought, reason)
    return Response(msgspec.json.encode(answer), media_type=JSON)


def _answer(
    services: Services, request: Request, key: HealthKey, sought: Sought, reason: str
) -> TraceAnswer:
    secret, now = join_key.load(services.keys), services.clock()
    waiting = tracing.catch_up(services.database, secret)
    with services.database.writing() as connection:
        found = tracing.find_persons(connection, secret, sought)
        opened = [
            tracing.open_case(
                connection,
                sought,
                person,
                reason=reason,
                made_by=(key.key_id, key.unit),
                now=now,
            )
            for person in tracing.group(sought, found)[:MOST_PERSONS]
        ]
        for case in opened:
            look = Look(at=now, user_name=key.key_id, act="api", told={})
            cases.look(connection, case.case_id, look)
        health_keys.touch(connection, key.key_id, now)
        remote = "" if request.client is None else request.client.host
        note = Note(
            at=now,
            user_name=key.key_id,
            unit=key.unit,
            act="health_traced",
            subject=",".join(case.case_id for case in opened),
            told={"way": sought.way.value, "found": len(found)},
            remote=remote,
        )
        audit.append(connection, note)
    with services.database.reading() as connection:
        persons = tuple(_describe(connection, case) for case in opened)
    return TraceAnswer(persons=persons, waiting=waiting)


def _describe(connection: Connection, case: Case) -> TracedPerson:
    met = tracing.follow(connection, case, Wanted(limit=MOST_CONTACTS)).met
    people = ledger.describe(connection, case.persons)
    person = next(iter(people.values()), Person(person_key=b""))
    return TracedPerson(
        case=case.case_id,
        document=person.document,
        name=person.name,
        contacts=tuple(_tell(one) for one in met),
    )


def _tell(one: Met) -> TraceContact:
    return TraceContact(
        document=one.person.document,
        name=one.person.name,
        phone=one.person.phone,
        birth_date=one.person.birth_date,
        point=one.point_id,
        point_name=one.point_name,
        since=one.since.astimezone(UTC).isoformat(),
        overlap_min=one.overlap_min,
        confidence=one.sureness.code,
        reasons=tuple(reason.value for reason in one.reasons),
    )


def _read(asked: TraceRequest) -> Sought:
    return Sought(
        way=Way(asked.way),
        value=asked.value,
        birth_date=asked.birth_date,
        period=(
            tracing.parse_moment(asked.since, "since"),
            tracing.parse_moment(asked.until, "until", is_end=True),
        ),
        window=timedelta(minutes=asked.window_min),
    )


def _find_key(services: Services, request: Request) -> HealthKey | None:
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret:
        return None
    with services.database.reading() as connection:
        return health_keys.find(connection, secret.strip())


def _read_reason(request: Request) -> str:
    """Return the reason; headers arrive as Latin-1, and many send UTF-8 as it is."""
    raw = request.headers.get(REASON_HEADER, "")
    text = unquote(raw.encode("latin-1", "replace").decode("utf-8", "replace"))
    return " ".join(text.replace("\0", "").split())[: tracing.LONGEST_REASON]
