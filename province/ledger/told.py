"""Told: what an entry says of a person, opened for those who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from kiosk.credentials.credential import Claim
from province.ledger.columns import clean
from province.ledger.vault import Opener


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Claims and a visit's notes; empty where they were destroyed."""

    claims: Mapping[str, str] = field(default_factory=dict)
    visit: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> str:
        """Return the document's number, or nothing."""
        return self.claims.get(Claim.DOCUMENT, "")

    @property
    def name(self) -> str:
        """Return the name, or nothing."""
        return self.claims.get(Claim.NAME, "")


NOTHING = Told()


def read(opener: Opener, row: Row[*tuple[Any, ...]]) -> Told:
    """Return what the entry of `row` says; `Any` because types end at SQL."""
    said = opener.read(row.entry_id, row.sealed)
    if said is None:
        return NOTHING
    return Told(claims=_clean(said.claims), visit=_clean(said.visit))


def read_name(opener: Opener, row: Row[*tuple[Any, ...]]) -> str:
    """Return the name alone, as it was sent: many are compared and few are shown."""
    said = opener.read(row.entry_id, row.sealed)
    return "" if said is None else said.claims.get(Claim.NAME, "")


def _clean(texts: Mapping[str, str]) -> Mapping[str, str]:
    return {clean(name): clean(text) for name, text in texts.items()}
