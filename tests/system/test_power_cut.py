"""A power cut at any moment takes back no decision that was printed, and doubles none.

The kiosk runs under strace; `tests/system/power_cut.py` plays its system calls
back onto a disk that forgets what was not synced. Where ptrace is refused the
tests are skipped and say so.
"""

import logging
import random
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from kiosk.errors import KioskError
from kiosk.lane import Lane, Rules
from kiosk.place import open_place
from kiosk.policy import DEFAULT_POLICY
from kiosk.presentation import Decided
from kiosk.recovery import mend_if_damaged
from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES, OUTBOX
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.system import power_cut, system_calls
from tests.system.kiosks import KIOSK
from tests.system.power_cut import Disk, Loss
from tests.system.system_calls import Event, Printed, Put, Recording, Synced

CARDS = (20, 180)
"""Codes of the first run, which also makes the database, and of the second, which
is long enough for SQLite to move its write-ahead log into the database meanwhile."""

CUTS = 60
SOAK_CUTS = 2000
SEED = 20261121


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is there after a cut; `lost` was printed before it, `unprinted` more than that."""

    lost: int
    unprinted: int
    chain: str
    pages: str
    is_counted: bool

    @property
    def is_whole(self) -> bool:
        return (self.chain, self.pages, self.is_counted) == ("ok", "ok", True)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Record a kiosk that is made, runs, voids an entry, and runs again."""
    if reason := system_calls.find_reason_against():
        pytest.skip(f"no power cut can be played: {reason}")
    root = tmp_path_factory.mktemp("recorded")
    recorded = Recording(root / "disk")
    (root / "disk").mkdir()
    data = str(root / "disk" / "kiosk")
    for number, cards in enumerate(CARDS):
        replay = root / f"cards{number}.txt"
        codes = (a_card(number * 1000 + card) for card in range(cards))
        replay.write_text("\n".join(codes), encoding="utf-8")
        run = ("run", "--headless", "--exit-when-idle", "0.1", "--replay", str(replay))
        add(recorded, root / "log", *run, "--data", data)
        printed = recorded.find_printed(len(recorded.events))
        void = ("void", printed[number].hex(), "--reason", "thử")
        add(recorded, root / "log", *void, "--data", data)
    return recorded


def add(recorded: Recording, log: Path, *command: str) -> None:
    system_calls.trace(log, *KIOSK, *command)
    recorded.add(log)
    log.unlink()


@pytest.mark.system
def test_the_recording_holds_all_that_reached_the_disk(recording: Recording) -> None:
    """Else the cuts below would prove nothing."""
    events = recording.events
    ((_, disk),) = power_cut.play_until(events, [len(events)])
    played = disk.cut(Loss.NOTHING, random.Random(SEED))
    there = {
        path.relative_to(recording.root).as_posix(): read(path)
        for path in recording.root.rglob("*")
    }
    assert {name for name in there if played.get(name, b"?") != there[name]} == set()
    assert played.keys() == there.keys()
    assert len(recording.find_printed(len(events))) == sum(CARDS) + len(CARDS)
    assert is_emptied_in_between(events)


def read(path: Path) -> bytes | None:
    return None if path.is_dir() else path.read_bytes()


def is_emptied_in_between(events: list[Event]) -> bool:
    """Say whether the database itself was written between two printed decisions."""
    kinds = [
        "printed" if isinstance(event, Printed) else "moved"
        for event in events
        if isinstance(event, Printed)
        or (isinstance(event, Put) and event.name == "kiosk/kiosk.db")
    ]
    return "printed moved printed" in " ".join(
        kind
        for kind, before in zip(kinds, ["", *kinds], strict=False)
        if kind != before
    )


@pytest.mark.system
def test_no_cut_takes_back_what_was_printed(
    recording: Recording, tmp_path: Path
) -> None:
    assert try_cuts(recording, tmp_path, CUTS) == []


