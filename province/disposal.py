"""Disposal: a purge of the ledger, a transaction of few rows after another.

It may stop after any of them: what it destroyed stands on record, and the next
one goes on where it was (docs/decisions/0036).
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from province.errors import LedgerError
from province.ledger import holds, leftovers, purges, retention
from province.ledger.columns import EPOCH
from province.ledger.database import Database
from province.ledger.holds import Named
from province.ledger.leftovers import Swept
from province.ledger.retention import AT_ONCE, Place, Span
from province.policies import read_policy_text
from province.retention import (
    LOG_DAYS,
    Counts,
    Matter,
    Terms,
    begin,
    first_kept,
    is_due,
    read_terms,
)
from province.services import Services

UPKEEP = "upkeep"
"""Whose a purge is that nobody asked for."""

EVERY = timedelta(minutes=1)
"""So often the upkeep asks whether a night has come."""

ROUND = timedelta(seconds=30)
"""How long one round of the upkeep destroys; the next goes on."""

SHARE = 1.0
"""A pause follows each transaction, so many times as long as it took: on SQLite
whoever waits for the turn would seldom get it from a loop that asks for it again."""

MOST_ORPHANS = 100_000
"""Of one look, which reads all persons."""

_TRIES = 20
_TRY_EVERY_S = 0.25

log = logging.getLogger(__name__)

Rest = Callable[[float], None]
_Key = tuple[Any, ...]
"""Any: each table has its own key."""
_Sweep = Callable[[Connection, _Key | None], Swept]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What a purge did: `until` is the first day kept; `is_whole` where nothing is left to do.

    `is_wiped` where the write-ahead log was cut too.
    """

    until: date
    counts: Counts
    is_whole: bool
    is_wiped: bool


def purge(
    database: Database,
    now: datetime,
    *,
    made_by: str,
    limit: timedelta | None = None,
    rest: Rest = time.sleep,
) -> Purged:
    """Destroy what is past its time, for no longer than `limit`.

    Raises:
        LedgerError: The policy in the ledger can't be read; nothing was destroyed.
    """
    with database.reading() as connection:
        terms = _read_terms(connection)
    run = _Run(database, terms, now, made_by)
    ending = None if limit is None else time.monotonic() + limit.total_seconds()
    begun = time.monotonic()
    for may_stop in run.steps():
        ended = time.monotonic()
        if may_stop and ending is not None and ended >= ending:
            return Purged(
                until=run.until, counts=run.counts, is_whole=False, is_wiped=False
            )
        rest((ended - begun) * SHARE)
        begun = time.monotonic()
    is_wiped = _wipe(database, rest)
    return Purged(until=run.until, counts=run.counts, is_whole=True, is_wiped=is_wiped)


def foresee(database: Database, now: datetime) -> Purged:
    """Return what a purge would destroy, and change nothing.

    Aliases are not among it: which are left over is known once the stays are gone.
    """
    counts = Counts()
    with database.reading() as connection:
        terms = _read_terms(connection)
        spans = retention.list_spans(connection, terms, now)
        named = holds.list_named(connection, now, _find_end(spans))
        for span in spans:
            counts[Matter.ENTRIES] += retention.count(connection, span)
            counts[Matter.STAYS] += leftovers.count_stays(connection, span, named)
        kept = retention.pick_past(connection, sorted(named), spans)
        released = holds.list_released(connection, named)
        again = retention.pick_past(connection, released, _widen(spans))
        counts[Matter.ENTRIES] += len(retention.list_doubtful(connection, spans))
        counts[Matter.ENTRIES] += len(again) - len(kept)
        counts[Matter.KEPT] = len(kept)
        counts[Matter.CONFLICTS] = len(retention.list_conflicts(connection, spans))
        over = holds.list_over(connection, now, _find_start(spans))
        counts[Matter.CASES] = len(over)
        ending = begin(first_kept(LOG_DAYS, now))
        counts[Matter.ACTS] = leftovers.count_acts(connection, ending)
        counts[Matter.NOTES] = leftovers.count_notes(connection, ending)
    until = first_kept(terms.days, now)
    return Purged(until=until, counts=counts, is_whole=True, is_wiped=False)


def keep_up(services: Services, now: datetime) -> None:
    """Purge once a night; a duty of the upkeep.

    A province that begins waits for its first night: an officer may say till then
    how long contents are kept.
    """
    with services.database.reading() as connection:
        last = purges.read_last(connection)
    if last is None:
        with services.database.writing() as connection:
            purges.note_last(connection, now)
        return
    if is_due(last, now):
        done = purge(services.database, now, made_by=UPKEEP, limit=ROUND)
        told = {matter.value: one for matter, one in done.counts.items() if one}
        log.info("purge %s: %s", "done" if done.is_whole else "goes on", told)


