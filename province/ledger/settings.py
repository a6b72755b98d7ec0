"""Settings: what the province knows about itself, by name."""

from sqlalchemy import Connection, insert, select, update

from province.ledger.tables import settings

PUBLIC_URL = "public_url"
PROVINCE_NAME = "province_name"


def read(connection: Connection, name: str, *, lock: bool = False) -> str | None:
    """Return the setting `name`; with `lock` others wait until the transaction ends."""
    query = select(settings.c.value).where(settings.c.name == name)
    return connection.scalar(query.with_for_update() if lock else query)


def store(connection: Connection, name: str, value: str) -> None:
    """Set `name` to `value`."""
    changed = connection.execute(
        update(settings).where(settings.c.name == name).values(value=value)
    )
    if changed.rowcount == 0:
        connection.execute(insert(settings).values(name=name, value=value))
