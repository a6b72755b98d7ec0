"""Reception: what a desk answers with 100,000 past visits and 2,000 people inside.

Bounds (issue 3): a search by name 5 ms, the roll call's reading 50 ms. Visits are
laid down as the desk would have, in few transactions instead of one each.
"""

import random
import statistics
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from sqlalchemy import update

from benchmarks.rounds import ROUNDS, judge, time_calls
from kiosk.app import Road
from kiosk.clock import ClockState, system_clock
from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim
from kiosk.decision import Presented, decide
from kiosk.desk import Reception
from kiosk.entry import RANDOM_BYTES, Visited, record_decision
from kiosk.place import open_place
from kiosk.policy import DEFAULT_POLICY
from kiosk.reception import Form, Leaving, VisitField
from kiosk.storage import entries, hosts, visits
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import HEAD, OUTBOX
from kiosk.storage.visits import Visitor
from tests.backlog import FAMILIES, GIVEN
from tests.builders import a_payload
from tests.fakes import SteppedClock

VISITS, INSIDE, PEOPLE, HOSTS = 100_000, 2_000, 60_000, 3_000
CHUNK = 5_000
SEARCHES = ("", "n", "nguyen", "nguyen thi", "dang huu phuoc", "anh", "u", "zz")


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as path:
        folder = Folder(Path(path, "kiosk"))
        database = open_or_make(folder, upgrade)
        fill(database)
        road = Road(open_place(folder, database, system_clock()), [], sync=False)
        with road.desk() as desk:
            measure(desk)
        database.close()


def measure(desk: Reception) -> None:
    def check_in(number: int) -> object:
        fields = {VisitField.HOST: "Chủ Mới"}
        return desk.check_in(
            Form(name="Khách Mới", document=f"X{number}", fields=fields)
        )

    for name, find in (
        ("earlier", desk.find_earlier),
        ("inside", desk.find_inside),
        ("hosts", desk.find_hosts),
    ):
        judge(f"find_{name}, slowest of {len(SEARCHES)}", time_searches(find), 5.0)
    roll = time_calls(lambda _: desk.find_inside("", limit=VISITS), ROUNDS)
    judge(f"roll call of {INSIDE:,}", statistics.median(roll), 50.0)
    print(f"check-in: {statistics.median(time_calls(check_in, 50)):.3f} ms")


def time_searches(find: Callable[..., object]) -> float:
    def time_search(text: str) -> float:
        return statistics.median(time_calls(lambda _: find(text, limit=6), ROUNDS))

    return max(time_search(text) for text in SEARCHES)


def fill(database: Database) -> None:
    numbers = iter(range(1, VISITS + 1))
    clock, chance = SteppedClock(), random.Random(1)
    for _ in range(VISITS // CHUNK):
        with database.write() as connection:
            for number in islice(numbers, CHUNK):
                add_visit(connection, number, clock, chance)
            connection.execute(OUTBOX.delete())
            entries.fold(connection)
            connection.execute(update(HEAD).values(pending=0))


def add_visit(
    connection: Connection, number: int, clock: SteppedClock, chance: random.Random
) -> None:
    clock.advance(30)
    who = chance.randrange(PEOPLE)
    own = random.Random(who)
    name = f"{own.choice(FAMILIES)} {own.choice(GIVEN)}"
    payload = a_payload(f"001090{who:06d}||{name}|01011990|Nam|Phường Mẫu|01012022")
    at = clock()
    presented = Presented(credential=classify(payload), direction=payload.direction)
    decision = decide(presented, DEFAULT_POLICY, None, None, at.wall)
    host = f"Chủ {own.choice(GIVEN)} {who % HOSTS}"
    entry = record_decision(
        decision,
        payload,
        DEFAULT_POLICY,
        at=at,
        clock=ClockState.TRUSTED,
        randomness=chance.randbytes(RANDOM_BYTES),
        visit=Visited(fields={"host": host, "badge": str(number), "purpose": "Họp"}),
    )
    holder = b"holder%010d" % who
    head = entries.append(connection, entry, holder)
    visits.begin(
        connection,
        Visitor(
            person=holder,
            holder=holder,
            code=None,
            badge=str(number),
            name=decision.claims[Claim.NAME],
        ),
        position=head.position,
        visit_id=entry.entry_id,
        came_at_us=entry.content.decided_at_us,
    )
    hosts.visit(connection, host, position=head.position)
    if number <= VISITS - INSIDE:
        visits.end(
            connection,
            entry.entry_id,
            at_us=entry.content.decided_at_us + 1,
            leaving=Leaving.PRESENTED,
            out_id=entry.commitment[:16],
        )


if __name__ == "__main__":
    main()
