"""Scale: a province's month of entries, made inside PostgreSQL as kiosks would have sent them."""

import json
from datetime import date
from itertools import product

from sqlalchemy import Connection, text

from province.ledger import rollups, vault, wordings
from province.ledger.columns import to_us
from province.ledger.vault import Key, Place, Sealer
from province.ledger.wordings import Wording
from province.period import Period
from tests.province.builders import an_entry

POINTS = 6128
COMMUNES = 160
MONTH = Period(first=date(2026, 10, 19), last=date(2026, 11, 17))
"""From a Monday to a Tuesday, 30 days."""
FORTNIGHT = Period(first=date(2026, 11, 2), last=date(2026, 11, 15))
WEEK = Period(first=date(2026, 11, 9), last=date(2026, 11, 15))
_CATEGORIES = ("market", "school", "hospital", "restaurant", "checkpoint", "office")

_POINTS = """
INSERT INTO points (point_id, name, category, unit, created_at)
SELECT 'P' || lpad(n::text, 6, '0'), 'Điểm kiểm soát ' || n,
    (CAST(:categories AS text[]))[1 + n % 6], lpad((n % :communes)::text, 5, '0'), :at
FROM generate_series(1, :points) AS n
"""
_UNITS = """
INSERT INTO units (code, valid_from, name, folded, level, parent)
SELECT DISTINCT unit, 0, 'Xã ' || unit, 'xa ' || unit, 'commune', '01' FROM points
UNION SELECT '01', 0, 'Tỉnh Mẫu', 'tinh mau', 'province', NULL
"""
_ANCESTORS = """
INSERT INTO unit_ancestors (code, ancestor)
SELECT code, code FROM units UNION SELECT code, '01' FROM units
"""
_POINT_UNITS = """
INSERT INTO point_units (point_id, valid_from, unit) SELECT point_id, 0, unit FROM points
"""
_KIOSKS = """
INSERT INTO kiosks (kiosk_id, public_key, point_id, gate, machine, enrolled_at, last_pending)
SELECT 'K' || translate(substr(md5(point_id), 1, 12), '0123456789abcdef', 'ABCDEFGHIJKLMNOP'),
    sha256(point_id::bytea), point_id, 'G1', '', :at, 0
FROM points
"""
_BATCHES = """
INSERT INTO batches (hash, kiosk_id, epoch, sequence, first, count, start, head, signature,
    covered_until, sent_at, received_at, app_version, clock, pending, roster_version,
    disk_free, reader_faults)
SELECT sha256(kiosk_id::bytea), kiosk_id, 'e1', 1, 1, 1, '', '', '', :at, :at, :at,
    '0.1.0', 'trusted', 0, 1, 1000000000, 0
FROM kiosks ORDER BY point_id
"""
_NUMBER_BYTES = 2
"""Of a sealed value: how it was packed, and the key that it is under."""

