"""App: the province's routes put together."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from province.api import (
    authority,
    batches,
    enrolments,
    health,
    neighbours,
    recovery,
    roster,
    schema,
    tracing,
    watch,
)
from province.api.problem import (
    tell_bug,
    tell_database,
    tell_fault,
    tell_http,
    tell_invalid,
)
from province.errors import ProvinceError
from province.services import Services
from province.web import pages


def create_app(services: Services) -> FastAPI:
    """Return the application that serves kiosks and officers."""
    app = FastAPI(openapi_url=None)
    app.include_router(batches.make_router(services))
    app.include_router(enrolments.make_router(services))
    app.include_router(recovery.make_router(services))
    app.include_router(roster.make_router(services))
    app.include_router(authority.make_router(services))
    app.include_router(watch.make_router(services))
    app.include_router(neighbours.make_router(services))
    app.include_router(health.make_router(services))
    app.include_router(tracing.make_router(services))
    app.include_router(schema.make_router(app))
    app.include_router(pages.make_router(services), include_in_schema=False)
    app.add_exception_handler(HTTPException, tell_http)
    app.add_exception_handler(RequestValidationError, tell_invalid)
    app.add_exception_handler(ProvinceError, tell_fault)
    app.add_exception_handler(Exception, tell_bug)
    for fault in (DBAPIError, PoolTimeoutError):
        app.add_exception_handler(fault, tell_database)
    return app
