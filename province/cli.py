"""Command line: one dispatch table, the only place that imports late."""

import argparse
import contextlib
import json
import logging
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from province.clock import read_now
from province.errors import ProvinceError
from province.options import make_parser

if TYPE_CHECKING:
    from province.ledger.database import Database
    from province.publishing import Publication

USER_ACTIONS = ("add", "list", "reset", "disable", "enable", "require")
EXIT_NO = 1
EXIT_OUTSIDE = 3
EXIT_BUG = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that was asked for and return its exit code."""
    options = make_parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    name = " ".join(filter(None, [options.command, getattr(options, "action", None)]))
    try:
        return COMMANDS[name](options)
    except ProvinceError as error:
        _tell(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the process's boundary
        return _tell_unexpected(error)


def _serve(options: argparse.Namespace) -> int:
    from province.server import Options, serve

    logging.getLogger("province").setLevel(logging.INFO)
    asked = Options(
        data=str(options.data),
        database=options.database,
        host=options.host,
        port=options.port,
        workers=options.workers,
        public_url=options.public_url,
        tls_cert=options.tls_cert,
        tls_key=options.tls_key,
        tls_ca=options.tls_ca,
        name=options.name,
    )
    serve(asked, lambda address: _answer({"listening": address}), _tell)
    return 0


def _run_keys(options: argparse.Namespace) -> int:
    from province import key_commands as keys

    if options.action == "rotate":
        with _open(options) as database:
            keys.renew(options, _open_publication(options, database), database)
    else:
        keys.change(options, _tell)
    listed = keys.describe(options.data)
    _answer({"keys": listed})
    return 0 if listed else EXIT_NO


def _remind(options: argparse.Namespace) -> int:
    from province import reminder_commands

    with _open(options) as database:
        _answer(reminder_commands.remind(database, options, read_now()))
    return 0


def _change_points(options: argparse.Namespace) -> int:
    from province import point_commands

    with _open(options) as database:
        answer, refused = point_commands.change(database, options, read_now(), _tell)
    _answer(answer)
    return EXIT_NO if refused else 0


def _enrol(options: argparse.Namespace) -> int:
    from province import enrol_commands

    with _open(options) as database:
        publication = _open_publication(options, database)
        _answer(enrol_commands.run(database, publication, options, read_now(), _tell))
    return 0


def _import(options: argparse.Namespace) -> int:
    from province.imports import Office, import_bundle
    from province.keys import KeyFolder
    from province.publishing import Publication

    keys = KeyFolder(options.data)
    with _open(options) as database:
        office = Office(
            data=options.data,
            database=database,
            keys=keys,
            publication=Publication(options.data, keys),
            clock=read_now,
        )
        done = import_bundle(office, options.file, options.receipt)
    _answer(
        {
            "accepted": done.accepted,
            "duplicate": done.duplicate,
            "refused": done.refused,
            "held": done.held,
            "receipt": str(done.receipts),
        }
    )
    return EXIT_NO if done.refused else 0


def _run_kiosk(options: argparse.Namespace) -> int:
    from province import kiosk_commands

    with _open(options) as database:
        kiosk_commands.run(database, options, read_now(), _answer)
    return 0


def _run_units(options: argparse.Namespace) -> int:
    from province import unit_commands

    with _open(options) as database:
        is_done = unit_commands.run(database, options, _answer)
    return 0 if is_done else EXIT_NO


def _stats(options: argparse.Namespace) -> int:
    from province.statistics import collect, parse_week

    week = parse_week(options.week) if options.week else None
    with _open(options) as database:
        _answer(collect(database, week, read_now()))
    return 0


def _list_forks(options: argparse.Namespace) -> int:
    from province.ledger import forks

    with _open(options) as database, database.reading() as connection:
        found = forks.list_forks(connection)
    for one in found:
        line = {
            "kiosk": one.kiosk_id,
            "epoch": one.epoch,
            "kind": one.kind,
            "position": one.position,
            "beyond": one.beyond,
            "seen_at": one.seen_at.isoformat(),
            "decided_by": one.decided_by,
        }
        _answer(line)
    return 0


def _run_user(options: argparse.Namespace) -> int:
    from province import user_commands

    with _open(options) as database:
        user_commands.run(database, options, read_now(), answer=_answer, tell=_tell)
    return 0


def _run_oidc(options: argparse.Namespace) -> int:
    from province import oidc_commands

    with _open(options) as database:
        _answer(oidc_commands.run(database, options))
    return 0


def _change_pass(options: argparse.Namespace) -> int:
    from province import pass_commands

    with _open(options) as database:
        answer = pass_commands.change(database, options, read_now())
        _publish_change(options, database)
    _answer(answer)
    return 0


def _change_trust(options: argparse.Namespace) -> int:
    from province import trust_commands

    with _open(options) as database:
        answer = trust_commands.change(database, options, read_now())
        _publish_change(options, database)
    _answer(answer)
    return 0 if any(answer.values()) else EXIT_NO


def _list_trust(options: argparse.Namespace) -> int:
    from province import trusts

    with _open(options) as database:
        keys = trusts.list_keys(database)
    _answer({"keys": keys})
    return 0 if keys else EXIT_NO


def _set_policy(options: argparse.Namespace) -> int:
    from province import policies

    with _open(options) as database:
        version = policies.set_policy(database, options.file)
        _publish_change(options, database)
    _answer({"version": version})
    return 0


def _show_policy(options: argparse.Namespace) -> int:
    from province.policies import read_policy_text

    with _open(options) as database, database.reading() as connection:
        text = read_policy_text(connection)
    if text is None:
        _tell("No policy was set: points decide by what is built in.")
        return EXIT_NO
    print(text.decode("utf-8"))
    return 0


def _show_policy_schema(_: argparse.Namespace) -> int:
    from kiosk.protocol.policy import make_schema

    _answer(make_schema())
    return 0


def _change_watched(options: argparse.Namespace) -> int:
    from province import watch_commands

    with _open(options) as database:
        answer, code = watch_commands.change(database, options, read_now(), _tell)
        _publish_change(options, database)
    _answer(answer)
    return code


def _list_watched(options: argparse.Namespace) -> int:
    from province import watch_commands

    with _open(options) as database:
        watch_commands.show(database, options, _answer)
    return 0


def _export_roster(options: argparse.Namespace) -> int:
    from province.keys import KeyFolder, KeyName
    from province.watch_export import export_list, export_neighbourhoods

    keys = KeyFolder(options.data)
    keys.create_missing()
    with _open(options) as database:
        publication = _open_publication(options, database)
        publication.publish_if_due(read_now())
        export_list(database, options.to)
        signer = keys.load(KeyName.RECEIPT)
        export_neighbourhoods(database, options.to, signer, read_now())
        _answer({"version": publication.export(options.to)})
    return 0


def _open_publication(
    options: argparse.Namespace, database: "Database"
) -> "Publication":
    from functools import partial

    from province.contents import gather
    from province.keys import KeyFolder
    from province.publishing import Publication
    from province.turn import PUBLISHING, take_turn

    keys = KeyFolder(options.data)
    turn = partial(take_turn, database, PUBLISHING, read_now)
    return Publication(options.data, keys, partial(gather, database, keys), turn)


def _publish_change(options: argparse.Namespace, database: "Database") -> None:
    """Let kiosks know at once; before the first `serve` there is nobody to tell."""
    _open_publication(options, database).publish_change(read_now())


def _report(options: argparse.Namespace) -> int:
    from province import report_commands

    with _open(options) as database:
        _answer(report_commands.run(database, options, read_now()))
    return 0


def _trace(options: argparse.Namespace) -> int:
    from province import trace_commands

    with _open(options) as database:
        known = trace_commands.trace(database, options, read_now(), _answer, _tell)
    return 0 if known else EXIT_NO


def _change_health_keys(options: argparse.Namespace) -> int:
    from province import trace_commands

    with _open(options) as database:
        _answer(trace_commands.change_keys(database, options, read_now(), _tell))
    return 0


def _purge(options: argparse.Namespace) -> int:
    from province import purge_commands

    with _open(options) as database:
        _answer(purge_commands.run(database, options, read_now()))
    return 0


def _words(_: argparse.Namespace) -> int:
    from province.words import list_words

    for line in list_words():
        _answer(line)
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "serve": _serve,
    **{f"keys {name}": _run_keys for name in ("init", "list", "backup", "rotate")},
    "remind": _remind,
    "point add": _change_points,
    "point import": _change_points,
    "enrol": _enrol,
    **{f"kiosk {action}": _run_kiosk for action in ("list", "revoke", "restore")},
    "import": _import,
    "forks": _list_forks,
    "stats": _stats,
    "pass issue": _change_pass,
    "pass revoke": _change_pass,
    "trust add": _change_trust,
    "trust list": _list_trust,
    "trust remove": _change_trust,
    "trust revoke": _change_trust,
    "policy set": _set_policy,
    "policy show": _show_policy,
    "policy schema": _show_policy_schema,
    "roster export": _export_roster,
    **{f"watch {name}": _change_watched for name in ("import", "add", "remove")},
    "watch list": _list_watched,
    **{f"unit {action}": _run_units for action in ("load", "import", "reform")},
    **{f"user {action}": _run_user for action in USER_ACTIONS},
    **{f"oidc {action}": _run_oidc for action in ("set", "off", "show")},
    "report": _report,
    "trace": _trace,
    **{f"health-key {one}": _change_health_keys for one in ("add", "list", "revoke")},
    "purge": _purge,
    "words": _words,
}


@contextlib.contextmanager
def _open(options: argparse.Namespace) -> Iterator["Database"]:
    from province.ledger.database import open_database

    with contextlib.closing(open_database(options.data, options.database)) as database:
        yield database


def _answer(line: Mapping[str, Any]) -> None:
    """Print one JSON object; `Any` because each command has its own keys."""
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _tell(sentence: str) -> None:
    sys.stderr.write(f"province: {sentence}\n")
    sys.stderr.flush()


def _tell_unexpected(error: Exception) -> int:
    from sqlalchemy.exc import DBAPIError

    if isinstance(error, DBAPIError):
        _tell(f"The database does not do its part: {error.orig}")
        return EXIT_OUTSIDE
    _tell("A bug. Please report it with these lines:")
    traceback.print_exception(error)
    return EXIT_BUG