# Of 100 entries one is denied, one is a CHECK that the next admits, and one is
# voided by the next. Points are busy by the square of an even chance; `base` is the
# entry that an act is about, whose point is its own. What a kiosk sees in six hours
# comes together, as in a batch.
_ENTRIES = """
WITH numbered AS (
    SELECT n, CASE WHEN n % 50 = 0 THEN n - 1 ELSE n END AS base,
        CAST(:start AS bigint) + CAST((n - :first) * CAST(:step AS numeric) AS bigint) AS at
    FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n
), placed AS (
    SELECT n, at, base, 1 + CAST(floor(:points * power(
        ((hashint8(base) & 2147483647) + 0.5) / 2147483648.0, 2)) AS int) AS point,
        md5(n::text) AS one, md5(base::text) AS other,
        at - CAST((n - base) * CAST(:step AS numeric) AS bigint) AS base_at
    FROM numbered
)
INSERT INTO entries (entry_id, batch_id, point_id, position, decided_at, refers, wording_id,
    sealed)
SELECT CAST(lpad(to_hex(at / 1000), 12, '0') || '7' || substr(one, 1, 3) || '8'
        || substr(one, 5, 15) AS uuid),
    :points + dense_rank() OVER (ORDER BY at / 21600000000, point), point_id,
    row_number() OVER (PARTITION BY point ORDER BY n), at,
    CASE WHEN n % 50 = 0 THEN CAST(lpad(to_hex(base_at / 1000), 12, '0') || '7'
        || substr(other, 1, 3) || '8' || substr(other, 5, 15) AS uuid) END,
    CAST(CAST(:numbers AS jsonb) ->> concat(
        CASE n % 100 WHEN 0 THEN 'admitted' WHEN 50 THEN 'void' ELSE 'presented' END, ' ',
        CASE WHEN n % 50 = 0 THEN '' WHEN n % 3 = 0 THEN 'out' ELSE 'in' END, ' ',
        CASE n % 100 WHEN 0 THEN '' WHEN 50 THEN '' WHEN 99 THEN 'check' WHEN 25 THEN 'deny'
            ELSE 'allow' END) AS int),
    substr(CAST(:head AS bytea) || decode(repeat(one, 12), 'hex'), 1, :sealed)
FROM placed JOIN (
    SELECT point_id, row_number() OVER (ORDER BY point_id) AS point
    FROM batches JOIN kiosks USING (kiosk_id)
) AS senders USING (point)
ORDER BY at / 21600000000, point, n
"""
_THEIR_BATCHES = """
INSERT INTO batches (batch_id, hash, kiosk_id, epoch, sequence, first, count, start, head,
    signature, covered_until, sent_at, received_at, app_version, clock, pending,
    roster_version, disk_free, reader_faults)
SELECT sent.batch_id, sha256(sent.batch_id::text::bytea), kiosk_id, 'e1', sent.batch_id,
    sent.first, sent.count, '', '', '', sent.at, sent.at, sent.at, '0.1.0', 'trusted', 0, 1,
    1000000000, 0
FROM (
    SELECT batch_id, min(point_id) AS point_id, min(position) AS first, count(*) AS count,
        max(decided_at) AS at
    FROM entries GROUP BY batch_id
) AS sent JOIN (
    SELECT point_id, kiosk_id FROM batches JOIN kiosks USING (kiosk_id)
) AS senders USING (point_id)
"""
_NEXT_BATCH = (
    "SELECT setval('batches_batch_id_seq', (SELECT max(batch_id) FROM batches))"
)
_OUTCOMES = ("allow", "check", "deny")
_WORDINGS = [
    *(
        Wording("presented", way, "G1", outcome, "cccd", verified=False, reasons="[]")
        for way, outcome in product(("in", "out"), _OUTCOMES)
    ),
    *(
        Wording(act, "", "G1", "", "", verified=False, reasons="[]")
        for act in ("admitted", "void")
    ),
]
"""What all of them say; acts have no more words than that they are."""


def lay_province(connection: Connection) -> None:
    """Register its points, each with a kiosk that has sent."""
    told = {
        "at": to_us(MONTH.start),
        "points": POINTS,
        "communes": COMMUNES,
        "categories": list(_CATEGORIES),
    }
    for statement in (_POINTS, _UNITS, _ANCESTORS, _POINT_UNITS, _KIOSKS, _BATCHES):
        names = [name for name in told if f":{name}" in statement]
        connection.execute(text(statement), {name: told[name] for name in names})
    wordings.keep(connection, _WORDINGS)
    connection.execute(text("ANALYZE"))


def seal_sample() -> bytes:
    """Return what the entries say, sealed as by the first key of a ledger."""
    sealer = Sealer(Key(number=1, secret=bytes(32), made_at=MONTH.start))
    claims = {
        "birth_date": "1990-02-03",
        "document": "001099123457",
        "name": "NGUYỄN VĂN MẪU 976",
        "sex": "male",
    }
    row = an_entry(1, claims=claims, boot="5b00ac1e", monotonic_ms=12_345_678)
    entry_id, salt, said = row.entry_id, row.salt, row.content
    return sealer.seal_content(Place.ENTRY, entry_id, salt, said)


def fill(connection: Connection, first: int, last: int, period: Period) -> None:
    """Put the entries numbered `first` to `last` in, evenly over `period`.

    What is sealed is of the length that it has, names the ledger's first key and was
    never made by it: to look costs what it does, and it is told as altered. What refers
    to what is known to be right, so nothing is looked up for it; the days are counted
    at the end.
    """
    sample = seal_sample()
    vault.start_sealing(connection)
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    numbers = wordings.keep(connection, _WORDINGS)
    told = {
        "numbers": json.dumps(
            {
                f"{one.act} {one.direction} {one.outcome}": number
                for one, number in numbers.items()
            }
        ),
        "first": first,
        "last": last,
        "start": to_us(period.start),
        "step": (to_us(period.end) - to_us(period.start)) / (last - first + 1),
        "points": POINTS,
        "sealed": len(sample),
        "head": sample[:_NUMBER_BYTES],
    }
    connection.execute(text(_ENTRIES), told)
    connection.execute(text(_THEIR_BATCHES))
    connection.execute(text(_NEXT_BATCH))
    connection.execute(text("SET LOCAL session_replication_role = DEFAULT"))
    connection.execute(text("ANALYZE entries, batches"))
    rollups.rebuild(connection)
    connection.execute(text("ANALYZE point_days"))
