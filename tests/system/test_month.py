"""A month in the life of one point ends with every entry at the province, once, and proven.

Weeks without a network, a stick, a revoked issuer, a rolled policy, a revoked
kiosk, a power cut, clocks that are wrong, a kiosk that breaks and is replaced.
Each week is a function; what must be true at the end stands behind them.
"""

import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select, union_all

from kiosk.clock import BOUND
from kiosk.payload import Direction
from kiosk.storage.folder import read_key
from kiosk.storage.images import Images
from kiosk.storage.tables import ENTRIES
from province.ledger import forks, senders, told, vault
from province.ledger.entry_tables import entries
from province.ledger.tables import admin_log, batches, conflicts
from tests import steered
from tests.builders import a_card
from tests.faulty import GOOD, FaultyProxy, Plan, Trouble
from tests.guards import LogWatch
from tests.month import BATTERY_DIED, CARDS, Bureau, Kiosk, Month
from tests.provinces import Province
from tests.signing import Issuer, a_dcc, a_token
from tests.steered import TrueTime
from tests.system import kiosks
from tests.wrecks import flip_page

DAYS = 31
PER_DAY, SOAK_PER_DAY = 24, 400
SEED = 7
FAULTS = 5
"""Exchanges of the first week that must have broken at least, or it was no bad network."""

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def start() -> datetime:
    """Return six in the morning in Việt Nam, so long ago that the month ends by now.

    TUF judges by this machine's clock, which no test turns.
    """
    night = datetime.now(UTC).replace(hour=23, minute=0, second=0, microsecond=0)
    return night - timedelta(days=DAYS + 1)


@pytest.fixture(params=[PER_DAY, pytest.param(SOAK_PER_DAY, marks=pytest.mark.soak)])
def month(
    request: pytest.FixtureRequest, tmp_path: Path, start: datetime
) -> Iterator[Month]:
    """Return a point with a kiosk on its first morning."""
    data, time = tmp_path / "province", tmp_path / "time"
    now = TrueTime(time)
    now.set(start)
    with (
        steered.serve(data, now, time) as port,
        FaultyProxy(port) as proxy,
        steered.open_steered(data, now) as services,
    ):
        steered.name_address(services, proxy.url)
        made = Month(
            now=now,
            bureau=Bureau(services=services, data=data),
            proxy=proxy,
            folder=tmp_path,
            per_day=request.param,
        )
        made.enrol_kiosk()
        yield made
        for kiosk in made.all_kiosks:
            kiosk.close()


