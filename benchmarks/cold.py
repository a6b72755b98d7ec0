"""Cold: a database started anew whose files nobody has read since."""

import os
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from tests.province.postgres import UNPRIVILEGED, find_binaries

_DROP_CACHES = Path("/proc/sys/vm/drop_caches")


def make_cold(url: str) -> str:
    """Stop the private cluster at `url`, drop its pages from memory, start it; say how.

    Connections of before are gone; the machine's own disk may have a cache of its own.
    """
    cluster = Path(str(make_url(url).query["host"])) / "cluster"
    _control("stop", "-m", "fast", cluster=cluster)
    os.sync()
    dropped = _drop_all() or _drop_files(cluster)
    _control("start", cluster=cluster)
    return dropped


def _control(act: str, *arguments: str, cluster: Path) -> None:
    """Stop or start, as `run_cluster` did."""
    if act == "start":
        told = f"-c listen_addresses='' -k {cluster.parent}"
        arguments = ("-l", str(cluster.parent / "log"), "-o", told)
    options = ["-D", str(cluster), "-w", "-t", "600", *arguments]
    command = [str(find_binaries() / "pg_ctl"), *options, act]
    user = UNPRIVILEGED if os.getuid() == 0 else None
    subprocess.run(command, user=user, cwd="/", check=True, stdout=subprocess.DEVNULL)


def _drop_all() -> str:
    try:
        _DROP_CACHES.write_text("3\n")
    except OSError:
        return ""
    return "every page of the machine dropped"


def _drop_files(folder: Path) -> str:
    """Let the kernel forget the pages of `folder`, which are all on the disk by now."""
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)
    return "its own pages dropped by posix_fadvise"
