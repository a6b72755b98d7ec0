"""Over a line that loses 40 % of its packets and delays the rest by 2 s, all arrives once."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.place import make_lane, open_place
from kiosk.storage import settings
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.faulty import FaultyProxy
from tests.provinces import Province
from tests.system.kiosks import KIOSK

OURS, THEIRS = "10.213.77.1", "10.213.77.2"
NETEM = ("netem", "loss", "40%", "delay", "2s")
TRIES = 40
"""Of 25 s and more each; a handful is the rule."""


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"{' '.join(command)}: {done.stderr.decode().strip()}")


@contextmanager
def open_namespace(name: str) -> Iterator[str]:
    """Make a network namespace that a pair of devices joins to this one."""
    near, far = f"n{os.getpid()}", f"f{os.getpid()}"
    run("ip", "netns", "add", name)
    try:
        run("ip", "link", "add", near, "type", "veth", "peer", far, "netns", name)
        run("ip", "address", "add", f"{OURS}/30", "dev", near)
        run("ip", "link", "set", near, "up")
        inside = ("ip", "netns", "exec", name)
        run(*inside, "ip", "address", "add", f"{THEIRS}/30", "dev", far)
        run(*inside, "ip", "link", "set", far, "up")
        run("tc", "qdisc", "add", "dev", near, "root", *NETEM)
        run(*inside, "tc", "qdisc", "add", "dev", far, "root", *NETEM)
        yield name
    finally:
        subprocess.run(["ip", "netns", "del", name], check=False)


@pytest.fixture
def namespace() -> Iterator[str]:
    """Return the namespace at the other end of the bad line."""
    if os.geteuid() != 0 or shutil.which("tc") is None:
        pytest.skip("network namespaces with tc take root and iproute2")
    with open_namespace(f"kiosk-test-{os.getpid()}") as made:
        yield made


@pytest.mark.soak
def test_three_entries_cross_a_line_that_loses_two_packets_of_five(
    namespace: str, province: Province, tmp_path: Path
) -> None:
    before = province.count_entries()
    folder = Folder(tmp_path / "kiosk")
    with FaultyProxy(int(province.url.rsplit(":", 1)[1]), host=OURS) as entrance:
        enrol_behind(f"http://{OURS}:{entrance.port}", province, folder)
        for _ in range(TRIES):
            if sync(namespace, folder)["pending"] == 0:
                break
    assert province.count_entries() - before == 3
    assert sync(namespace, folder)["pending"] == 0


def enrol_behind(url: str, province: Province, folder: Folder) -> None:
    """Enrol a kiosk with three entries over loopback, and move it behind the line."""
    code = enrolment.read_code(province.make_code(province.add_point()))
    with closing(open_or_make(folder, upgrade)) as database:
        enrolment.enrol(database, folder, code, "test")
        place = open_place(folder, database, SteppedClock())
        assert place.enrolment is not None
        with database.write() as connection:
            settings.put_enrolment(connection, replace(place.enrolment, url=url))
        with make_lane(place) as lane:
            for number in range(3):
                lane.present(a_payload(a_card(number)))


def sync(namespace: str, folder: Folder) -> dict[str, object]:
    """Run `kiosk sync --once` at the other end of the line."""
    kiosk = (*KIOSK, "sync", "--once", "--data", str(folder.path))
    done = subprocess.run(
        ["ip", "netns", "exec", namespace, *kiosk],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return msgspec.json.decode(done.stdout, type=dict[str, object])
