"""The benchmark of tracing finds in a province of 6,128 points what it asks for."""

import pytest
from sqlalchemy import func, select

from benchmarks import tracing
from benchmarks.province_scale import open_site
from province.ledger import tracing as ledger
from province.ledger.trace_tables import stays
from tests.guards import LogWatch

ENTRIES = 20_000


@pytest.mark.system
@pytest.mark.timeout(300)
def test_people_are_traced_among_the_stays_of_a_made_up_month(
    capsys: pytest.CaptureFixture[str], log_watch: LogWatch
) -> None:
    """What it costs is told at the real size, `benchmarks.tracing`."""
    log_watch.expect("province.ledger.vault", "was altered")  # it was never sealed
    with open_site(ENTRIES, tracing.MONTH) as site:
        tracing.fill(site.ledger, ENTRIES)
        with site.ledger.reading() as connection:
            count = connection.scalar(select(func.count()).select_from(stays)) or 0
            key = connection.scalar(select(stays.c.person_key).limit(1))
            assert key is not None
            assert len(ledger.describe(connection, [key])) == 1
        tracing.measure(site.ledger)
    assert ENTRIES / 4 < count < ENTRIES / 2
    assert f"{count:,} stays" in capsys.readouterr().out
