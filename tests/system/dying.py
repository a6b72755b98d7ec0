"""Dying: a process whose children kill themselves before each statement of an act.

    python -m tests.system.dying BASE OUT

BASE is a data folder that `prepare` made. Each child works on a copy of its
own, OUT/ACT-N, and dies before its statement N; after the last one, before it
prints. The child of OUT/ACT-whole lives. Prints a JSON line (`Told`) for each.
"""

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from kiosk.desk import Reception
from kiosk.lane import Lane, Rules
from kiosk.payload import Direction
from kiosk.place import open_place
from kiosk.policy import DEFAULT_POLICY
from kiosk.presentation import Decided, Repeated
from kiosk.protocol.content import Act
from kiosk.protocol.receipt import Line, Status
from kiosk.reception import CheckedIn, Form, VisitField
from kiosk.storage import outbox
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_existing, open_or_make
from kiosk.storage.migration import upgrade
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock

LATER_S = 60.0
INSIDE, CHECKED, JUST_NOW, NEW = range(4)
"""Cards: of one inside, of one whose entry is a CHECK, of one read a second ago."""


class Told(msgspec.Struct, frozen=True):
    """What became of one child: the statements it began, and what it printed after them."""

    act: str
    folder: str
    statements: tuple[str, ...]
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An open data folder and what works on it, with the same time and chance each time."""

    database: Database
    lane: Lane
    desk: Reception
    base: dict[int, UUID]
    """The entries of the cards that were there before."""


def prepare(path: Path) -> None:
    """Make a data folder with the entries that the acts are about."""
    open_or_make(Folder(path), upgrade).close()
    clock = SteppedClock()
    work = open_work(path, clock, {})
    ids = {card: present(work, card) for card in (INSIDE, CHECKED)}
    clock.advance(10)
    ids[CHECKED] = present(work, CHECKED)  # in, and in again
    clock.advance(LATER_S - 11)
    ids[JUST_NOW] = present(work, JUST_NOW)
    work.lane.__exit__(None, None, None)
    work.database.close()
    (path / "base.json").write_bytes(msgspec.json.encode(ids))


def open_work(path: Path, clock: SteppedClock, base: dict[int, UUID]) -> Work:
    folder = Folder(path)
    database = open_existing(folder, upgrade)
    place = open_place(folder, database, clock)
    lane = Lane(
        database,
        place.identity.hash_key,
        Rules(policy=DEFAULT_POLICY),
        now=clock,
        randomness=random.Random(len(base)).randbytes,
    )
    desk = Reception(database, lane, now=clock, gate="A", on_kept=lambda: None)
    return Work(database=database, lane=lane, desk=desk, base=base)


def present(work: Work, card: int, direction: Direction = Direction.IN) -> UUID:
    match work.lane.present(a_payload(a_card(card), direction=direction)):
        case Decided(entry_id=entry_id) | Repeated(repeat_of=entry_id):
            return entry_id


def check_in(work: Work) -> UUID:
    form = Form(name="Lê Văn Giả", document="", fields={VisitField.HOST: "Phòng Thử"})
    answer = work.desk.check_in(form)
    assert isinstance(answer, CheckedIn)
    return answer.visit.visit_id


def settle(work: Work) -> UUID:
    made = work.lane.settle(work.base[CHECKED], Act.ADMITTED)
    assert isinstance(made, UUID)
    return made


def void(work: Work) -> UUID:
    made = work.lane.void(work.base[INSIDE], "thử")
    assert isinstance(made, UUID)
    return made


def take_receipt(work: Work) -> UUID:
    lines = (
        Line(work.base[INSIDE].bytes, Status.ACCEPTED),
        Line(work.base[CHECKED].bytes, Status.REFUSED, "conflict"),
    )
    with work.database.write() as connection:
        outbox.settle_named(connection, lines)
    return work.base[INSIDE]


ACTS: dict[str, Callable[[Work], UUID]] = {
    "enter": lambda work: present(work, NEW),
    "leave": lambda work: present(work, INSIDE, Direction.OUT),
    "check": lambda work: present(work, INSIDE),
    "repeat": lambda work: present(work, JUST_NOW),
    "check_in": check_in,
    "settle": settle,
    "void": void,
    "take_receipt": take_receipt,
}


class Reaper:
    """Counts the statements that begin, and kills this process before number `at`."""

    def __init__(self, at: int | None) -> None:
        self._at = at
        self.statements: list[str] = []

    def __call__(self, statement: str) -> None:
        if len(self.statements) == self._at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.statements.append(statement.split("(", maxsplit=1)[0].strip())


def do_to_death(path: Path, act: str, at: int | None) -> Told:
    """Do `act` in the data folder `path`, until the statement `at`."""
    base = msgspec.json.decode((path / "base.json").read_bytes(), type=dict[int, UUID])
    clock = SteppedClock()
    clock.advance(LATER_S)
    reaper = Reaper(at)
    work = open_work(path, clock, base)
    work.database.close()  # so that every connection is one that the reaper sees
    work.database.on_statement = reaper
    printed = ACTS[act](work)
    if len(reaper.statements) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return Told(act, path.name, tuple(reaper.statements), str(printed))


def fork(base: Path, out: Path, act: str, at: int | None) -> Told:
    """Let a child do `act` on a copy of `base`; return what it told, if it lived."""
    path = out / f"{act}-{'whole' if at is None else at}"
    shutil.copytree(base, path)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = do_to_death(path, act, at)
        os.write(writing, msgspec.json.encode(told))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if answer:
        return msgspec.json.decode(answer, type=Told)
    assert os.WTERMSIG(status) == signal.SIGKILL, f"{path}: {status}"
    return Told(act, path.name, (), "")


def main(base: Path, out: Path) -> None:
    for act in ACTS:
        whole = fork(base, out, act, None)
        print_told(whole)
        for at in range(len(whole.statements) + 1):
            print_told(fork(base, out, act, at))


def print_told(told: Told) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
