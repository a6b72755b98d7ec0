"""Full province: the nation's units, 6,128 points of one province and a month of entries, on either database."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    bindparam,
    case,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    text,
    true,
    type_coerce,
    update,
)

from kiosk.credentials.credential import Claim
from kiosk.decision import Outcome
from kiosk.protocol.content import Act
from province.category import Category
from province.folding import fold
from province.keys import KeyFolder
from province.ledger import rollups, users, vault, views, wordings
from province.ledger.columns import from_kiosk_number, to_us
from province.ledger.database import Database, open_database
from province.ledger.entry_tables import entries, worded
from province.ledger.place_tables import places, point_units, unit_ancestors, units
from province.ledger.scope import WHOLE, Scope
from province.ledger.settings import PUBLIC_URL, store
from province.ledger.tables import batches, kiosks, points
from province.ledger.unit_loading import load
from province.ledger.users import User
from province.ledger.vault import Place, Sealer
from province.ledger.views import Wanted
from province.ledger.wordings import Wording
from province.nation import read_nation
from province.publishing import Publication
from province.rights import Role
from province.services import Services
from province.units import Tree
from tests.browser.seeded import PROVINCE, Seeded, seed
from tests.province.builders import NOW, an_entry
from tests.province.postgres import run_cluster

POINTS = 6_128
DAYS = 60
"""A month and the one before it, which every figure is told beside."""
_BEGAN = NOW - timedelta(days=DAYS)
_TODAY = views.find_day(NOW)[0]
_FIRST_DAY = date(2025, 7, 1)
_CATEGORIES = tuple(Category)
_WORDINGS = {
    outcome: Wording(
        Act.PRESENTED.value,
        "in",
        "G1",
        outcome.value,
        "cccd",
        verified=False,
        reasons="[]",
    )
    for outcome in (Outcome.ALLOW, Outcome.DENY)
}
_RANDOM_ID = {"postgresql": "gen_random_uuid()", "sqlite": "randomblob(16)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FullProvince:
    """One that pages can be asked of; `commune` is a unit with some of its points."""

    services: Services
    seeded: Seeded
    commune: str


@contextlib.contextmanager
def open_full(database_name: str, entry_count: int) -> Iterator[FullProvince]:
    """Give a full province on `sqlite` or `postgresql`, gone afterwards."""
    with contextlib.ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        url = None
        if database_name == "postgresql":
            url = opened.enter_context(run_cluster())
        ledger = opened.enter_context(contextlib.closing(open_database(folder, url)))
        yield fill(folder, ledger, entry_count)


def fill(folder: Path, ledger: Database, entry_count: int) -> FullProvince:
    """Fill an empty ledger, with keys and a roster in `folder`."""
    keys = KeyFolder(folder)
    keys.create_missing()
    publication = Publication(folder, keys)
    publication.publish_if_due(NOW)
    seeded = seed(ledger, keys, NOW)
    with ledger.writing() as connection:
        store(connection, PUBLIC_URL, "http://127.0.0.1:8080")
        nation = read_nation()
        load(connection, Tree(units=nation.units, successions=nation.successions))
        communes = list_communes(connection)
        add_officers(connection, PROVINCE, communes[0])
        add_points(connection, communes)
    with ledger.writing() as connection:
        add_entries(connection, entry_count)
        for scope in (WHOLE, Scope(unit=communes[0])):
            add_names(connection, scope)
        rollups.rebuild(connection)
        connection.execute(text("ANALYZE"))
    services = Services(
        database=ledger, keys=keys, publication=publication, clock=lambda: NOW
    )
    return FullProvince(services=services, seeded=seeded, commune=communes[0])


def list_communes(connection: Connection) -> list[str]:
    """Return the codes of the province's communes."""
    query = (
        select(units.c.code)
        .where(units.c.parent == PROVINCE, units.c.valid_until.is_(None))
        .where(select(unit_ancestors.c.code).where(_is_in_province()).exists())
        .order_by(units.c.code)
    )
    return list(connection.scalars(query))


def _is_in_province() -> ColumnElement[bool]:
    line = unit_ancestors.c
    return (line.code == units.c.code) & (line.ancestor == PROVINCE)


def add_officers(connection: Connection, *bound_to: str) -> None:
    """Add an officer `UNIT.ROLE` of each role for each unit."""
    for unit in bound_to:
        for role in Role:
            user = User(
                name=f"{unit}.{role}",
                role=role,
                unit=unit,
                password_hash="!",  # noqa: S106 - opens nothing, sessions are made
            )
            users.insert_user(connection, user, NOW)


def add_points(connection: Connection, communes: list[str]) -> None:
    """Add points, each with a kiosk that has sent a batch, and places that have one."""
    numbers = range(POINTS)
    rows = [_describe_point(number, communes) for number in numbers]
    connection.execute(insert(points), rows)
    connection.execute(
        insert(point_units),
        [
            {"point_id": row["point_id"], "unit": row["unit"], "valid_from": _FIRST_DAY}
            for row in rows
        ],
    )
    connection.execute(insert(kiosks), [_describe_kiosk(number) for number in numbers])
    connection.execute(insert(batches), [_describe_batch(number) for number in numbers])
    kept = ("name", "folded", "category", "unit", "point_id")
    connection.execute(
        insert(places),
        [
            {name: row[name] for name in kept} | {"address": "", "added_at": _BEGAN}
            for row in rows
        ],
    )


