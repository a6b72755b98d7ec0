"""Who is looked for is looked at, without a network and after one change of the list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demonstration.network import Network
from tests.builders import a_card
from tests.provinces import Province, serve
from tests.system import kiosks

pytestmark = pytest.mark.system

PEOPLE = [f"001090{number:06d}" for number in range(1_000)]
"""The documents of `a_card`."""
WANTED, LATER = 7, 1_000
MOST_MOVED_BYTES = 64_000


@pytest.fixture
def network() -> Iterator[Network]:
    """Return the network between kiosks and province, which counts."""
    with Network() as made:
        yield made


@pytest.fixture
def watching(tmp_path: Path, network: Network) -> Iterator[Province]:
    """Run a province behind `network` that looks for `PEOPLE`."""
    with serve(tmp_path / "province", "--public-url", network.url) as province:
        network.lead_to("127.0.0.1", int(province.url.rsplit(":", 1)[1]))
        file = tmp_path / "list.csv"
        file.write_text("\n".join(["document", *PEOPLE]), encoding="utf-8")
        answer = province.ask("watch", "import", str(file))
        assert answer == {"added": len(PEOPLE), "known": 0, "refused": 0}
        yield province


@pytest.fixture
def data(watching: Province, tmp_path: Path) -> Path:
    """Return the folder of a kiosk that has taken the list."""
    folder = tmp_path / "kiosk"
    kiosks.ask("enrol", watching.make_code(watching.add_point()), data=folder)
    sync(folder)
    return folder


def sync(data: Path) -> None:
    assert kiosks.ask("sync", "--once", data=data)["fault"] == "none"
    assert kiosks.ask("status", data=data)["watch_current"] is True


def decide(data: Path, number: int, direction: str = "in") -> tuple[object, object]:
    """Present one card to the running gate, without a network."""
    cards = data.parent / "cards.txt"
    cards.write_text(f"{a_card(number)}\n", encoding="utf-8")
    replay = ("--no-sync", "--replay", str(cards), "--direction", direction)
    with kiosks.run(data, *replay, "--exit-when-idle", "0.3") as running:
        running.process.wait(timeout=60)
    (decision,) = running.decisions
    return decision["outcome"], decision["reasons"]


def test_a_watched_person_is_looked_at_and_another_is_not(data: Path) -> None:
    assert decide(data, WANTED) == ("check", ["watch_listed"])
    assert decide(data, LATER) == ("allow", [])


def test_one_change_moves_little_and_counts_at_once(
    data: Path, watching: Province, network: Network
) -> None:
    document = f"001090{LATER:06d}"
    assert watching.ask("watch", "add", document)["added"] == 1
    before = network.relayed_bytes
    sync(data)
    assert 0 < network.relayed_bytes - before <= MOST_MOVED_BYTES
    assert "watch_listed" in str(decide(data, LATER, "out"))
    assert watching.ask("watch", "remove", document)["removed"] == 1
    sync(data)
    assert decide(data, LATER) == ("allow", [])


def test_a_stick_brings_the_list_too(
    data: Path, watching: Province, tmp_path: Path
) -> None:
    watching.ask("watch", "add", f"001090{LATER:06d}")
    stick = str(tmp_path / "stick")
    watching.ask("roster", "export", "--to", stick)
    assert kiosks.ask("roster", "--from", stick, data=data)["watch_current"] is True
    assert "watch_listed" in str(decide(data, LATER))
    assert "watch_listed" in str(decide(data, WANTED))


def test_a_stick_without_the_keys_of_a_kiosk_leaves_it_the_rest(
    watching: Province, tmp_path: Path
) -> None:
    """It was enrolled after the stick was written."""
    stick = tmp_path / "stick"
    watching.ask("roster", "export", "--to", str(stick))
    late = tmp_path / "late"
    kiosks.ask("enrol", watching.make_code(watching.add_point()), data=late)
    code, words = kiosks.fail("roster", "--from", str(stick), "--data", str(late))
    assert (code, "watch list of before stays" in words) == (0, True)
    assert kiosks.ask("status", data=late)["watch_current"] is False
