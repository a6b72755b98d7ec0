"""Keyring's page: which keys the province has, how old they are, and where; no secrets."""

from datetime import timedelta

from fastapi import Response

from province.keys import KeyView
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_texts, render
from province.web.visit import Visit

_SHOWN_DIGITS = 16
"""Of a public key: enough to tell two apart, not to fill a line."""
_DAY = timedelta(days=1)


def open_doors(doors: Doors) -> None:
    """Open the keyring."""
    doors.get("/keyring", Right.MANAGE_RULES)(show_keyring)


def show_keyring(visit: Visit) -> Response:
    """Show every key, and whether those that belong elsewhere are still here."""
    keys = visit.services.keys.list_keys()
    listing = _list(visit, keys)
    answer = answer_download(visit, listing)
    if answer is not None:
        return answer
    return render(
        "keyring.html",
        visit,
        listing=listing,
        still_here=[path.name for path in visit.services.keys.list_still_here()],
        version=visit.services.publication.read_version(),
    )


def _list(visit: Visit, keys: tuple[KeyView, ...]) -> Listing:
    texts = load_texts(visit.language)
    return Listing(
        name="keyring_keys",
        columns=(
            Column(key="keyring_name"),
            Column(key="keyring_purpose"),
            Column(key="keyring_algorithm"),
            Column(key="keyring_public"),
            Column(key="keyring_place"),
            Column(key="keyring_made_at", kind=Kind.MOMENT),
            Column(key="keyring_days", kind=Kind.NUMBER),
            Column(key="keyring_retired", kind=Kind.NUMBER),
        ),
        rows=[
            Row(
                cells=(
                    key.name.value,
                    texts[f"keyring_purpose_{key.name}"],
                    key.algorithm,
                    f"{key.public[:_SHOWN_DIGITS]}…",
                    texts[f"keyring_place_{key.place}"],
                    key.made_at,
                    max(0, (visit.now - key.made_at) // _DAY),
                    key.retired,
                )
            )
            for key in keys
        ],
    )
