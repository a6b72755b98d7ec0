"""A connection that PostgreSQL closed while it lay aside is replaced, unseen by who asks next."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from province.ledger import liveness

PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """Give an engine of one connection, which is asked for a sign each time."""
    made = create_engine(postgres_url, pool_size=1, max_overflow=0)
    liveness.watch(made, idle_s=0)
    yield made
    made.dispose()


def read_pid(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(PID) or 0)


def test_a_connection_that_was_closed_meanwhile_is_replaced(
    engine: Engine, postgres_url: str
) -> None:
    first = read_pid(engine)
    other = create_engine(postgres_url)
    with other.connect() as connection:
        # Waits until it is gone, for a second at most.
        end = text("SELECT pg_terminate_backend(:pid, 1000)")
        assert connection.scalar(end, {"pid": first})
    other.dispose()

    assert read_pid(engine) not in {0, first}


def test_one_that_stands_is_used_again(engine: Engine) -> None:
    assert read_pid(engine) == read_pid(engine)
