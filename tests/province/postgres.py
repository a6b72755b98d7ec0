"""Postgres: a private PostgreSQL cluster for the tests, on a unix socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNPRIVILEGED = "postgres"
"""initdb refuses root; Debian's package brings this user."""

BINARIES = Path("/usr/lib/postgresql")


def find_binaries() -> Path:
    """Return the folder of Debian's newest PostgreSQL.

    Its absence is a fault of the set-up, not a reason to skip.
    """
    found = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "PostgreSQL is not installed: apt-get install postgresql"
    return found[-1].parent


@contextmanager
def run_cluster() -> Iterator[str]:
    """Give the URL of the one database of a running cluster."""
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="province-pg-"))
    cluster = folder / "cluster"
    user = UNPRIVILEGED if os.getuid() == 0 else None
    if user is not None:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, "-D", cluster, *arguments],
            user=user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    try:
        run("initdb", "-U", "province", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses='' -k {folder}"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://province@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
