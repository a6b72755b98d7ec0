"""Server: one running province, from its folder to its listening socket."""

import contextlib
import gc
import os
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import msgspec
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from province import authority, neighbourhoods
from province.accounts import Accounts
from province.api.app import create_app
from province.clock import read_now
from province.contents import gather
from province.errors import OutsideError, ProvinceError, UsageError
from province.keys import KeyFolder
from province.ledger import settings
from province.ledger.database import open_database
from province.ledger.walls import OFFICER, Wall
from province.patience import PatientProtocol
from province.publishing import Publication
from province.services import Services
from province.turn import PUBLISHING, take_turn
from province.upkeep import keep_up

LOOPBACK = ("127.0.0.1", "localhost", "::1")
STOP_WITHIN_S = 1
GARBAGE_AFTER = 15_000, 40, 10
"""Objects made and not yet freed, and how often until those that stayed are looked
through again: looking for cycles every 700 cost ingest a fifth of its time. Pages leave
cycles: 200,000 objects held one page up for 0.1 s, 50,000 for 48 ms, these for 12, and
ingest costs what it did (measured)."""
SWITCH_S = 0.0005
"""How long a thread that computes may let one wait that has its answer from SQLite.
Python's own 5 ms, ten times a batch, let the disk idle half of the time (measured)."""
_OPTIONS_VARIABLE = "PROVINCE_WORKER"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What `province serve` was asked for."""

    data: str
    database: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    public_url: str | None = None
    tls_cert: str | None = None
    tls_key: str | None = None
    tls_ca: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A province that is ready to listen; `notices` are sentences for its operator."""

    services: Services
    url: str
    notices: tuple[str, ...]


def serve(
    options: Options, announce: Callable[[str], None], tell: Callable[[str], None]
) -> None:
    """Serve until a signal ends it; `announce` gets the address once it accepts.

    `tell` gets sentences for the operator, the first password among them.
    """
    check_options(options)
    with contextlib.closing(_listen(options)) as listener:
        address = _name_address(options, listener)
        prepared = prepare(options, address)
        for notice in prepared.notices:
            tell(notice)
        try:
            with keep_up(prepared.services):
                _run(options, prepared, listener, lambda: announce(address))
        finally:
            prepared.services.database.close()


def check_options(options: Options) -> None:
    """Refuse an address or a certificate that can't work.

    Raises:
        UsageError: The public URL is none, or one of certificate and key is missing.
        OutsideError: Certificate or key can't be used.
    """
    if options.public_url is not None:
        parts = urlsplit(options.public_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(
                f"--public-url '{options.public_url}' is no address such as "
                "https://province.example."
            )
    if (options.tls_cert is None) != (options.tls_key is None):
        raise UsageError("--tls-cert and --tls-key go together.")
    if options.tls_cert is None:
        return
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.tls_cert, options.tls_key)
    except OSError as error:
        raise OutsideError(
            f"The certificate '{options.tls_cert}' and its key can't be used: {error}."
        ) from error


def prepare(options: Options, address: str) -> Prepared:
    """Open the ledger, make what is missing and remember the address for codes."""
    folder = Path(options.data)
    ca = authority.load(options.tls_ca) if options.tls_ca else b""
    services = open_services(folder, options.database, options.public_url or address)
    now = services.clock()
    try:
        services.keys.create_missing()
        neighbourhoods.prepare(services.database)
        services.publication.publish_if_due(now)
        url = (options.public_url or address).rstrip("/")
        password = Accounts(services.database).create_first(now)
        with services.database.writing() as connection:
            settings.store(connection, settings.PUBLIC_URL, url)
            authority.store(connection, ca)
            if options.name:
                settings.store(connection, settings.PROVINCE_NAME, options.name)
    except ProvinceError:
        services.database.close()
        raise
    notices = tuple(_list_notices(services, url, password))
    return Prepared(services=services, url=url, notices=notices)


def open_services(folder: Path, database: str | None, url: str) -> Services:
    """Return the parts of the province in `folder`, reached by officers at `url`."""
    keys, opened = KeyFolder(folder), open_database(folder, database)
    return Services(
        database=opened,
        keys=keys,
        publication=Publication(
            folder,
            keys,
            partial(gather, opened, keys),
            partial(take_turn, opened, PUBLISHING, read_now),
        ),
        clock=read_now,
        is_https=url.startswith("https:"),
    )


def make_worker_app() -> FastAPI:
    """Return the application of one worker process; its options come from the parent."""
    options = msgspec.json.decode(os.environ[_OPTIONS_VARIABLE], type=Options)
    scheme = "https:" if options.tls_cert else "http:"
    services = open_services(
        Path(options.data), options.database, options.public_url or scheme
    )
    app = create_app(services)
    spare_garbage()
    return app


def spare_garbage() -> None:
    """Look seldom for cycles, and never through what the start has made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_AFTER)
    sys.setswitchinterval(SWITCH_S)


def _list_notices(services: Services, url: str, password: str | None) -> Iterator[str]:
    if password is not None:
        yield f"First administrator: admin   password: {password}   (shown only now)"
    still_here = services.keys.list_still_here()
    if still_here:
        names = " and ".join(str(path) for path in still_here)
        yield (
            f"Offline keys are still on this machine: {names}. "
            "Move them with 'province keys backup --data DIR --to FOLDER'."
        )
    if services.database.wall is Wall.MISSING:
        yield (
            "Officers are kept to their units by our own queries only: the database's "
            "user may not make the second wall. Let an administrator of PostgreSQL say "
            f"'CREATE ROLE {OFFICER}; GRANT {OFFICER} TO' that user, and start again."
        )
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        yield (
            f"Kiosks refuse plain http beyond loopback: {url}. Give --tls-cert and "
            "--tls-key, or --public-url of an https proxy."
        )


def _listen(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    # asyncio switches Nagle off only where the protocol is named; without this
    # each answer waits 40 ms for a delayed acknowledgement (measured).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise OutsideError(
            f"{options.host}:{options.port} can't be listened on: {error}. "
            "Give another with --host or --port."
        ) from error
    return listener


def _name_address(options: Options, listener: socket.socket) -> str:
    """Return how the listener is reached; a wildcard has only the machine's name."""
    scheme = "https" if options.tls_cert else "http"
    host = options.host
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104 - asked, not bound, here
        host = socket.gethostname()
    if ":" in host:
        host = f"[{host}]"
    return f"{scheme}://{host}:{listener.getsockname()[1]}"


class _Server(uvicorn.Server):
    """A server that says when it accepts, and ends at a signal as if it were done."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._announce()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        del sig, frame
        self.should_exit = True


def _run(
    options: Options,
    prepared: Prepared,
    listener: socket.socket,
    announce: Callable[[], None],
) -> None:
    if options.workers <= 1:
        config = _configure(options, create_app(prepared.services))
        spare_garbage()
        _Server(config, announce).run(sockets=[listener])
        return
    os.environ[_OPTIONS_VARIABLE] = msgspec.json.encode(options).decode()
    config = _configure(options, "province.server:make_worker_app")
    listener.listen(config.backlog)
    announce()
    Multiprocess(config, sockets=[listener]).run()


def _configure(options: Options, app: FastAPI | str) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        http=PatientProtocol,
        workers=options.workers,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_certfile=options.tls_cert,
        ssl_keyfile=options.tls_key,
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
