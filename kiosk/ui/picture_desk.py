"""Picture desk: finds pictures on a stick, reads their codes, and presents one at the gate."""

import heapq
import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, mask_claims
from kiosk.payload import Payload
from kiosk.scanner.reader import Gate
from kiosk.ui.admin_calls import FoundCode, PictureFile, PictureTrouble

READER = "picture"
"""The reader of what is presented from a picture."""

MAX_BYTES = 50_000_000
"""A larger file is not read at all; `kiosk.scanner.picture` says the same."""
MAX_FILES = 60
"""So many are offered, the newest: more than anybody turns pages for."""
MAX_LOOKED_AT = 5_000
"""Files of a stick that are looked at: a slow one lists 1,000 in a second."""

SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".pdf"}
)

Sighted = tuple[tuple[bytes, str], ...]
"""What codes say, each with its AIM identifier."""
ReadCodes = Callable[[bytes], Sighted | PictureTrouble]


class PictureDesk:
    """Reads pictures for the admin's screens, in their thread.

    `read_codes` is `kiosk.ui.picture_codes.read_codes`, handed in so that what
    decodes is imported when the first picture comes. `submit` gives a payload
    to the lane.
    """

    def __init__(
        self, submit: Callable[[Payload], None], gate: Gate, read_codes: ReadCodes
    ) -> None:
        self._submit = submit
        self._gate = gate
        self._read_codes = read_codes

    def list_files(self, folder: Path) -> tuple[PictureFile, ...]:
        """Return what may be a picture below `folder`, the newest first."""
        looked_at = islice(_walk(folder), MAX_LOOKED_AT)
        newest = heapq.nlargest(MAX_FILES, looked_at)
        return tuple(
            PictureFile(path=path, name=path.relative_to(folder).as_posix())
            for _, path in newest
        )

    def read(self, source: Path | bytes) -> tuple[FoundCode, ...] | PictureTrouble:
        """Return the codes of a picture, or why there are none."""
        data = source if isinstance(source, bytes) else _read_file(source)
        if isinstance(data, PictureTrouble):
            return data
        sighted = self._read_codes(data)
        if isinstance(sighted, PictureTrouble):
            return sighted
        found = tuple(self._describe(*one) for one in sighted)
        return found or PictureTrouble.NO_CODE

    def present(self, code: FoundCode) -> None:
        """Present `code` at the gate, as a reader there would."""
        self._submit(self._make_payload(code.data, code.symbology))

    def _describe(self, data: bytes, symbology: str) -> FoundCode:
        credential = classify(self._make_payload(data, symbology))
        return FoundCode(
            data=data,
            symbology=symbology,
            kind=credential.kind,
            about=_name(credential) if isinstance(credential, Credential) else "",
        )

    def _make_payload(self, data: bytes, symbology: str) -> Payload:
        return Payload(
            data=data,
            symbology=symbology,
            reader=READER,
            gate=self._gate.name,
            direction=self._gate.direction,
            received_ns=time.monotonic_ns(),
        )


def _walk(folder: Path) -> Iterator[tuple[float, Path]]:
    """Yield files by when they were written; links are not followed off the stick."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if path.suffix.lower() not in SUFFIXES or name.startswith("."):
                continue
            try:
                if not path.is_symlink():
                    yield path.stat().st_mtime, path
            except OSError:  # pulled out just now
                return


def _read_file(path: Path) -> bytes | PictureTrouble:
    try:
        if not path.is_file():
            return PictureTrouble.GONE
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        return PictureTrouble.GONE
    return PictureTrouble.TOO_LARGE if len(data) > MAX_BYTES else data


def _name(credential: Credential) -> str:
    """Return whose code it is: the name, or else a number to its last four."""
    claims = mask_claims(credential.claims)
    named = (Claim.NAME, Claim.DOCUMENT, Claim.QID, Claim.INSURANCE_NUMBER)
    return next((claims[claim] for claim in named if claims.get(claim)), "")
