"""A check is answered in JSON, with the reason in two languages."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from kiosk.commands.export import run as export
from kiosk.commands.verify import run
from kiosk.errors import UsageError
from kiosk.lane import Lane
from kiosk.options import make_parser
from kiosk.place import Place
from kiosk.presentation import Decided
from tests.builders import a_card, a_payload
from tests.damage import unlock
from tests.kiosk.commands.conftest import Ask


def check(*command: str) -> int:
    return run(make_parser().parse_args(["verify", *command]))


def test_a_whole_export_is_ok(
    ask: Ask, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    export(ask("export", "--to", str(tmp_path)))
    answer = msgspec.json.decode(capfd.readouterr().out, type=dict[str, object])
    assert check(str(answer["file"])) == 0
    told = capfd.readouterr()
    found = msgspec.json.decode(told.out, type=dict[str, object])
    assert (found["ok"], found["rows"], found["reason"], told.err) == (
        True,
        0,
        None,
        "",
    )


def test_garbage_is_a_no_with_a_reason(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\x00garbage")
    assert check(str(tmp_path / "x.csv")) == 1
    told = capfd.readouterr()
    assert b'"reason":"not_an_export"' in told.out.encode()
    assert len(told.err.splitlines()) == 2


def test_a_key_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Key file"):
        check(str(tmp_path), "--key", str(tmp_path / "none"))


def test_without_a_file_the_whole_chain_is_checked(
    ask: Ask, place: Place, lane: Lane, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        lane.present(a_payload(a_card(number)))
    assert run(ask("verify")) == 0
    told = capfd.readouterr()
    assert msgspec.json.decode(told.out) == {
        "ok": True,
        "rows": 3,
        "kiosk_id": place.identity.kiosk_id,
        "sequence": 0,
        "chain": "ok",
        "reason": None,
        "first": None,
        "countersigned": 0,
    }
    assert told.err == ""


def test_the_first_entry_at_fault_is_named(
    ask: Ask, place: Place, lane: Lane, capfd: pytest.CaptureFixture[str]
) -> None:
    lane.present(a_payload(a_card(1)))
    second = lane.present(a_payload(a_card(2)))
    assert isinstance(second, Decided)
    with place.database.write() as connection:
        spoil = text("UPDATE entries SET outcome = 'deny' WHERE position = 2")
        unlock(connection).execute(spoil)
    assert run(ask("verify")) == 1
    told = capfd.readouterr()
    found = msgspec.json.decode(told.out, type=dict[str, object])
    first = {"position": 2, "entry_id": str(second.entry_id)}
    assert (found["ok"], found["chain"], found["first"]) == (False, "altered", first)
    assert len(told.err.splitlines()) == 2