@pytest.mark.system
def test_a_month_ends_with_every_entry_at_the_province_once(
    month: Month, start: datetime, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.sync.sender", "roster kept")
    log_watch.expect("kiosk.recovery", "database is damaged")
    issuer = Issuer(not_before=start - DAY, not_after=start + 99 * DAY)
    certificate = a_certificate(issuer, start)
    name = live_a_week_on_a_bad_network(month, issuer, certificate)
    live_a_week_without_a_network(month, name, certificate)
    live_a_week_with_a_broken_kiosk(month)
    live_the_rest_of_the_month(month)
    month.sync()
    assert month.now() - start > 30 * DAY
    for kiosk in month.all_kiosks:
        assert_each_entry_is_there_once(month, kiosk)
        assert_its_epochs_follow_each_other(month, kiosk)
        assert_each_entry_is_placed(month, kiosk)
        assert_the_head_is_countersigned(kiosk)
    assert_nothing_was_told_twice(month)


def a_certificate(issuer: Issuer, start: datetime) -> str:
    begins, ends = start - DAY, start + 90 * DAY
    token = a_token(iat=int(begins.timestamp()), exp=int(ends.timestamp()))
    return a_dcc(issuer, token)


def show(month: Month, certificate: str) -> tuple[str, bool]:
    """Let its holder in and out again; return what the gate made of it."""
    month.pass_time(60)
    decided = month.kiosk.present(certificate)
    month.kiosk.present(certificate, Direction.OUT)
    return decided.decision.outcome.value, decided.decision.verified


def break_at_random(seed: int) -> Plan:
    """Cut two connections of three, anywhere; let some requests arrive twice."""
    chance = random.Random(seed)

    def plan(_: int) -> Trouble:
        at, resets = chance.randrange(1500), chance.random() < 0.5
        cuts = (
            Trouble(cut_request_at=at, resets=resets),
            Trouble(cut_answer_at=at, resets=resets),
        )
        return chance.choice((*cuts, *cuts, Trouble(repeats=True), GOOD))

    return plan


def live_a_week_on_a_bad_network(month: Month, issuer: Issuer, certificate: str) -> str:
    """Live seven days; return the name of the issuer's key."""
    month.go_online(break_at_random(SEED))
    month.live(2, syncs=4)
    assert show(month, certificate) == ("check", False)
    name = month.bureau.trust(issuer.certificate)
    month.renew_rules()
    assert show(month, certificate) == ("allow", True)
    month.bureau.set_policy(1, kept=["document", "name", "birth_date"])
    month.live(2, syncs=4)
    month.live(0.5, syncs=4)
    month.kiosk.set_clock(month.now() - DAY)
    month.live(1, syncs=4)
    month.kiosk.set_clock()
    month.live(2, syncs=4)
    assert len(month.faults) >= FAULTS
    return name


def live_a_week_without_a_network(month: Month, name: str, certificate: str) -> None:
    """Offline the old rules hold; stick and network then bring the same entries at once."""
    month.go_offline()
    month.live(1)
    month.bureau.distrust(name)
    rolled_at = month.now()
    month.bureau.set_policy(2, kept=["document", "name"], retention_days=7)
    month.live(1)
    month.kiosk.set_clock(month.now() + 5 * HOUR)
    month.live(1)
    month.kiosk.set_clock()
    month.kiosk.reboot()
    month.live(2)
    assert show(month, certificate) == ("allow", True)
    bring_a_stick_while_the_network_returns(month)
    assert show(month, certificate) == ("check", False)
    assert count_claims(month, "birth_date", rolled_at) > month.per_day
    month.live(1)


def bring_a_stick_while_the_network_returns(month: Month) -> None:
    stick = month.kiosk.export(month.folder / "stick")
    carried = threading.Thread(target=month.bureau.take_stick, args=(stick,))
    carried.start()
    month.go_online()
    month.sync()
    carried.join()
    settled = month.kiosk.take_receipts(stick.with_name(stick.name + ".receipts"))
    assert (settled.refused, settled.unknown) == (0, 0)
    assert settled.settled > 5 * month.per_day


def live_a_week_with_a_broken_kiosk(month: Month) -> None:
    """The power goes while a batch is on its way; the key is revoked; the disk breaks."""
    month.live(1, syncs=0)
    cut_the_power_while_a_batch_is_on_its_way(month)
    month.live(0.5)
    month.kiosk.set_clock()
    month.live(1)
    let_the_key_be_revoked_for_a_while(month)
    month.live(1)
    month.go_offline()
    month.live(1)
    month.kiosk.reboot(month.now() - 3 * HOUR)
    month.live(0.5)
    broken = month.kiosk
    wreck(broken)
    month.go_online()
    month.enrol_kiosk()
    month.live(2)
    bring_what_the_broken_kiosk_had(month, broken)


def let_the_key_be_revoked_for_a_while(month: Month) -> None:
    """What comes meanwhile is held; the kiosk has done its part with that."""
    month.sync()
    month.bureau.revoke(month.kiosk.kiosk_id)
    month.kiosk.present(a_card(next(CARDS)))
    (report,) = month.sync()
    assert (report.accepted, report.held) == (0, 1)
    month.bureau.restore(month.kiosk.kiosk_id)


def cut_the_power_while_a_batch_is_on_its_way(month: Month) -> None:
    """The province gets all of it; the kiosk starts again as it was, in 1970."""
    files: list[Path] = []

    def plan(_: int) -> Trouble:
        files.append(month.kiosk.copy_files())
        return GOOD

    month.proxy.plan = plan
    month.kiosk.sync()
    month.go_online()
    month.kiosk.reboot(BATTERY_DIED, files=files[0])
    assert month.kiosk.sync().duplicate > month.per_day // 2


def wreck(kiosk: Kiosk) -> None:
    """Flip a bit in every page above the leaves, and in every index."""
    kiosk.close()
    database = kiosk.place.folder.database
    with Images(database, read_key(kiosk.place.folder)) as images:
        above = [
            image.number for image in images if image.page[0] in {0x02, 0x05, 0x0A}
        ]
    for page in above:
        if page != 1:
            flip_page(database, page)


def bring_what_the_broken_kiosk_had(month: Month, broken: Kiosk) -> None:
    mended = broken.mend()
    assert mended is not None
    broken.reopen()
    stick = broken.export(month.folder / "old disk")
    taken = month.bureau.take_stick(stick)
    assert taken.accepted > month.per_day
    broken.take_receipts(taken.receipts)


def live_the_rest_of_the_month(month: Month) -> None:
    month.live(2)
    month.kiosk.set_clock(month.now() + 26 * HOUR)
    month.live(1)
    month.kiosk.set_clock()
    month.live(8)


def count_claims(month: Month, claim: str, since: datetime) -> int:
    """Return how many entries that came since then keep `claim`."""
    columns = entries.c.entry_id, entries.c.sealed
    its_batch = batches.c.batch_id == entries.c.batch_id
    query = select(*columns).join(batches, its_batch)
    query = query.where(batches.c.received_at > since)
    with month.bureau.services.database.reading() as connection:
        opener = vault.open_sealed(connection)
        return sum(
            claim in told.read(opener, row).claims for row in connection.execute(query)
        )


Told = list[tuple[int, bytes]]
"""Positions and ids in the chain's order."""


def read_kept(kiosk: Kiosk) -> Told:
    query = select(ENTRIES.c.position, ENTRIES.c.entry_id).order_by(ENTRIES.c.position)
    with kiosk.place.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def read_held(month: Month, kiosk: Kiosk) -> Told:
    of_kiosk = [
        select(table.c.position, table.c.entry_id).where(
            senders.sent_by(table, kiosk.kiosk_id)
        )
        for table in (entries, admin_log)
    ]
    with month.bureau.services.database.reading() as connection:
        rows = connection.execute(union_all(*of_kiosk))
        return sorted((row[0], row[1]) for row in rows)


def assert_each_entry_is_there_once(month: Month, kiosk: Kiosk) -> None:
    held = read_held(month, kiosk)
    assert held == read_kept(kiosk)
    assert kiosk.when.keys() <= {entry_id for _, entry_id in held}


def assert_its_epochs_follow_each_other(month: Month, kiosk: Kiosk) -> None:
    """The kiosk that was salvaged has two; the last ends with the kiosk's head."""
    with month.bureau.services.database.reading() as connection:
        known = forks.list_epochs(connection, kiosk.kiosk_id)
    after = [one.origin.epoch for one in known[1:] if one.origin is not None]
    assert after == [one.epoch for one in known[:-1]]
    assert len(known) == (1 if kiosk is month.kiosk else 2)
    ends = known[-1].epoch, known[-1].last
    assert ends == (kiosk.place.identity.epoch, len(read_kept(kiosk)))


def assert_each_entry_is_placed(month: Month, kiosk: Kiosk) -> None:
    """What the kiosk's clock was wrong by, the province knows better."""
    columns = entries.c.entry_id, entries.c.placing, entries.c.decided_at
    query = (
        select(*columns, entries.c.placed_at, batches.c.received_at)
        .join(batches, batches.c.batch_id == entries.c.batch_id)
        .where(batches.c.kiosk_id == kiosk.kiosk_id)
    )
    with month.bureau.services.database.reading() as connection:
        rows = connection.execute(query.order_by(entries.c.position)).all()
    placed = [row.placed_at or row.decided_at for row in rows]
    assert all(one <= other + BOUND for one, other in pairwise(placed))
    assert {row.placing for row in rows} >= {None, "exact"}
    for row, at in zip(rows, placed, strict=True):
        off = abs(at - kiosk.when[row.entry_id])
        assert off <= (5 * HOUR if row.placing == "bounded" else BOUND), row
        assert at <= row.received_at + BOUND


def assert_the_head_is_countersigned(kiosk: Kiosk) -> None:
    """The kiosk's own command says so, by the province's key."""
    size = len(read_kept(kiosk))
    told = kiosks.ask("verify", data=kiosk.place.folder.path)
    assert (told["ok"], told["chain"], told["reason"]) == (True, "ok", None)
    assert told["countersigned"] == size


def assert_nothing_was_told_twice(month: Month) -> None:
    """The province's figures are those of the kiosks together."""
    bounded = select(func.count()).where(entries.c.placing == "bounded")
    with month.bureau.services.database.reading() as connection:
        assert connection.scalar(bounded)
        strange = connection.scalar(select(func.count()).select_from(conflicts))
        found = [one.kind for one in forks.list_forks(connection)]
    told = [
        kiosks.ask("status", data=kiosk.place.folder.path) for kiosk in month.all_kiosks
    ]
    assert (strange, found.count("fork")) == (0, 0)
    assert [(one["pending"], one["refused"], one["lost"]) for one in told] == [
        (0, 0, 0)
    ] * len(told)
    province = Province(url=month.proxy.url, data=month.bureau.data)
    assert province.count_entries() == sum(int(str(one["entries"])) for one in told)
    assert all(int(str(one["purged"])) > month.per_day for one in told)