def _describe_point(number: int, communes: list[str]) -> dict[str, object]:
    name = f"Điểm kiểm soát {number + 1}"
    return {
        "point_id": _name_point(number),
        "name": name,
        "folded": fold(name),
        "category": _CATEGORIES[number % len(_CATEGORIES)].value,
        "unit": communes[number % len(communes)],
        "created_at": _BEGAN,
    }


def _describe_kiosk(number: int) -> dict[str, object]:
    return {
        "kiosk_id": _name_kiosk(number),
        "public_key": number.to_bytes(32),
        "point_id": _name_point(number),
        "gate": "G1",
        "machine": "",
        "enrolled_at": _BEGAN,
        "last_contact": NOW,
        "last_pending": 0,
        "last_covered_until": NOW if number % 20 else _BEGAN,
    }


def _describe_batch(number: int) -> dict[str, object]:
    numbers = ("sequence", "first", "count")
    told = ("covered_until", "sent_at", "received_at")
    return {
        "hash": number.to_bytes(32),
        "kiosk_id": _name_kiosk(number),
        "epoch": "e1",
        "app_version": "0.1.0",
        "clock": "trusted",
        "pending": 0,
        "roster_version": 1,
        "disk_free": 10**9,
        "reader_faults": 0,
        **dict.fromkeys(numbers, 1),
        **dict.fromkeys(("start", "head", "signature"), b""),
        **dict.fromkeys(told, NOW),
    }


def add_entries(connection: Connection, count: int) -> None:
    """Add `count` entries of every point in turn, half of them of today; one in 40 is denied.

    The database makes them itself: a million take Python a minute.
    """
    numbers = select(literal(1, BigInteger).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < count))
    sender = (
        select(
            batches.c.batch_id,
            batches.c.kiosk_id,
            kiosks.c.point_id,
            (func.row_number().over(order_by=kiosks.c.point_id) - 1).label("place"),
        )
        .join(kiosks, kiosks.c.kiosk_id == batches.c.kiosk_id)
        .where(batches.c.epoch == "e1")
        .subquery()
    )
    kept = wordings.keep(connection, _WORDINGS.values())
    told = _tell_entry(connection.dialect.name, numbers.c.n, sender, count)
    told["wording_id"] = case(
        (numbers.c.n % 40 == 1, kept[_WORDINGS[Outcome.DENY]]),
        else_=kept[_WORDINGS[Outcome.ALLOW]],
    )
    query = select(*told.values()).join_from(
        numbers, sender, sender.c.place == numbers.c.n % POINTS
    )
    connection.execute(insert(entries).from_select(list(told), query))


def add_names(connection: Connection, scope: Scope) -> None:
    """Say whom the entries and visits name that one look for a name in `scope` opens."""
    sealer = vault.start_sealing(connection)
    wanted = views.want(connection, Wanted(scope=scope, period=views.find_day(NOW)))
    newest = (
        select(worded.c.entry_id)
        .where(*wanted)
        .order_by(worded.c.minute.desc())
        .limit(2 * views.MOST_SEARCHED)
    )
    for query in (newest, newest.where(worded.c.is_visit.is_not(None))):
        told = [_seal_name(sealer, one) for one in connection.scalars(query)]
        change = update(entries).where(entries.c.entry_id == bindparam("named"))
        connection.execute(change, told)


def _seal_name(sealer: Sealer, entry_id: bytes) -> dict[str, object]:
    number = int.from_bytes(entry_id) % 1_000_000
    claims = {
        Claim.BIRTH_DATE: "1990-02-03",
        Claim.DOCUMENT: f"001099{number:06}",
        Claim.NAME: f"NGUYỄN VĂN MẪU {number}",
        Claim.SEX: "male",
    }
    said = an_entry(1, claims={str(name): text for name, text in claims.items()})
    sealed = sealer.seal_content(Place.ENTRY, entry_id, said.salt, said.content)
    return {"named": entry_id, "sealed": sealed}


def _tell_entry(
    dialect: str, number: ColumnElement[int], sender: FromClause, count: int
) -> dict[str, ColumnElement[Any]]:
    """Return each column's value for the entry `number`; `Any` as columns of several types."""
    half = count // 2
    month_step_us = (to_us(_TODAY) - to_us(_BEGAN)) // half
    today_step_us = (to_us(NOW) - to_us(_TODAY)) // (count - half)
    at = type_coerce(
        case(
            (number <= half, to_us(_BEGAN) + number * month_step_us),
            else_=to_us(_TODAY) + (number - half) * today_step_us,
        ),
        entries.c.decided_at.type,
    )
    is_visit = number % 50 == 0
    return {
        "entry_id": literal_column(_RANDOM_ID[dialect]),
        "batch_id": sender.c.batch_id,
        "point_id": sender.c.point_id,
        "position": number,
        "decided_at": at,
        "is_visit": case((is_visit, true()), else_=null()),
    }


def _name_point(number: int) -> str:
    return f"Q{number + 1:06d}"


def _name_kiosk(number: int) -> str:
    return from_kiosk_number(number + 1)
