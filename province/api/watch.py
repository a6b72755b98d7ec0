"""Watch: the sealed watch list, and its keys for the one kiosk that can open them."""

from fastapi import APIRouter, Response

from kiosk.protocol.watch_list import BLOBS_PATH, KEYS_PATH, pack_blobs, split_names
from province import watch_tree
from province.api.problem import Reason, make_problem
from province.api.schema import OCTETS, answers
from province.ledger import watch
from province.services import Services

_MISSING = {404: (Reason.NOT_FOUND,)}
_BLOBS = answers(OCTETS, None, "Sealed parts of the list, in this order.", _MISSING)
_KEYS = answers(OCTETS, None, "An age file for this kiosk's own key.", _MISSING)


def make_router(services: Services) -> APIRouter:
    """Return the routes of the watch list.

    Neither asks who is there: a blob opens only with the list's keys, and these
    only with the kiosk's own.
    """
    router = APIRouter(default_response_class=Response)

    @router.get(f"{BLOBS_PATH}/{{path}}", responses=_BLOBS)
    def read_blobs(path: str) -> Response:
        names = split_names(path)
        if names is None:
            return _tell_missing("There is no such list of blobs.")
        with services.database.reading() as connection:
            blobs = [watch.read_blob(connection, name) for name in names]
        found = [blob for blob in blobs if blob is not None]
        if len(found) < len(names):
            return _tell_missing("A blob is no longer here: fetch the roster again.")
        return _answer(pack_blobs(found))

    @router.get(f"{KEYS_PATH}/{{kiosk_id}}", responses=_KEYS)
    def read_keys(kiosk_id: str) -> Response:
        with services.database.reading() as connection:
            wrapped = watch_tree.wrap_for(connection, kiosk_id)
        if wrapped is None:
            return _tell_missing("This kiosk gets no watch list.")
        return _answer(wrapped)

    return router


def _answer(content: bytes) -> Response:
    return Response(content, media_type="application/octet-stream")


def _tell_missing(sentence: str) -> Response:
    return make_problem(404, Reason.NOT_FOUND, sentence)
