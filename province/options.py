"""Options: what the province's command line understands."""

import argparse
from datetime import date
from pathlib import Path

from platformdirs import user_data_path

from province import user_options


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    parser = argparse.ArgumentParser(prog="province")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="run the server"))
    _add_keys(commands.add_parser("keys", help="the province's keys"))
    _add_point(commands.add_parser("point", help="register points"))
    _add_remind(
        _add_command(commands, "remind", "write to a unit of its silent points")
    )
    enrol = _add_command(commands, "enrol", "make a one-time enrolment code")
    enrol.add_argument("point", nargs="?", metavar="POINT")
    enrol.add_argument("--answer", type=Path, metavar="REQUEST", help="a kiosk's file")
    enrol.add_argument("--out", type=Path, metavar="FILE", help="the answer to it")
    enrol.add_argument("--gate", default="", help="where the kiosk stands")
    enrol.add_argument("--png", type=Path, metavar="FILE", help="the code as a QR")
    _add_kiosk(commands.add_parser("kiosk", help="which machines may send"))
    load = _add_command(commands, "import", "take in a kiosk's bundle")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument(
        "--receipt", type=Path, metavar="FILE", help="default: beside the bundle"
    )
    _add_command(commands, "forks", "chains that were told in two ways, and restores")
    stats = _add_command(commands, "stats", "activity of points")
    stats.add_argument("--week", metavar="2026-W47", help="default: the last 7 days")
    _add_pass(commands.add_parser("pass", help="passes that the province signs"))
    _add_trust(commands.add_parser("trust", help="whose keys kiosks believe"))
    _add_policy(commands.add_parser("policy", help="the rules of points"))
    _add_roster(commands.add_parser("roster", help="what kiosks are to know"))
    _add_watch(commands.add_parser("watch", help="whose documents are looked for"))
    _add_unit(commands.add_parser("unit", help="administrative units"))
    user_options.add_user(
        commands.add_parser("user", help="officers' accounts"), _add_command
    )
    user_options.add_oidc(
        commands.add_parser("oidc", help="an OpenID provider"), _add_command
    )
    _add_report(_add_command(commands, "report", "the periodic report, drafted"))
    _add_trace(_add_command(commands, "trace", "whom a person met; audited"))
    _add_health_key(commands.add_parser("health-key", help="programs that may trace"))
    purge = _add_command(commands, "purge", "destroy what is past its time, now")
    purge.add_argument("--dry-run", action="store_true", help="only count it")
    commands.add_parser("words", help="the closed sets with their sentences")
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name


def _add_command(
    commands: "_Commands[argparse.ArgumentParser]", name: str, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text)
    _add_place(parser)
    return parser


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=user_data_path("province", appauthor=False),
        help="state folder (default: %(default)s)",
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        help="postgresql+psycopg://USER@HOST/NAME (default: SQLite in --data)",
    )


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _add_place(parser)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080, help="0: any free one")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--public-url", metavar="URL", help="what codes carry")
    parser.add_argument("--tls-cert", metavar="FILE")
    parser.add_argument("--tls-key", metavar="FILE")
    parser.add_argument(
        "--tls-ca", metavar="FILE", help="own CA that codes are to name"
    )
    parser.add_argument("--name", help="the province's name, as kiosks show it")


