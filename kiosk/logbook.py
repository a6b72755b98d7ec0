"""Logbook: a day's entries in memory, to be filtered and searched a part at a time.

What is searched stands encrypted on the disk, so the words of a search are kept
here, in memory only, from the first search until `forget`. No call reads more
than takes some milliseconds: whoever asks again is led further.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kiosk.credentials.credential import Claim, find_number
from kiosk.logged import LAST, DayCounts, Listing, LogFilter, Logged, LogQuery
from kiosk.outcome import Outcome
from kiosk.payload import Direction
from kiosk.protocol.content import Act
from kiosk.search import find_words, fold
from kiosk.storage import log
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.log import Line, Span

LINES_AT_ONCE = 500
TEXTS_AT_ONCE = 200
MATCHES_AT_ONCE = 5_000
"""Each takes about 5 ms (benchmarks/log.py)."""
MOST = 300_000
"""Of one day; five gates that never rest make less, and they take 50 MB."""


class Mark(NamedTuple):
    """What of a line is filtered and counted by; few are different, and those are shared."""

    outcome: str
    direction: str
    acts: str

    @property
    def is_void(self) -> bool:
        """Say whether the entry counts no more."""
        return Act.VOID in self.acts.split(",")

    @property
    def is_admitted(self) -> bool:
        """Say whether it let somebody pass, and counts."""
        passed = self.outcome == Outcome.ALLOW or Act.ADMITTED in self.acts.split(",")
        return passed and not self.is_void

    @property
    def is_denied(self) -> bool:
        """Say whether somebody was turned away."""
        return self.outcome == Outcome.DENY or Act.TURNED_AWAY in self.acts.split(",")


@dataclass(slots=True, kw_only=True)
class _Reading:
    """How far a day is read: `lines` down to the id `cursor`, `texts` to `text_cursor`."""

    day: date | None
    span: Span
    newest: int
    most: int
    top: bytes = b""
    cursor: bytes = b""
    text_cursor: bytes = b""
    is_whole: bool = False
    positions: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    counted: Counter[Mark] = field(default_factory=Counter)


@dataclass(slots=True, kw_only=True)
class _Matching:
    """Which lines fit a filter and a search, as far as they were looked at."""

    filter: LogFilter
    words: list[str]
    refused: frozenset[int]
    looked_at: int = 0
    found: list[int] = field(default_factory=list)

    def fits(self, position: int, mark: Mark) -> bool:
        """Say whether a line passes the filter."""
        match self.filter:
            case LogFilter.ALL:
                return True
            case LogFilter.CHECK:
                return mark.outcome == Outcome.CHECK
            case LogFilter.DENY:
                return mark.is_denied
            case LogFilter.REFUSED:
                return position in self.refused


class Logbook:
    """One day's entries at a time; used by one thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading: _Reading | None = None
        self._matching: _Matching | None = None
        self._shared: dict[Mark, Mark] = {}

    def search(self, query: LogQuery) -> Listing:
        """Return what is found so far; until it is whole, the next call reads on."""
        with self._database.read() as connection:
            reading = self._follow(connection, query)
            self._read_lines(connection, reading)
            words = find_words(query.search)
            if words:
                _read_texts(connection, reading)
            matching = self._match(connection, reading, query.filter, words)
            is_known = query.day is not None
            return Listing(
                query=query,
                positions=tuple(matching.found),
                counts=_count(reading.counted),
                earlier=log.find_day_before(connection, reading.span)
                if is_known
                else None,
                later=log.find_day_after(connection, reading.span)
                if is_known
                else None,
                is_whole=reading.is_whole
                and matching.looked_at == len(reading.positions),
                is_cut=len(reading.positions) >= MOST,
            )

    def read(self, positions: Sequence[int]) -> tuple[Logged, ...]:
        """Return the entries at `positions` that are there, in that order."""
        with self._database.read() as connection:
            return tuple(log.read_logged(connection, positions))

    def find(self, position: int) -> Logged | None:
        """Return an entry, with all that the province said of it."""
        with self._database.read() as connection:
            return log.find_logged(connection, position)

    def forget(self) -> None:
        """Hold nothing of anybody."""
        self._reading = self._matching = None

    def _follow(self, connection: Connection, query: LogQuery) -> _Reading:
        """Return the reading of the day, with what is new of it."""
        reading = self._reading
        if reading is None or reading.day != query.day:
            return self._begin(connection, query.day)
        newest = log.read_newest(connection)
        if newest == reading.newest:
            return reading
        changed = log.read_new(connection, reading.newest)
        reading.newest = newest
        for entry_id in dict.fromkeys(changed):
            line = log.read_line(connection, entry_id)
            if line is not None and not self._take(connection, reading, line):
                # A clock was set back: it stands somewhere among the others.
                return self._begin(connection, query.day)
        return reading

    def _begin(self, connection: Connection, day: date | None) -> _Reading:
        span = Span() if day is None else log.find_span(day)
        self._matching = None
        self._reading = _Reading(
            day=day,
            span=span,
            newest=log.read_newest(connection),
            most=LAST if day is None else MOST,
            cursor=span.end,
            text_cursor=span.end,
        )
        return self._reading

    def _take(self, connection: Connection, reading: _Reading, line: Line) -> bool:
        """Take over a line that is new or changed; False where it has no place."""
        if not reading.span.first <= line.entry_id < reading.span.end:
            return True
        mark = self._share(line)
        if line.entry_id > reading.top:
            self._put_first(connection, reading, line, mark)
            return True
        if line.position not in reading.positions:
            return line.entry_id < reading.cursor and not reading.is_whole
        at = reading.positions.index(line.position)
        reading.counted[reading.marks[at]] -= 1
        reading.counted[mark] += 1
        reading.marks[at] = mark
        self._matching = None
        return True

    def _put_first(
        self, connection: Connection, reading: _Reading, line: Line, mark: Mark
    ) -> None:
        if reading.text_cursor != reading.span.end:
            alone = Span(first=line.entry_id, end=reading.span.end)
            [new] = log.read_claims(connection, alone, most=1)
            reading.texts.insert(0, _make_text(new.claims))
        reading.top = line.entry_id
        reading.positions.insert(0, line.position)
        reading.marks.insert(0, mark)
        reading.counted[mark] += 1
        self._matching = None
        if len(reading.positions) > reading.most:
            reading.counted[reading.marks.pop()] -= 1
            reading.positions.pop()
            del reading.texts[reading.most :]

    def _read_lines(self, connection: Connection, reading: _Reading) -> None:
        if reading.is_whole:
            return
        most = min(LINES_AT_ONCE, reading.most - len(reading.positions))
        span = Span(first=reading.span.first, end=reading.cursor)
        lines = log.read_lines(connection, span, most=most)
        if lines:
            reading.top = max(reading.top, lines[0].entry_id)
            reading.cursor = lines[-1].entry_id
        marks = [self._share(line) for line in lines]
        reading.positions.extend(line.position for line in lines)
        reading.marks.extend(marks)
        reading.counted.update(marks)
        reading.is_whole = len(lines) < LINES_AT_ONCE

    def _match(
        self,
        connection: Connection,
        reading: _Reading,
        wanted: LogFilter,
        words: list[str],
    ) -> _Matching:
        matching = self._matching
        if matching is None or (matching.filter, matching.words) != (wanted, words):
            refused = (
                log.list_refused(connection)
                if wanted is LogFilter.REFUSED
                else frozenset()
            )
            matching = _Matching(filter=wanted, words=words, refused=refused)
            self._matching = matching
        known = len(reading.texts) if words else len(reading.positions)
        end = min(known, matching.looked_at + MATCHES_AT_ONCE)
        for at in range(matching.looked_at, end):
            if matching.fits(reading.positions[at], reading.marks[at]) and (
                not words or _has(reading.texts[at], words)
            ):
                matching.found.append(reading.positions[at])
        matching.looked_at = end
        return matching

    def _share(self, line: Line) -> Mark:
        mark = Mark(line.outcome, line.direction, line.acts)
        return self._shared.setdefault(mark, mark)


