"""Conversation: who of the point is heard, what counts of it, and what is answered.

It knows no socket: bytes and addresses come in, bytes with addresses go out.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol.neighbour import (
    NONCE_BYTES,
    Datagram,
    Ignored,
    Word,
    open_datagram,
    seal,
    split,
)
from kiosk.protocol.neighbourhood import Neighbourhood

NONCE_MS = 60_000
"""How long a nonce is told; the one before counts too, so words count for two minutes."""
SILENT_MS = 60_000
"""A neighbour that was not heard for six rounds is told nothing until it is heard."""
ANSWER_EVERY_MS = 200
"""Whoever repeats a neighbour's old datagrams gets so few answers."""

Address = tuple[str, int]
Outgoing = tuple[bytes, Address]


@dataclass(slots=True)
class _Neighbour:
    """What is known of one; the address is that of the last datagram that counted."""

    last: tuple[int, int] = (0, 0)
    nonce: bytes = b""
    address: Address | None = None
    heard_ms: int = 0
    answered_ms: int = -ANSWER_EVERY_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a datagram came to: words of `sender` that count, and what to send at once.

    `is_new` says that the neighbour has heard nothing of this kiosk yet, or has
    another nonce: it is to be told a round.
    """

    sender: str = ""
    words: Sequence[Word] = ()
    answers: Sequence[Outgoing] = ()
    is_new: bool = False


@dataclass(slots=True, kw_only=True)
class Conversation:
    """One kiosk's side; a thread of its own uses it."""

    me: str
    private_key: Ed25519PrivateKey
    neighbourhood: Neighbourhood
    start: int
    randomness: Callable[[int], bytes] = secrets.token_bytes
    ignored: Counter[Ignored] = field(default_factory=Counter)
    _number: int = 0
    _nonces: tuple[bytes, bytes] = (b"", b"")
    _nonce_at_ms: int = 0
    _known: dict[str, _Neighbour] = field(default_factory=dict)

    def hear(self, data: bytes, address: Address, now_ms: int) -> Heard | Ignored:
        """Judge one datagram; what is ignored is counted.

        A stale one of a neighbour is answered with this kiosk's nonce: what it
        says then counts.
        """
        found = open_datagram(data, self.neighbourhood)
        if isinstance(found, Datagram) and found.sender == self.me:
            found = Ignored.OWN
        if isinstance(found, Ignored):
            return self._ignore(found)
        known = self._known.setdefault(found.sender, _Neighbour())
        if (found.start, found.number) <= known.last:
            return self._ignore(Ignored.REPLAYED)
        known.last = (found.start, found.number)
        self._renew_nonce(now_ms)
        if found.echo and found.echo in self._nonces:
            is_new = known.nonce != found.nonce or known.address is None
            known.nonce, known.address, known.heard_ms = found.nonce, address, now_ms
            return Heard(sender=found.sender, words=found.words, is_new=is_new)
        self._ignore(Ignored.STALE)
        if now_ms - known.answered_ms < ANSWER_EVERY_MS:
            return Ignored.STALE
        known.answered_ms = now_ms
        return Heard(answers=[(self._make(found.nonce, ()), address)])

    def greet(self, addresses: Iterable[Address], now_ms: int) -> Iterator[Outgoing]:
        """Yield a first word for each address that was found, and is not talked to yet."""
        self._renew_nonce(now_ms)
        talked_to = {known.address for known in self._talking(now_ms).values()}
        for address in addresses:
            if address not in talked_to:
                yield self._make(b"", ()), address

    def tell(
        self, words: Sequence[Word], now_ms: int, *, only: str = ""
    ) -> Iterator[Outgoing]:
        """Yield `words` for every neighbour that is talked to; none is a sign of life."""
        self._renew_nonce(now_ms)
        parts = list(split(words)) or [()]
        for sender, known in self._talking(now_ms).items():
            if known.address is not None and only in ("", sender):
                for part in parts:
                    yield self._make(known.nonce, part), known.address

    def use(self, neighbourhood: Neighbourhood) -> None:
        """Believe the kiosks of `neighbourhood` from now on, and no others."""
        self.neighbourhood = neighbourhood
        for sender in self._known.keys() - neighbourhood.public_keys.keys():
            del self._known[sender]

    def count(self, now_ms: int) -> int:
        """Return how many neighbours are talked to."""
        return len(self._talking(now_ms))

    def _talking(self, now_ms: int) -> dict[str, _Neighbour]:
        return {
            sender: known
            for sender, known in self._known.items()
            if known.address is not None and now_ms - known.heard_ms <= SILENT_MS
        }

    def _make(self, echo: bytes, words: Sequence[Word]) -> bytes:
        self._number += 1
        made = Datagram(
            sender=self.me,
            start=self.start,
            number=self._number,
            nonce=self._nonces[0],
            echo=echo,
            words=tuple(words),
        )
        key = self.neighbourhood.key
        return seal(made, key, self.private_key, self.randomness(12))

    def _renew_nonce(self, now_ms: int) -> None:
        if not self._nonces[0] or now_ms - self._nonce_at_ms >= NONCE_MS:
            self._nonces = (self.randomness(NONCE_BYTES), self._nonces[0])
            self._nonce_at_ms = now_ms

    def _ignore(self, why: Ignored) -> Ignored:
        self.ignored[why] += 1
        return why
