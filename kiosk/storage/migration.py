"""Migration: brings an older database to the newest schema, forward only."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from kiosk.storage.connection import Connection
from kiosk.storage.schema import HEAD_REVISION

FOLDER = Path(__file__).parent / "migrations"


def upgrade(connection: Connection) -> None:
    """Bring the database to `HEAD_REVISION`; the caller commits."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection.core
    command.upgrade(config, HEAD_REVISION)
