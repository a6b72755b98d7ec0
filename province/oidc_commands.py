"""OIDC commands: what `province oidc` does, and what it answers."""

import argparse
from collections.abc import Mapping

from province import oidc
from province.errors import UsageError
from province.ledger.database import Database
from province.oidc import Provider


def run(database: Database, options: argparse.Namespace) -> Mapping[str, object]:
    """Set, end or show where officers may come from; the secret is never shown.

    Raises:
        UsageError: The address is no https address, or the file can't be read.
    """
    with database.writing() as connection:
        match options.action:
            case "set":
                oidc.store(connection, _read(options))
            case "off":
                oidc.store(connection, None)
            case _:
                pass  # show
        provider = oidc.load(connection)
    if provider is None:
        return {"issuer": None}
    return {"issuer": provider.issuer, "client_id": provider.client_id}


def _read(options: argparse.Namespace) -> Provider:
    try:
        secret = options.secret_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The secret '{options.secret_file}' can't be read: {error}."
        ) from error
    if not secret.isascii() or not secret.isprintable() or not secret:
        raise UsageError(f"The secret '{options.secret_file}' is no line of ASCII.")
    return Provider(
        issuer=options.issuer.rstrip("/"),
        client_id=options.client_id,
        client_secret=secret,
    )
