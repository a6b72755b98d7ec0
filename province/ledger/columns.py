"""Columns: types that mean the same on SQLite and PostgreSQL."""

import base64
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON, TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NOBODY = -1
_LETTERS, _BYTES, _SPARE_BITS, _PADDING = 12, 8, 4, "A==="
"""Twelve letters of five bits are 60; a thirteenth fills the last of eight bytes."""
LONGEST_NAME = 64
"""Kiosks make names of 8; PostgreSQL's index takes some 2,700 bytes."""


def to_us(moment: datetime) -> int:
    """Return `moment` (aware) as microseconds since 1970 UTC."""
    return (moment - EPOCH) // _MICROSECOND


def from_us(microseconds: int) -> datetime:
    """Return the aware UTC time `microseconds` after 1970."""
    return EPOCH + timedelta(microseconds=microseconds)


def to_day_number(day: date) -> int:
    """Return the days from 1970-01-01 to `day`."""
    return (day - EPOCH.date()).days


def from_day_number(number: int) -> date:
    """Return the day `number` days after 1970-01-01."""
    return EPOCH.date() + timedelta(days=number)


def clean(text: str) -> str:
    """Return `text` as PostgreSQL can keep it; an entry's content keeps the true bytes."""
    return text.replace("\0", "\ufffd") if "\0" in text else text


def clean_name(text: str) -> str:
    """Return a name that a kiosk chose (a boot, an epoch) as an index can keep it."""
    return clean(text)[:LONGEST_NAME]


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept as microseconds since 1970 UTC.

    An integer sorts alike on both databases, holds every time a kiosk may
    claim, and one expression gives the local day on both.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> int | None:
        """Turn an aware time into the stored number."""
        del dialect
        return None if value is None else to_us(value)

    def process_result_value(
        self, value: int | None, dialect: Dialect
    ) -> datetime | None:
        """Turn the stored number into an aware time."""
        del dialect
        return None if value is None else from_us(value)


class Day(TypeDecorator[date]):
    """A local day (Asia/Ho_Chi_Minh), kept as the number of days since 1970-01-01."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """Turn a day into the stored number."""
        del dialect
        return None if value is None else to_day_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """Turn the stored number into a day."""
        del dialect
        return None if value is None else from_day_number(value)


class EntryId(TypeDecorator[bytes]):
    """An entry's id, 16 bytes: `uuid` on PostgreSQL, a 16-byte BLOB on SQLite."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Pick the narrowest type that the database has."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid())
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> Any:
        """Turn 16 bytes into what the driver takes; `Any` is the driver's own."""
        if value is None or dialect.name != "postgresql":
            return value
        return uuid.UUID(bytes=value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        """Turn what the driver gives (`Any`) into 16 bytes."""
        del dialect
        return value.bytes if isinstance(value, uuid.UUID) else value


class KioskId(TypeDecorator[str]):
    """A kiosk's id (`kiosk.protocol.identifiers`), kept as the 60 bits that it spells.

    For tables with a row for each entry: half of a text, and of one width, which
    keeps the leaves of an index full.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        """Turn an id into the stored number; what is no id is nobody's."""
        del dialect
        try:
            return None if value is None else to_kiosk_number(value)
        except ValueError:
            return _NOBODY

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        """Turn the stored number into an id."""
        del dialect
        return None if value is None else from_kiosk_number(value)


def to_kiosk_number(kiosk_id: str) -> int:
    """Return the number that a kiosk's id spells.

    Raises:
        ValueError: It is none that a key makes.
    """
    if len(kiosk_id) != 1 + _LETTERS or not kiosk_id.startswith("K"):
        raise ValueError(f"'{kiosk_id}' is no id of a kiosk")
    whole = base64.b32decode(kiosk_id[1:] + _PADDING)
    return int.from_bytes(whole) >> _SPARE_BITS


def from_kiosk_number(number: int) -> str:
    """Return the id that spells `number`."""
    whole = (number << _SPARE_BITS).to_bytes(_BYTES)
    return "K" + base64.b32encode(whole)[:_LETTERS].decode("ascii")


class Json(TypeDecorator[Any]):
    """A JSON value: `jsonb` on PostgreSQL, text on SQLite; None is SQL's NULL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Pick the JSON type that the database can index."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))
