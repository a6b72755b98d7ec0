"""A forgotten PIN is taken away by who may open the data folder, and the log says who."""

import msgspec
import pytest

from kiosk.commands.pin import run
from kiosk.commands.place import name_user
from kiosk.protocol import content
from kiosk.storage.database import Database
from kiosk.storage.pin import is_set, set_pin
from kiosk.storage.tables import ENTRIES
from tests.fakes import SteppedClock
from tests.kiosk.commands.conftest import Ask


def test_the_pin_is_forgotten_and_what_to_do_is_said(
    ask: Ask,
    database: Database,
    clock: SteppedClock,
    capfd: pytest.CaptureFixture[str],
) -> None:
    set_pin(database, "482915", at=clock(), who="admin screen")
    assert run(ask("pin", "reset")) == 0
    told = capfd.readouterr()
    with database.read() as connection:
        newest = ENTRIES.select().order_by(ENTRIES.c.position.desc())
        facts = content.decode(connection.execute(newest).first().content)  # type: ignore[union-attr]  # two were kept
        assert not is_set(connection)
    assert facts is not None
    assert msgspec.json.decode(facts.text) == {"who": name_user()}
    assert (told.out, "F10" in told.err) == ('{"reset":true}\n', True)


def test_where_there_is_no_pin_that_is_said(
    ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(ask("pin", "reset")) == 1
    assert capfd.readouterr().out == '{"reset":false}\n'
