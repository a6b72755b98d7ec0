"""Compiled: an SQLAlchemy expression as a statement that the driver runs."""

from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import ClauseElement

from kiosk.storage.statement import Statement

_DIALECT = sqlite.dialect(paramstyle="named")


def make_statement(expression: ClauseElement) -> Statement:
    """Return the statement; what changes in it is a column of an insert or a `bindparam`.

    Columns come as the driver has them: no type of SQLAlchemy converts them.
    """
    return Statement(str(expression.compile(dialect=_DIALECT)))
