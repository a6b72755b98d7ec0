"""Seeded: a province of two units with some of everything in each, and its officers.

A page joins the tests of every page by standing in `pages.AREAS`; a new name of a
parameter in its path needs an id of each unit here (`_list_ids`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy import Connection, insert

from province.clock import read_now
from province.folding import fold
from province.keys import KeyFolder
from province.ledger import uploads, users
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.enrolments import NUMBER_LENGTH
from province.ledger.office_tables import reminders, schedules
from province.ledger.place_tables import (
    applications,
    places,
    posters,
    unit_ancestors,
    units,
)
from province.ledger.tables import enrolment_codes
from province.ledger.users import User
from province.rights import Role
from tests.browser.seeded_cases import add_case, add_report, add_rules
from tests.province.builders import FakeKiosk, add_point, an_entry, enrol

PASSWORD = "mật khẩu để thử"
OWN = "00100"
FOREIGN = "00200"
PROVINCE = "08"
_NAMES = {PROVINCE: "Tỉnh Mẫu", OWN: "Phường Sông Mẫu", FOREIGN: "Xã Núi Mẫu"}
_FIRST_DAY = date(2025, 7, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What was put in: `own` and `foreign` have an id for each parameter of a path.

    Officers: `tinh.ROLE` of the whole province, `phuong.ROLE` of the unit OWN,
    `xa.ROLE` of FOREIGN; all have PASSWORD.
    """

    own: dict[str, str]
    foreign: dict[str, str]

    def fill(self, path: str, ids: dict[str, str]) -> str:
        """Return `path` with each `{parameter}` filled from `ids`.

        Where areas mean different things by one name, `AREA.name` comes first.
        """
        area = path.split("/")[1]
        own = {
            name.removeprefix(f"{area}."): one
            for name, one in ids.items()
            if name.startswith(f"{area}.")
        }
        try:
            return path.format_map(ids | own)
        except KeyError as missing:
            sentence = f"tests/browser/seeded.py has no id for {missing} of '{path}'"
            raise AssertionError(sentence) from missing


def seed(database: Database, keys: KeyFolder, now: datetime | None = None) -> Seeded:
    """Put two units with officers, points, kiosks and entries into `database`."""
    moment = read_now() if now is None else now
    with database.writing() as connection:
        _add_units(connection)
        _add_officers(connection, moment)
    own = _add_life(database, keys, OWN, moment)
    foreign = _add_life(database, keys, FOREIGN, moment)
    return Seeded(own=own, foreign=foreign)


def _add_units(connection: Connection) -> None:
    for code, name in _NAMES.items():
        parent = None if code == PROVINCE else PROVINCE
        row = {
            "code": code,
            "valid_from": _FIRST_DAY,
            "name": name,
            "folded": fold(name),
            "level": "province" if parent is None else "commune",
            "parent": parent,
        }
        connection.execute(insert(units).values(row))
        for ancestor in filter(None, (code, parent)):
            line = {"code": code, "ancestor": ancestor}
            connection.execute(insert(unit_ancestors).values(line))


@cache
def _hash_password() -> str:
    """Return one hash for all: each takes a third of a second."""
    return PasswordHasher().hash(PASSWORD)


def _add_officers(connection: Connection, now: datetime) -> None:
    hashed = _hash_password()
    for prefix, unit in (("tinh", ""), ("phuong", OWN), ("xa", FOREIGN)):
        for role in Role:
            user = User(
                name=f"{prefix}.{role}", role=role, unit=unit, password_hash=hashed
            )
            users.insert_user(connection, user, now)