@pytest.mark.system
@pytest.mark.soak
def test_no_cut_of_two_thousand_takes_back_what_was_printed(
    recording: Recording, tmp_path: Path
) -> None:
    assert try_cuts(recording, tmp_path, SOAK_CUTS) == []


@pytest.mark.system
def test_on_a_disk_that_lies_about_its_syncs_cuts_do_take_back(
    recording: Recording, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The proof that a missing sync in the kiosk would be found."""
    with caplog.at_level(logging.CRITICAL, logger="kiosk"):  # it tells of damage
        wrong = try_cuts(recording, tmp_path, 12, lies=True)
    assert len(wrong) > 0


def try_cuts(
    recording: Recording, scratch: Path, count: int, *, lies: bool = False
) -> list[str]:
    """Cut the power `count` times; return what was not as promised."""
    chance = random.Random(SEED)
    wrong = []
    moments = choose_moments(recording.events, count, chance)
    for moment, disk in power_cut.play_until(recording.events, moments, lies=lies):
        loss = chance.choice(list(Loss))
        found = cut(disk, loss, chance, scratch / "cut", recording.find_printed(moment))
        if found:
            wrong.append(f"seed {SEED}, before call {moment}, {loss}: {found}")
    return wrong


def choose_moments(events: list[Event], count: int, chance: random.Random) -> list[int]:
    """Return a quarter each: in the making, after a print, around a sync, anywhere."""
    numbered = list(enumerate(events))
    printed = [number + 1 for number, event in numbered if isinstance(event, Printed)]
    syncs = [number for number, event in numbered if isinstance(event, Synced)]
    ways = (
        lambda: chance.randrange(printed[0]),
        lambda: chance.choice(printed),
        lambda: chance.choice(syncs) + chance.randrange(2),
        lambda: chance.randrange(len(events)),
    )
    return [ways[number % len(ways)]() for number in range(count)]


def cut(
    disk: Disk, loss: Loss, chance: random.Random, root: Path, printed: list[bytes]
) -> str:
    """Cut the power, start again, and return what is not as promised."""
    power_cut.write_down(disk.cut(loss, chance), root)
    folder = Folder(root / "kiosk")
    if folder.path.exists():  # SQLite's index of the log, whatever was in memory
        index = chance.randbytes(chance.choice((0, 100, 32_768)))
        folder.database.with_name("kiosk.db-shm").write_bytes(index)
    try:
        mended = mend_if_damaged(folder, upgrade, SteppedClock()())
        if mended is not None:
            return f"taken for damaged: {mended}"
        with closing(open_or_make(folder, upgrade)) as database:
            before = look(database, printed)
            go_on(folder, database)
            after = look(database, printed)
    except KioskError as error:
        return f"refused: {error}"
    finally:
        shutil.rmtree(root)
    is_kept = before.lost == 0 and before.unprinted <= 1
    went_on = after.unprinted == before.unprinted + 1
    is_whole = before.is_whole and after.is_whole
    return "" if is_kept and went_on and is_whole else f"{before}, then {after}"


def look(database: Database, printed: list[bytes]) -> Found:
    with database.read() as connection:
        kept = connection.execute(select(ENTRIES.c.entry_id)).scalars().all()
        head = entries.read_head(connection)
        waiting = connection.execute(select(func.count()).select_from(OUTBOX)).scalar()
        return Found(
            lost=len(set(printed) - set(kept)),
            unprinted=len(kept) - len(printed),
            chain=entries.find_chain_fault(connection, tail=10_000),
            pages=str(connection.execute(text("PRAGMA integrity_check")).scalar()),
            is_counted=(head.position, head.pending) == (len(kept), waiting),
        )


def go_on(folder: Folder, database: Database) -> None:
    """Let somebody in after the cut."""
    place = open_place(folder, database, SteppedClock())
    rules = Rules(policy=DEFAULT_POLICY)
    with Lane(database, place.identity.hash_key, rules, now=place.now) as lane:
        assert isinstance(lane.present(a_payload(a_card(9999))), Decided)
