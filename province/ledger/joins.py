"""Joins: the keys by which stays know a person again, and how they are renewed.

A join key is the keyed hash of a word (`province.identity.make_key`), enciphered
(AES-256, one block) by the ledger's newest key for joins. So a person gets a new key
out of the old one alone, without what they are called, and in one transaction with
all that names them. The number 0 is that of keys which were never enciphered.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB
from sqlalchemy import Connection, bindparam, delete, select, update

from province.identity import make_key
from province.ledger import settings, vault
from province.ledger.columns import EntryId
from province.ledger.loading import Loader
from province.ledger.trace_tables import (
    case_contacts,
    cases,
    person_aliases,
    stays,
)
from province.ledger.vault import Purpose

UNENCIPHERED = 0
_TOGETHER = 500
_FROM = "join_keys_from"
"""The setting that says which number is the lowest by which anybody is known."""
_ALIASES = Loader(person_aliases, ("alias_key", "person_key", "key_number"))
_MOVE_STAYS = (
    update(stays)
    .where(
        stays.c.person_key == bindparam("its_key", type_=EntryId()),
        stays.c.key_number == bindparam("its_number"),
    )
    .values(person_key=bindparam("new_key"), key_number=bindparam("new_number"))
)
_DROP_ALIAS = delete(person_aliases).where(
    person_aliases.c.alias_key == bindparam("its_alias", type_=EntryId()),
    person_aliases.c.person_key == bindparam("its_key", type_=EntryId()),
)


class Joiner:
    """Makes join keys; `newest` is the number of the key that does.

    By the numbers from `first` on persons may still be known.
    """

    def __init__(
        self, secret: bytes, keys: Mapping[int, bytes], first: int = UNENCIPHERED
    ) -> None:
        self._secret = secret
        self._first = first
        # One block of a pseudorandom value each: nothing there for a mode to hide.
        self._ciphers = {
            number: Cipher(AES256(key), ECB())  # noqa: S305
            for number, key in keys.items()
        }
        self.newest = max(keys, default=UNENCIPHERED)

    @property
    def former(self) -> tuple[int, ...]:
        """Return the numbers by which a person may still be known."""
        return tuple(
            number
            for number in (UNENCIPHERED, *sorted(self._ciphers))
            if self._first <= number < self.newest
        )

    def make(self, word: str) -> bytes:
        """Return the key of a word of an identity."""
        return self._encipher(make_key(self._secret, word), self.newest)

    def list_all(self, word: str) -> list[bytes]:
        """Return every key by which a word may be known, while keys are renewed."""
        plain = make_key(self._secret, word)
        return [self._encipher(plain, number) for number in (self.newest, *self.former)]

    def renew(self, keys: Sequence[bytes], number: int) -> list[bytes]:
        """Return what `keys`, made with the key `number`, are with the newest."""
        return [
            self._encipher(self._decipher(key, number), self.newest) for key in keys
        ]

    def age(self, keys: Sequence[bytes], number: int) -> list[bytes]:
        """Return what `keys`, made with the newest, were with the key `number`."""
        return [
            self._encipher(self._decipher(key, self.newest), number) for key in keys
        ]

    def _encipher(self, key: bytes, number: int) -> bytes:
        if number == UNENCIPHERED:
            return key
        return self._ciphers[number].encryptor().update(key)

    def _decipher(self, key: bytes, number: int) -> bytes:
        if number == UNENCIPHERED:
            return key
        return self._ciphers[number].decryptor().update(key)


def read(connection: Connection, secret: bytes) -> Joiner:
    """Return what makes join keys now; `secret` is the province's (`join_key`)."""
    keys = vault.find(connection).list_keys(connection, Purpose.JOIN)
    secrets = {number: key.secret for number, key in keys.items()}
    return Joiner(secret, secrets, int(settings.read(connection, _FROM) or 0))


def finish(connection: Connection, joiner: Joiner) -> None:
    """Note that nobody is known by a former key any more, and destroy those."""
    settings.store(connection, _FROM, str(joiner.newest))
    for number in joiner.former:
        vault.find(connection).drop(connection, Purpose.JOIN, number)


