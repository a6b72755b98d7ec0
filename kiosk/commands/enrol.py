"""Enrol: make this kiosk known to its province."""

import argparse
import os
from pathlib import Path

from kiosk.commands.lines import print_line
from kiosk.commands.place import open_to_work, read_route
from kiosk.errors import OutsideError, UsageError
from kiosk.managed import Managed, load_managed, read_enrol_code, refuse_other_server
from kiosk.sync import enrolment
from kiosk.version import VERSION


def run(options: argparse.Namespace) -> int:
    """Enrol with the one-time code and print who this kiosk is now."""
    managed = load_managed(options.policy)
    code = enrolment.read_code(options.code or _take_code(managed))
    refuse_other_server(managed, code.url)
    route = read_route(options)
    with open_to_work(options) as place:
        enrolled = enrolment.enrol(
            place.database, place.folder, code, VERSION, route=route
        )
    print_line(
        {
            "kiosk_id": enrolled.kiosk_id,
            "point": enrolled.point,
            "gate": enrolled.gate,
            "province": enrolled.province,
            "recovery": enrolled.recovery,
        }
    )
    if options.recovery_out is not None:
        _write_recovery(options.recovery_out, enrolled.recovery)
    return 0


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
