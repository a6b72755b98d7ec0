"""Loopback: the province's app in a thread, where a test sets its clock."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from province.api.app import create_app
from province.patience import PatientProtocol
from province.services import Services


@contextmanager
def serve_in_thread(
    services: Services, *, protocol: type[PatientProtocol] = PatientProtocol
) -> Iterator[str]:
    """Give the address at which the app of `services` answers."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    config = uvicorn.Config(
        create_app(services),
        http=protocol,
        lifespan="off",
        ws="none",
        log_config=None,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="province")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