class _Run:
    """One purge as its transactions; `counts` are what it destroyed until now."""

    def __init__(
        self, database: Database, terms: Terms, now: datetime, made_by: str
    ) -> None:
        self._database = database
        self._terms = terms
        self._now = now
        self._made_by = made_by
        self.until = first_kept(terms.days, now)
        self.counts = Counts()

    def steps(self) -> Iterator[bool]:
        """Purge; a transaction has ended at every step.

        Each says whether it brought the purge on: one that stops there, again and
        again, comes to an end all the same.
        """
        with self._database.writing() as connection:
            retention.lower_floors(connection, self._now)
        with self._database.reading() as connection:
            spans = retention.list_spans(connection, self._terms, self._now)
            named = holds.list_named(connection, self._now, _find_end(spans))
        for span in spans:
            if span.since < span.until:
                yield from self._empty_point(span, named)
        yield from self._empty_doubtful(spans, named)
        yield from self._empty_released(spans, named)
        yield from self._empty_conflicts(spans)
        yield from self._drop_aliases()
        yield from self._forget_cases(spans)
        ending = begin(first_kept(LOG_DAYS, self._now))
        acts = partial(leftovers.sweep_acts, until=ending)
        yield from self._sweep(Matter.ACTS, acts)
        notes = partial(leftovers.sweep_notes, until=ending)
        yield from self._sweep(Matter.NOTES, notes)
        with self._database.writing() as connection:
            purges.finish(connection, self._now)

    def _empty_point(self, span: Span, named: Named) -> Iterator[bool]:
        after: Place | None = None
        is_last = False
        while not is_last:
            with self._database.writing() as connection:
                rows = retention.find_some(connection, span, after)
                ids = [row.entry_id for row in rows]
                gone = self._empty(connection, ids, named)
            yield gone > 0
            is_last = len(rows) < AT_ONCE
            if rows:
                last = rows[-1]
                after = Place(decided_at=last.decided_at, entry_id=last.entry_id)
        sweep = partial(leftovers.sweep_stays, span=span, named=named)
        yield from self._sweep(Matter.STAYS, sweep)
        with self._database.writing() as connection:
            retention.note_floor(connection, span)

    def _empty_doubtful(self, spans: Sequence[Span], named: Named) -> Iterator[bool]:
        with self._database.reading() as connection:
            found = retention.list_doubtful(connection, spans)
        for some in _slice(found):
            with self._database.writing() as connection:
                gone = self._empty(connection, some, named)
            yield gone > 0

    def _empty_released(self, spans: Sequence[Span], named: Named) -> Iterator[bool]:
        with self._database.reading() as connection:
            released = holds.list_released(connection, named)
        for some in _slice(released):
            with self._database.writing() as connection:
                past = retention.pick_past(connection, some, _widen(spans))
                self._empty(connection, past, {})
                holds.drop(connection, past)
            yield bool(past)

    def _empty_conflicts(self, spans: Sequence[Span]) -> Iterator[bool]:
        with self._database.reading() as connection:
            found = retention.list_conflicts(connection, spans)
        for some in _slice(found):
            with self._database.writing() as connection:
                gone = retention.destroy_conflicts(connection, some)
                self._note(connection, Counts({Matter.CONFLICTS: gone}))
            yield gone > 0

    def _drop_aliases(self) -> Iterator[bool]:
        is_over = False
        while not is_over:
            with self._database.reading() as connection:
                found = leftovers.list_orphans(connection, MOST_ORPHANS)
            for some in _slice(found):
                with self._database.writing() as connection:
                    gone = leftovers.drop_orphans(connection, some)
                    self._note(connection, Counts({Matter.ALIASES: gone}))
                yield False  # or the look would be for few of what it found
            yield bool(found)
            is_over = len(found) < MOST_ORPHANS

    def _forget_cases(self, spans: Sequence[Span]) -> Iterator[bool]:
        with self._database.reading() as connection:
            over = holds.list_over(connection, self._now, _find_start(spans))
        for case_id in over:
            forget = partial(leftovers.forget_case, case_id=case_id)
            yield from self._sweep(Matter.CASES, forget)

    def _sweep(self, matter: Matter, sweep: _Sweep) -> Iterator[bool]:
        """Do `sweep` until it says that nothing is left."""
        after: _Key | None = None
        while True:
            with self._database.writing() as connection:
                done = sweep(connection, after)
                self._note(connection, Counts({matter: done.gone}))
            yield done.gone > 0
            if done.end is None:
                return
            after = done.end

    def _empty(self, connection: Connection, ids: Sequence[bytes], named: Named) -> int:
        """Empty `ids` but those that a case names, which go on record; return how many."""
        kept = {one: named[one] for one in ids if one in named}
        gone = [one for one in ids if one not in named]
        counts = Counts()
        if gone:
            counts[Matter.ENTRIES] = retention.destroy(connection, gone)
        if kept:
            counts[Matter.KEPT] = holds.keep(connection, kept)
        self._note(connection, counts)
        return counts[Matter.ENTRIES]

    def _note(self, connection: Connection, counts: Counts) -> None:
        if not any(counts.values()):
            return
        purges.add(
            connection, counts, until=self.until, made_by=self._made_by, now=self._now
        )
        self.counts += counts


def _read_terms(connection: Connection) -> Terms:
    terms = read_terms(read_policy_text(connection))
    if isinstance(terms, str):
        raise LedgerError(
            f"The policy in the ledger can't be read: {terms}. Nothing was "
            "destroyed. Set it again with 'province policy set'."
        )
    return terms


def _widen(spans: Sequence[Span]) -> list[Span]:
    """Return `spans` from the beginning on: what a case kept lies before the floors."""
    return [replace(span, since=EPOCH.date()) for span in spans]


def _find_end(spans: Sequence[Span]) -> datetime:
    """Return the end of what is past its time anywhere."""
    return begin(max((span.until for span in spans), default=date(1970, 1, 2)))


def _find_start(spans: Sequence[Span]) -> datetime:
    """Return the end of what is past its time everywhere."""
    return begin(min((span.until for span in spans), default=date(1970, 1, 2)))


def _slice(found: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield `found`, as many as one transaction takes; `Any`: they are only cut."""
    for first in range(0, len(found), AT_ONCE):
        yield found[first : first + AT_ONCE]


def _wipe(database: Database, rest: Rest) -> bool:
    for _ in range(_TRIES):
        if database.empty_wal():
            return True
        rest(_TRY_EVERY_S)
    return False
