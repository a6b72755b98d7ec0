"""Pages: every door of the officers' side, opened."""

from fastapi import APIRouter

from province.services import Services
from province.web import (
    applications,
    audit,
    cases,
    dashboard,
    enrolling,
    entering,
    figure_rows,
    fleet,
    invited,
    keyring,
    kiosk,
    officers,
    people,
    places,
    points,
    posters,
    profile,
    reforms,
    registering,
    reminders,
    reports,
    retention,
    rules,
    signing_on,
    static,
    tracing,
    units,
    wall,
)
from province.web.doors import Doors

AREAS = (
    dashboard,
    figure_rows,
    people,
    points,
    applications,
    places,
    reforms,
    units,
    officers,
    audit,
    profile,
    reminders,
    rules,
    retention,
    keyring,
    reports,
    posters,
    fleet,
    kiosk,
    enrolling,
    tracing,
    cases,
)
"""Each opens its doors; what is before a login stands in `entering`."""


def make_router(services: Services) -> APIRouter:
    """Return the routes of the pages."""
    doors = open_doors(services)
    doors.router.include_router(static.make_router())
    doors.router.include_router(wall.make_router(services))
    doors.router.include_router(entering.make_router(services))
    doors.router.include_router(registering.make_router(services))
    doors.router.include_router(invited.make_router(services))
    doors.router.include_router(signing_on.make_router(services))
    return doors.router


def open_doors(services: Services) -> Doors:
    """Return the doors behind a login, which tests walk too."""
    doors = Doors(services)
    for area in AREAS:
        area.open_doors(doors)
    return doors