def _add_keys(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_command(actions, "init", "make what is missing")
    _add_command(actions, "list", "which keys there are, and where")
    backup = _add_command(actions, "backup", "move the offline keys elsewhere")
    backup.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    rotate = _add_command(actions, "rotate", "renew keys; enrolled kiosks go on")
    rotate.add_argument("name", nargs="*", metavar="NAME", help="default: online ones")
    rotate.add_argument(
        "--offline", type=Path, metavar="FOLDER", help="where root was moved to"
    )


def _add_remind(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", default="", metavar="CODE", help="empty: all units")
    parser.add_argument("--week", metavar="2026-W47", help="default: the last one")
    parser.add_argument(
        "--to", action="append", default=[], metavar="ADDRESS", help="by mail"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.xlsx", help="the list")


def _add_point(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = _add_command(actions, "add", "register one point")
    add.add_argument("--name", required=True)
    add.add_argument("--category", required=True, metavar="CODE")
    add.add_argument("--unit", required=True, metavar="CODE")
    load = _add_command(actions, "import", "register points from a CSV or XLSX file")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument(
        "--errors", type=Path, metavar="FILE", help="rows to mend, .csv or .xlsx"
    )


def _add_kiosk(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_command(actions, "list", "every machine that was ever enrolled")
    revoke = _add_command(
        actions, "revoke", "hold what a machine sends from now on, for an officer"
    )
    revoke.add_argument("kiosk", metavar="KIOSK", help="as 'kiosk list' names it")
    restore = _add_command(actions, "restore", "accept what a machine sends again")
    restore.add_argument("kiosk", metavar="KIOSK")
    for action in (revoke, restore):
        action.add_argument(
            "--reason", default="", metavar="TEXT", help="kept in the audit"
        )


def _add_unit(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    load = _add_command(
        actions, "load", "the nation's units, before and since July 2025"
    )
    load.add_argument("--national", choices=("new", "old", "both"), default="both")
    load.add_argument("--province", default="", metavar="CODE", help="default: all")
    own = _add_command(actions, "import", "own units from a CSV file")
    own.add_argument("file", type=Path, metavar="FILE")
    reform = _add_command(actions, "reform", "move points of units that ended on a day")
    reform.add_argument(
        "--day", type=date.fromisoformat, default="2025-07-01", metavar="2025-07-01"
    )


def _add_pass(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    issue = _add_command(actions, "issue", "sign a pass and print its code")
    issue.add_argument("--name", required=True)
    issue.add_argument(
        "--document", default="", metavar="NUMBER", help="that must be shown with it"
    )
    issue.add_argument("--valid-from", required=True, metavar="TIME")
    issue.add_argument("--valid-until", required=True, metavar="TIME")
    issue.add_argument(
        "--point", action="append", default=[], help="valid there only; repeatable"
    )
    issue.add_argument("--plate", default="", help="of the vehicle")
    issue.add_argument("--uses", type=int, metavar="N", help="how often it admits")
    issue.add_argument(
        "--digits", action="store_true", help="a badge in digits, for any wedge reader"
    )
    issue.add_argument("--png", type=Path, metavar="FILE", help="the code as a QR")
    revoke = _add_command(actions, "revoke", "let no kiosk take a pass any more")
    revoke.add_argument("name", metavar="PASS", help="as 'pass issue' printed it")


def _add_trust(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = _add_command(actions, "add", "believe the public keys of a file")
    add.add_argument("file", type=Path, metavar="FILE", help="PEM, DER or JWKS")
    add.add_argument("--issuer", default="", help="who signs; else as the file says")
    add.add_argument(
        "--scope", required=True, metavar="health,pass,identity,travel", help="some"
    )
    _add_command(actions, "list", "which keys kiosks are told to believe")
    remove = _add_command(actions, "remove", "believe a key no more")
    remove.add_argument("key", metavar="KEY|FILE", help="its name in the list")
    revoke = _add_command(actions, "revoke", "take in an issuer's revocation list")
    revoke.add_argument("file", type=Path, metavar="FILE")


def _add_policy(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    put = _add_command(actions, "set", "let a document rule, if it validates")
    put.add_argument("file", type=Path, metavar="FILE", help="JSON")
    _add_command(actions, "show", "the document that rules")
    actions.add_parser("schema", help="its JSON schema, for editors")


def _add_roster(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = _add_command(actions, "export", "the roster as files for a stick")
    export.add_argument("--to", type=Path, required=True, metavar="DIR")


def _add_watch(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    load = _add_command(actions, "import", "look for every document of a CSV file")
    load.add_argument("file", type=Path, metavar="FILE", help="with a column document")
    add = _add_command(actions, "add", "look for one document")
    add.add_argument("document", metavar="NUMBER")
    remove = _add_command(actions, "remove", "look for a document no more")
    remove.add_argument("document", metavar="NUMBER")
    listed = _add_command(actions, "list", "every document that is looked for")
    listed.add_argument("--unmasked", action="store_true", help="numbers whole")


def _add_report(parser: argparse.ArgumentParser) -> None:
    period = parser.add_mutually_exclusive_group(required=True)
    period.add_argument("--week", metavar="2026-W46")
    period.add_argument("--month", metavar="2026-10")
    parser.add_argument("--unit", default="", metavar="U", help="default: all of it")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="a .docx or .xlsx"
    )


def _add_trace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--document", default="", metavar="NUMBER")
    parser.add_argument("--phone", default="", metavar="NUMBER", help="instead of it")
    parser.add_argument("--name", default="", help="instead of it, accents or none")
    parser.add_argument(
        "--birth-date", default="", metavar="DAY", help="beside --name: 1990-03-05"
    )
    parser.add_argument("--from", dest="since", required=True, metavar="TIME")
    parser.add_argument("--until", required=True, metavar="TIME")
    parser.add_argument(
        "--window", type=int, default=0, metavar="MIN", help="before and after too"
    )
    parser.add_argument("--as", dest="officer", required=True, metavar="USER")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="is kept")
    parser.add_argument("--unmasked", action="store_true", help="numbers whole")


def _add_health_key(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = _add_command(actions, "add", "let a program trace; prints its key once")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--unit", default="", metavar="CODE", help="empty: all units")
    _add_command(actions, "list", "which keys there are, and when they were used")
    revoke = _add_command(actions, "revoke", "let a key open nothing any more")
    revoke.add_argument("key", metavar="KEY", help="as 'health-key list' names it")
