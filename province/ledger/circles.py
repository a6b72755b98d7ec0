"""Circles: whom each of many people met, asked of the ledger at once.

One question for each of 1,000 people took 5.5 ms, of which 4 were spent on
asking (issue 10); what is asked is the same (`province.ledger.tracing`).
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Select,
    bindparam,
    cast,
    func,
    select,
)

from province.contacts import clip
from province.ledger import tracing
from province.ledger.columns import from_us, to_us
from province.ledger.scope import Scope
from province.ledger.tracing import Tally
from province.stays import Stay, Sureness


def list_circles(
    connection: Connection,
    firsts: Sequence[Tally],
    until: datetime,
    scope: Scope,
    *,
    window_us: int,
    most: int,
) -> dict[bytes, list[Tally]]:
    """Return whom each of `firsts` met from the moment of their tally, the longest first.

    Of each `most` are told; those at points of `scope`, to `until`.
    """
    mine = _list_stays(connection, firsts, until, scope)
    circles: dict[bytes, list[Tally]] = {one.person_key: [] for one in firsts}
    query = _ask(connection.dialect.name)
    told = tracing.bind_all(mine, window_us) | {"most": most + 1}
    for first, key, since, both, sureness in connection.execute(query, told).all():
        own = firsts[first].person_key
        if key != own and len(circles[own]) < most:
            circles[own].append(
                Tally(
                    person_key=key,
                    since_us=since,
                    overlap_us=both,
                    sureness=Sureness(sureness),
                )
            )
    return circles


@lru_cache
def _ask(dialect: str) -> Select[*tuple[Any, ...]]:
    """Return the question for the longest meetings of each, one with themselves among them.

    `Any` as types end at SQL.
    """
    met = tracing.meet(dialect).subquery()
    overlap = cast(func.sum(met.c.overlap), BigInteger).label("overlap")
    summed = (
        select(
            met.c.first,
            met.c.person_key,
            func.min(met.c.since).label("since"),
            overlap,
            func.max(met.c.sureness).label("sureness"),
        )
        .group_by(met.c.first, met.c.person_key)
        .subquery()
    )
    ranked = select(
        summed,
        func.row_number()
        .over(
            partition_by=summed.c.first,
            order_by=(summed.c.overlap.desc(), summed.c.person_key),
        )
        .label("place"),
    ).subquery()
    return (
        select(
            ranked.c.first,
            ranked.c.person_key,
            ranked.c.since,
            ranked.c.overlap,
            ranked.c.sureness,
        )
        .where(ranked.c.place <= bindparam("most", type_=Integer))
        .order_by(ranked.c.first, ranked.c.place)
    )


def _list_stays(
    connection: Connection, firsts: Sequence[Tally], until: datetime, scope: Scope
) -> list[list[Stay]]:
    places = {one.person_key: place for place, one in enumerate(firsts)}
    lowest = min(one.since_us for one in firsts)
    period = from_us(lowest), until
    found: list[list[Stay]] = [[] for _ in firsts]
    for key, stay in tracing.list_stays(connection, places, period, scope):
        place = places[key]
        own = clip(stay, firsts[place].since_us, to_us(until))
        if own is not None:
            found[place].append(own)
    return found
