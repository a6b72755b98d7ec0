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
from province.errors import ProvinceError, UsageError
from province.options import make_parser

if TYPE_CHECKING:
    from province.ledger.database import Database
    from province.publishing import Publication

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


def _init_keys(options: argparse.Namespace) -> int:
    from province.keys import KeyFolder

    KeyFolder(options.data).create_missing()
    return _list_keys(options)


def _list_keys(options: argparse.Namespace) -> int:
    from province.keys import KeyFolder

    keys = [
        {
            "name": key.name,
            "algorithm": key.algorithm,
            "public": key.public,
            "place": key.place,
        }
        for key in KeyFolder(options.data).list_keys()
    ]
    _answer({"keys": keys})
    return 0 if keys else EXIT_NO


def _back_up_keys(options: argparse.Namespace) -> int:
    from province.keys import KeyFolder

    for copy in KeyFolder(options.data).back_up(options.to):
        _tell(f"Moved to {copy}")
    return _list_keys(options)


def _add_point(options: argparse.Namespace) -> int:
    from province import register

    with _open(options) as database:
        point = register.add_point(
            database,
            options.name,
            options.category,
            unit=options.unit,
            now=read_now(),
        )
    _answer({"point": point})
    return 0


def _import_points(options: argparse.Namespace) -> int:
    from province import register

    with _open(options) as database:
        done = register.import_points(database, options.file, read_now())
    for row in done.refused:
        _tell(f"Line {row.line}: {row.sentence}")
    _answer(
        {"added": done.added, "updated": done.updated, "refused": len(done.refused)}
    )
    return EXIT_NO if done.refused else 0


def _enrol(options: argparse.Namespace) -> int:
    from province.enrolment import issue_code
    from province.keys import KeyFolder
    from province.publishing import Publication

    root_sha256 = Publication(options.data, KeyFolder(options.data)).hash_root()
    if root_sha256 is None:
        raise UsageError(
            f"No address of this province is known in '{options.data}'. "
            "Start 'province serve' once with this --data."
        )
    with _open(options) as database:
        code = issue_code(
            database,
            options.point,
            options.gate,
            root_sha256=root_sha256,
            now=read_now(),
        )
    if options.png is not None:
        from province.picture import write_code

        write_code(code.text, options.png)
    _answer({"code": code.text, "expires_at": code.expires_at.isoformat()})
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


def _add_user(options: argparse.Namespace) -> int:
    from province.accounts import Accounts

    with _open(options) as database:
        password = Accounts(database).add(
            options.name, options.role, options.unit, read_now()
        )
    _tell(f"Password of {options.name}, shown only now: {password}")
    _answer({"user": options.name})
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

    keys = KeyFolder(options.data)
    return Publication(options.data, keys, partial(gather, database, keys))


def _publish_change(options: argparse.Namespace, database: "Database") -> None:
    """Let kiosks know at once; before the first `serve` there is nobody to tell."""
    _open_publication(options, database).publish_change(read_now())


def _words(_: argparse.Namespace) -> int:
    from province.words import list_words

    for line in list_words():
        _answer(line)
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "serve": _serve,
    "keys init": _init_keys,
    "keys list": _list_keys,
    "keys backup": _back_up_keys,
    "point add": _add_point,
    "point import": _import_points,
    "enrol": _enrol,
    "kiosk list": _run_kiosk,
    "kiosk revoke": _run_kiosk,
    "kiosk restore": _run_kiosk,
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
    "watch import": _change_watched,
    "watch add": _change_watched,
    "watch remove": _change_watched,
    "watch list": _list_watched,
    "user add": _add_user,
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
