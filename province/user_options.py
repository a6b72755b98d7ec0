"""User options: what `province user` and `province oidc` understand."""

import argparse
from collections.abc import Callable
from pathlib import Path

_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name
Add = Callable[
    ["_Commands[argparse.ArgumentParser]", str, str], argparse.ArgumentParser
]
"""Adds a command that takes --data and --database (province.options)."""


def add_user(parser: argparse.ArgumentParser, add_command: Add) -> None:
    """Add the actions on accounts."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = add_command(actions, "add", "add an account; prints its password once")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", required=True)
    add.add_argument("--unit", default="", metavar="CODE", help="empty: all units")
    add_command(actions, "list", "every account")
    for action, text in (
        ("reset", "forget password and second factor; prints a link for new ones"),
        ("disable", "let an officer in no more"),
        ("enable", "let an officer in again, locked or disabled"),
    ):
        change = add_command(actions, action, text)
        change.add_argument("name", metavar="NAME")
    require = add_command(
        actions, "require", "which roles must have a second factor; none named: none"
    )
    require.add_argument("role", nargs="*", metavar="ROLE")


def add_oidc(parser: argparse.ArgumentParser, add_command: Add) -> None:
    """Add the actions on the province's OpenID provider."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    put = add_command(actions, "set", "let invited officers log in at a provider")
    put.add_argument("--issuer", required=True, metavar="URL")
    put.add_argument("--client-id", required=True, metavar="ID")
    put.add_argument(
        "--secret-file", required=True, type=Path, metavar="FILE", help="its secret"
    )
    add_command(actions, "off", "passwords only")
    add_command(actions, "show", "which provider it is")
