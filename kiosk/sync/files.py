"""Files: a province's roster in a folder, in the place of its server."""

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from kiosk.protocol.watch_list import BLOBS_PATH, pack_blobs
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import MAX_ANSWER_BYTES, Reply


class RosterFiles:
    """Answers as the province would, from what `province roster export` wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, path: str) -> Reply | Fault:
        """Return the file that `path` names by its last two parts, or several blobs."""
        kind, name = path.partition("?")[0].rsplit("/", 2)[-2:]
        if path.startswith(BLOBS_PATH):
            return self._get_blobs(name.split(","))
        return self._get_file(kind, name)

    def _get_blobs(self, names: Sequence[str]) -> Reply | Fault:
        blobs = []
        for name in names:
            reply = self._get_file("blobs", name)
            if isinstance(reply, Fault) or reply.status != HTTPStatus.OK:
                return reply
            blobs.append(reply.body)
        return _reply(HTTPStatus.OK, pack_blobs(blobs))

    def _get_file(self, kind: str, name: str) -> Reply | Fault:
        file = self._folder / kind / name
        try:
            with file.open("rb") as opened:
                content = opened.read(MAX_ANSWER_BYTES + 1)
        except FileNotFoundError:
            return _reply(HTTPStatus.NOT_FOUND, b"")
        except OSError as error:
            detail = f"{file.name}: {error.strerror or error}"
            return Fault(fault_class=FaultClass.NO_LINK, detail=detail)
        if len(content) > MAX_ANSWER_BYTES:
            return Fault(fault_class=FaultClass.BAD_RECEIPT, detail="too long")
        return _reply(HTTPStatus.OK, content)


def _reply(status: HTTPStatus, body: bytes) -> Reply:
    return Reply(
        status=status.value, content_type="", body=body, date=None, retry_after_s=None
    )
