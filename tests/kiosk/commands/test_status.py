"""The status of a place is one line, also beside somebody who writes."""

import msgspec
import pytest

from kiosk.commands.status import run
from kiosk.lane import Lane
from kiosk.storage.database import Database
from tests.builders import a_payload
from tests.kiosk.commands.conftest import Ask


def test_status_counts_what_is_kept_while_another_writes(
    ask: Ask, lane: Lane, database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    lane.present(a_payload())
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE head SET pending = 99")
        assert run(ask("status")) == 0
    status = msgspec.json.decode(capfd.readouterr().out, type=dict[str, object])
    assert (status["entries"], status["pending"], status["chain"]) == (1, 1, "ok")
