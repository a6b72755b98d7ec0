"""Schema: the migrations, found and run through Alembic."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the transaction of `connection`."""
    config = _make_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def is_known(revision: str) -> bool:
    """Say whether this version has the migration `revision`."""
    try:
        return _read_scripts().get_revision(revision) is not None
    except CommandError:
        return False


def read_head() -> str:
    """Return the newest migration."""
    return _read_scripts().get_current_head() or ""


def _read_scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_make_config())


def _make_config() -> Config:
    config = Config()
    config.set_main_option("script_location", "province:migrations")
    config.set_main_option("path_separator", "os")
    return config
