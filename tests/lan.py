"""LAN: kiosks of a point without sockets, whose datagrams a test delivers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.neighbours.conversation import Address, Conversation, Heard, Outgoing
from kiosk.protocol import signature
from kiosk.protocol.identifiers import make_kiosk_id
from kiosk.protocol.neighbour import Ignored, Word
from kiosk.protocol.neighbourhood import Neighbourhood

KEY = b"k" * 32
HOLDER = b"h" * 12


def a_key(seed: int) -> Ed25519PrivateKey:
    """Return the private key of the kiosk with this number."""
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def name_kiosk(seed: int) -> str:
    """Return the id of the kiosk with this number."""
    return make_kiosk_id(signature.get_public_bytes(a_key(seed)))


def a_neighbourhood(*seeds: int, key: bytes = KEY, issued_at: int = 1) -> Neighbourhood:
    """Return a point's kiosks, told to the first of them."""
    return Neighbourhood(
        kiosk_id=name_kiosk(seeds[0]),
        issued_at=issued_at,
        key=key,
        kiosks=tuple(signature.get_public_bytes(a_key(seed)) for seed in seeds),
    )


def a_conversation(seed: int, *others: int, start: int = 1) -> Conversation:
    """Return the side of one kiosk among others."""
    return Conversation(
        me=name_kiosk(seed),
        private_key=a_key(seed),
        neighbourhood=a_neighbourhood(seed, *others),
        start=start,
    )


def a_word(
    direction: str = "in", *, holder: bytes = HOLDER, gate: str = "A", age_ms: int = 0
) -> Word:
    """Return what a kiosk says of a holder."""
    return Word(holder, direction, gate, age_ms)


@dataclass
class Lan:
    """Carries datagrams between conversations by their addresses, at one moment."""

    sides: dict[Address, Conversation]
    now_ms: int = 0
    carried: list[tuple[bytes, Address, Address]] = field(default_factory=list)
    heard: list[tuple[Address, Heard | Ignored]] = field(default_factory=list)
    loses: Callable[[], bool] = lambda: False

    def carry(self, sender: Address, outgoing: Iterable[Outgoing]) -> None:
        """Deliver, with all that is answered; who is new is told a sign of life."""
        for data, address in outgoing:
            if self.loses():
                continue
            self.carried.append((data, sender, address))
            side = self.sides[address]
            heard = side.hear(data, sender, self.now_ms)
            self.heard.append((address, heard))
            if isinstance(heard, Heard):
                self.carry(address, heard.answers)
                if heard.is_new:
                    told = side.tell((), self.now_ms, only=heard.sender)
                    self.carry(address, told)

    def meet(self, one: Address, other: Address) -> None:
        """Let `one` find `other`."""
        self.carry(one, self.sides[one].greet([other], self.now_ms))

    def list_words(self, address: Address) -> list[Word]:
        """Return the words that counted at `address`."""
        return [
            word
            for at, heard in self.heard
            if at == address and isinstance(heard, Heard)
            for word in heard.words
        ]
