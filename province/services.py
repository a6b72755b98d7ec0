"""Services: what the province's routes work with."""

from dataclasses import dataclass

from province.clock import Clock
from province.keys import KeyFolder
from province.ledger.database import Database
from province.publishing import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The opened parts of one running province; `is_https` is how officers reach it."""

    database: Database
    keys: KeyFolder
    publication: Publication
    clock: Clock
    is_https: bool = False
