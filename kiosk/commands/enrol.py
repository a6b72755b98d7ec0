"""Enrol: make this kiosk known to its province, over the network or by files."""

import argparse
import os
from functools import partial
from pathlib import Path

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import open_to_work, read_route
from kiosk.errors import OutsideError, UsageError
from kiosk.managed import Managed, load_managed, read_enrol_code, refuse_other_server
from kiosk.place import Place
from kiosk.protocol.enrolment import Code
from kiosk.protocol.enrolment_file import MAX_ANSWER_BYTES
from kiosk.sync import enrolment, enrolment_files
from kiosk.sync.enrolment import Enrolled
from kiosk.version import VERSION


def run(options: argparse.Namespace) -> int:
    """Enrol with the one-time code, or write a request, or take an answer.

    Prints who this kiosk is now.
    """
    if options.request is not None:
        return _ask(options)
    if options.file is not None:
        return _take(options)
    managed = load_managed(options.policy)
    code = enrolment.read_code(options.code or _take_code(managed))
    refuse_other_server(managed, code.url)
    route = read_route(options)
    with open_to_work(options) as place:
        enrolled = enrolment.enrol(
            place.database, place.folder, code, VERSION, route=route
        )
    _tell(enrolled, options, {})
    return 0


def enrol_by_policy(place: Place, managed: Managed, text: str) -> None:
    """Enrol a place that opens, by the code of its policy.

    Raises:
        KioskError: it is not enrolled; the gate can open all the same.
    """
    code = enrolment.read_code(text)
    refuse_other_server(managed, code.url)
    enrolment.enrol(place.database, place.folder, code, VERSION, route=place.route)


def _ask(options: argparse.Namespace) -> int:
    code = _find_code(options)
    with open_to_work(options) as place:
        request = enrolment_files.ask(place.database, code, VERSION)
        kiosk_id = place.identity.kiosk_id
    try:
        options.request.write_bytes(request)
    except OSError as error:
        raise OutsideError(
            f"Request {options.request}: {error.strerror or error}. Name a file on a "
            "stick that can be written."
        ) from error
    print_line({"request": str(options.request), "kiosk_id": kiosk_id})
    print_words(
        f"kiosk: this is {kiosk_id}. Take {options.request} to the province; its "
        "answer goes in with `kiosk enrol --file ANSWER`."
    )
    return 0


def _find_code(options: argparse.Namespace) -> Code | None:
    """Return the code to ask with; a request needs none."""
    managed = load_managed(options.policy)
    text = options.code or read_enrol_code(managed)
    if text is None:
        return None
    code = enrolment.read_code(text)
    refuse_other_server(managed, code.url)
    return code


def _take(options: argparse.Namespace) -> int:
    if options.code is not None:
        raise UsageError("An answer is taken without a code: give --file alone.")
    answer = _read(options.file)
    managed = load_managed(options.policy)
    with open_to_work(options) as place:
        done = enrolment_files.take(
            place.database,
            place.folder,
            answer,
            fingerprint=options.fingerprint,
            refuse_url=partial(refuse_other_server, managed),
        )
    _tell(done.enrolled, options, {"fingerprint": done.fingerprint})
    if not done.is_proven:
        print_words(
            f"kiosk: enrolled. Fingerprint {done.fingerprint}: ask the province on the "
            "telephone for the one it shows. Where they differ, somebody altered the "
            "files: delete this data folder and do not let anyone pass by it."
        )
    return 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            answer = file.read(MAX_ANSWER_BYTES + 1)
    except OSError as error:
        raise OutsideError(
            f"Answer {path}: {error.strerror or error}. Look at the stick."
        ) from error
    if len(answer) > MAX_ANSWER_BYTES:
        raise UsageError(f"Answer {path} is too long for an answer: name another file.")
    return answer


def _tell(
    enrolled: Enrolled, options: argparse.Namespace, more: dict[str, str]
) -> None:
    print_line(
        {
            "kiosk_id": enrolled.kiosk_id,
            "point": enrolled.point,
            "gate": enrolled.gate,
            "province": enrolled.province,
            "recovery": enrolled.recovery,
            **more,
        }
    )
    if options.recovery_out is not None:
        _write_recovery(options.recovery_out, enrolled.recovery)


def _take_code(managed: Managed) -> str:
    code = read_enrol_code(managed)
    if code is None:
        raise UsageError(
            "There is no enrolment code: give it as CODE, or name its file by "
            "'enrol_code_file' in the policy."
        )
    return code


def _write_recovery(path: Path, passphrase: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(passphrase + "\n")
    except OSError as error:
        raise OutsideError(
            f"Recovery file {path}: {error.strerror or error}. The kiosk is enrolled; "
            "keep the passphrase that was printed as `recovery`."
        ) from error