def _add_life(
    database: Database, keys: KeyFolder, unit: str, now: datetime
) -> dict[str, str]:
    """Add points, a kiosk with entries and papers of `unit`, and return their ids."""
    name, seed_number = _NAMES[unit], 31 if unit == OWN else 62
    point = add_point(database, f"Chợ {name}", unit)
    add_point(database, f"Cổng {name}", unit)
    kiosk = FakeKiosk(seed_number)
    enrol(database, kiosk, point)
    rows = [
        an_entry(
            seed_number * 100 + number,
            decided_at_us=to_us(now - timedelta(minutes=number)),
            claims={"document": f"0010{seed_number:02}0000{number:02}", "name": name},
        )
        for number in range(1, 8)
    ]
    append_batch(database, kiosk.sign(*rows), now)
    with database.writing() as connection:
        papers = _add_papers(connection, unit, point, now)
        papers |= add_report(connection, unit, now)
        papers |= add_rules(connection, unit, now)
    first = f"0010{seed_number:02}000001"
    papers |= add_case(database, keys, unit, first, now)
    officer = "phuong.clerk" if unit == OWN else "xa.clerk"
    return papers | {
        "unit": unit,
        "code": unit,
        "point": point,
        "point_id": point,
        "kiosk": kiosk.kiosk_id,
        "kiosk_id": kiosk.kiosk_id,
        "entry_id": rows[0].entry_id.hex(),
        "name": officer,
        "officer": officer,
        "language": "en",
        "choice": "registered",
    }


def _add_papers(
    connection: Connection, unit: str, point: str, now: datetime
) -> dict[str, str]:
    """Add a place, an application, a poster, a reminder and a schedule of `unit`."""
    texts = {"name": "Quán Mẫu", "category": "market", "unit": unit, "address": ""}
    place = connection.execute(
        insert(places)
        .values(**texts, folded="quan mau", added_at=now)
        .returning(places.c.place_id)
    ).scalar_one()
    application = f"a-{unit}"
    connection.execute(
        insert(applications).values(
            **texts,
            application_id=application,
            contact_name="TRẦN THỊ THỬ",
            contact_phone="0900000000",
            applied_at=now,
        )
    )
    poster = f"poster-{unit}"
    connection.execute(
        insert(posters).values(
            poster_id=poster,
            point_id=point,
            gate="",
            made_at=now,
            made_by="tinh.admin",
        )
    )
    reminder = connection.execute(
        insert(reminders)
        .values(
            unit=unit,
            made_at=now,
            made_by="tinh.admin",
            way="file",
            recipient="",
            since=now - timedelta(days=7),
            until=now,
            points=[
                {
                    "point_id": point,
                    "name": "Chợ",
                    "address": "",
                    "standing": "no_report",
                    "last_contact": None,
                    "contact_name": "",
                    "contact_phone": "",
                }
            ],
            subject="Đôn đốc",
            text="Đề nghị kiểm tra.",
        )
        .returning(reminders.c.reminder_id)
    ).scalar_one()
    schedule = connection.execute(
        insert(schedules)
        .values(
            kind="reminder",
            unit=unit,
            weekday=5,
            minute=840,
            recipients=["mau@example.vn"],
            last_run=now,
            made_by="tinh.admin",
        )
        .returning(schedules.c.schedule_id)
    ).scalar_one()
    return _add_waiting(connection, unit, point, now) | {
        "place_id": str(place),
        "place": str(place),
        "application_id": application,
        "application": application,
        "poster_id": poster,
        "poster": poster,
        "reminder_id": str(reminder),
        "reminder": str(reminder),
        "schedule_id": str(schedule),
        "schedule": str(schedule),
    }


def _add_waiting(
    connection: Connection, unit: str, point: str, now: datetime
) -> dict[str, str]:
    """Add files that wait for an officer's word, and a code that nobody used yet."""
    officer = "tinh.admin" if unit == OWN else "xa.admin"
    found = {}
    for kind in ("points", "places"):
        content = f"name,category,unit\r\nQuán Mẫu,market,{unit}\r\n".encode()
        found[f"{kind}.upload"] = uploads.keep(
            connection, content, kind=kind, user_name=officer, now=now
        )
    token = hashlib.sha256(unit.encode()).digest()
    connection.execute(
        insert(enrolment_codes).values(
            token_sha256=token,
            point_id=point,
            gate="",
            created_at=now,
            expires_at=now + timedelta(hours=8),
        )
    )
    return found | {"number": token.hex()[:NUMBER_LENGTH]}
