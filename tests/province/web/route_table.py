"""Route table: every door of the officers' pages, known before any server runs."""

from functools import cache
from pathlib import Path

from sqlalchemy import create_engine

from province.clock import read_now
from province.keys import KeyFolder
from province.ledger.database import Database
from province.publishing import Publication
from province.rights import RIGHTS, Right, Role
from province.services import Services
from province.web.doors import Door
from province.web.pages import open_doors


@cache
def list_doors(method: str) -> tuple[Door, ...]:
    """Return the doors of `method`; nothing is read or written for it."""
    engine = create_engine("sqlite://")
    keys = KeyFolder(Path("/nowhere"))
    services = Services(
        database=Database(engine, engine),
        keys=keys,
        publication=Publication(Path("/nowhere"), keys),
        clock=read_now,
    )
    doors = open_doors(services).opened
    return tuple(door for door in doors if door.method == method)


def name_door(door: Door) -> str:
    """Return a test's name for `door`."""
    return f"{door.method} {door.path}"


def find_role(right: Right | None) -> Role:
    """Return a role that has `right`."""
    return next(role for role in Role if right is None or right in RIGHTS[role])


def list_roles_without(right: Right | None) -> list[Role]:
    """Return the roles that lack `right`."""
    return [role for role in Role if right is not None and right not in RIGHTS[role]]