def carry(connection: Connection, joiner: Joiner, persons: Collection[bytes]) -> None:
    """Give `persons`, named by their newest keys, those in place of the ones before."""
    fresh = sorted(persons)
    for number in joiner.former:
        for some in _slice(fresh):
            move(connection, joiner, joiner.age(some, number), number)


def move(
    connection: Connection, joiner: Joiner, persons: Sequence[bytes], number: int
) -> int:
    """Give `persons`, known by the key `number`, their newest keys wherever they are named.

    Returns how many rows of stays and words that were.
    """
    renewed = dict(zip(persons, joiner.renew(persons, number), strict=True))
    moved = _move_stays(connection, joiner, renewed, number)
    moved += _move_aliases(connection, joiner, renewed, number)
    if moved:
        _move_contacts(connection, renewed)
        _move_cases(connection, renewed)
    return moved


def list_former(
    connection: Connection, joiner: Joiner, after: bytes, most: int
) -> list[tuple[bytes, int]]:
    """Return the next persons behind `after` that are known by former keys, with its number.

    In the order of their keys: those that moved are passed once, wherever they went.
    """
    found: set[tuple[bytes, int]] = set()
    for table in (stays, person_aliases):
        columns = table.c.person_key, table.c.key_number
        query = select(*columns).where(
            table.c.person_key > after, table.c.key_number != joiner.newest
        )
        ordered = query.distinct().order_by(table.c.person_key).limit(most)
        found.update((key, number) for key, number in connection.execute(ordered))
    return sorted(found)[:most]


def _move_stays(
    connection: Connection, joiner: Joiner, renewed: Mapping[bytes, bytes], number: int
) -> int:
    this = stays.c.person_key.in_(list(renewed)), stays.c.key_number == number
    known = connection.scalars(select(stays.c.person_key).where(*this).distinct()).all()
    if known:
        connection.execute(
            _MOVE_STAYS,
            [
                {
                    "its_key": key,
                    "its_number": number,
                    "new_key": renewed[key],
                    "new_number": joiner.newest,
                }
                for key in known
            ],
        )
    return len(known)


def _move_aliases(
    connection: Connection, joiner: Joiner, renewed: Mapping[bytes, bytes], number: int
) -> int:
    table = person_aliases.c
    this = table.person_key.in_(list(renewed)), table.key_number == number
    query = select(table.alias_key, table.person_key).where(*this)
    rows = connection.execute(query).all()
    if not rows:
        return 0
    gone = [{"its_alias": row.alias_key, "its_key": row.person_key} for row in rows]
    connection.execute(_DROP_ALIAS, gone)
    aliases = joiner.renew([row.alias_key for row in rows], number)
    fresh = {
        (alias, renewed[row.person_key])
        for alias, row in zip(aliases, rows, strict=True)
    }
    persons = {person for _, person in fresh}
    held = select(table.alias_key, table.person_key).where(
        table.person_key.in_(persons)
    )
    fresh -= {(alias, person) for alias, person in connection.execute(held)}
    _ALIASES.load(connection, [(*one, joiner.newest) for one in sorted(fresh)])
    return len(rows)


def _move_contacts(connection: Connection, renewed: Mapping[bytes, bytes]) -> None:
    for column in (case_contacts.c.person_key, case_contacts.c.through_key):
        query = select(column).where(column.in_(list(renewed))).distinct()
        for key in connection.scalars(query).all():
            changed = update(case_contacts).where(column == key)
            connection.execute(changed.values({column: renewed[key]}))


def _move_cases(connection: Connection, renewed: Mapping[bytes, bytes]) -> None:
    by_name = {old.hex(): new.hex() for old, new in renewed.items()}
    query = select(cases.c.case_id, cases.c.persons)
    for case_id, persons in connection.execute(query).all():
        if by_name.keys() & set(persons):
            now = sorted(by_name.get(one, one) for one in persons)
            this = cases.c.case_id == case_id
            connection.execute(update(cases).where(this).values(persons=now))


def _slice(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for first in range(0, len(keys), _TOGETHER):
        yield keys[first : first + _TOGETHER]
