"""What staff do about an entry is answered with its id, or with why not."""

from uuid import UUID, uuid4

import msgspec
import pytest

from kiosk.commands.acts import settle, void
from kiosk.errors import UsageError
from kiosk.lane import Lane
from kiosk.payload import Direction
from kiosk.presentation import Decided
from tests.builders import a_payload
from tests.kiosk.commands.conftest import Ask


@pytest.fixture
def check(lane: Lane) -> str:
    """Return the id of an entry that is a CHECK: out, never in."""
    presentation = lane.present(a_payload(direction=Direction.OUT))
    assert isinstance(presentation, Decided)
    return str(presentation.entry_id)


def read(capfd: pytest.CaptureFixture[str]) -> tuple[dict[str, object], str]:
    told = capfd.readouterr()
    return msgspec.json.decode(told.out, type=dict[str, object]), told.err


def test_a_void_names_its_own_entry_and_the_voided(
    ask: Ask, check: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert void(ask("void", check, "--reason", "wrong person")) == 0
    answer, words = read(capfd)
    assert answer["voids"] == check
    assert str(UUID(str(answer["entry_id"]))) != check
    assert words == ""


@pytest.mark.parametrize("act", ["admitted", "turned_away"])
def test_a_check_is_settled_once(
    ask: Ask, check: str, act: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert settle(ask("settle", check, act)) == 0
    assert read(capfd)[0]["settles"] == check
    assert settle(ask("settle", check, act)) == 1
    answer, words = read(capfd)
    assert answer == {"entry_id": None, "settles": check, "reason": "already_settled"}
    assert words == "kiosk: this CHECK is already settled.\n"


def test_an_entry_that_is_not_there_is_a_no(
    ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    unknown = str(uuid4())
    assert void(ask("void", unknown, "--reason", "x")) == 1
    answer, words = read(capfd)
    assert answer == {"entry_id": None, "voids": unknown, "reason": "unknown_entry"}
    assert "no presented entry" in words


@pytest.mark.parametrize("text", ["", "17", "not-an-id"])
def test_what_is_no_id_is_named(ask: Ask, text: str) -> None:
    with pytest.raises(UsageError, match=f"Entry '{text}' is not an entry id"):
        void(ask("void", text, "--reason", "x"))