def _read_texts(connection: Connection, reading: _Reading) -> None:
    """Read the words of the next lines."""
    wanted = len(reading.positions) - len(reading.texts)
    if wanted <= 0:
        return
    # Not down to the cursor: on a day that was empty when it was read, it stands at the top.
    span = Span(first=reading.span.first, end=reading.text_cursor)
    read = log.read_claims(connection, span, most=min(wanted, TEXTS_AT_ONCE))
    reading.texts.extend(_make_text(one.claims) for one in read)
    if read:
        reading.text_cursor = read[-1].entry_id


def _make_text(claims: Mapping[str, str]) -> str:
    """Return a space before each word that may be looked for, and the number at the end."""
    known = {name: claims.get(name, "") for name in Claim}
    words = fold(f"{known[Claim.NAME]} {known[Claim.PLATE]}")
    return f" {words}|{find_number(known)}"


def _has(text: str, words: Sequence[str]) -> bool:
    """Say whether each of `words` begins a word of `text`, or ends its number."""
    return all(
        f" {word}" in text or (word.isdigit() and text.endswith(word)) for word in words
    )


def _count(counted: Counter[Mark]) -> DayCounts:
    into = out = denied = 0
    for mark, count in counted.items():
        into += count if mark.is_admitted and mark.direction == Direction.IN else 0
        out += count if mark.is_admitted and mark.direction == Direction.OUT else 0
        denied += count if mark.is_denied and not mark.is_void else 0
    return DayCounts(into=into, out=out, denied=denied)
