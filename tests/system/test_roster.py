"""What the province decides reaches kiosks, over the network or on a stick, and no forgery does."""

import itertools
import json
import re
import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.sync import roster
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.roster import Delivered
from kiosk.sync.transport import Reply, Transport
from province.keys import KeyFolder
from tests.faulty import GOOD, FaultyProxy, Trouble, always
from tests.http_servers import Server
from tests.provinces import Province, serve
from tests.rosters import Files, fetch, get_root, publish_files
from tests.signing import Issuer, a_dcc
from tests.system import kiosks

PATIENCE_TURNS = 200
TURN_S = 0.1


@pytest.fixture
def issuer() -> Issuer:
    """Return an issuer that no kiosk was told of yet."""
    return Issuer()


@pytest.fixture
def data(tmp_path: Path, province: Province) -> Path:
    """Return the folder of an enrolled kiosk."""
    folder = tmp_path / "kiosk"
    kiosks.ask("enrol", province.make_code(province.add_point()), data=folder)
    return folder


def trust(province: Province, issuer: Issuer, folder: Path) -> str:
    """Have the province trust `issuer`; return the key's name."""
    file = folder / "dsc.der"
    file.write_bytes(issuer.certificate)
    added = province.ask("trust", "add", str(file), "--scope", "health")["added"]
    assert isinstance(added, list)
    return str(added[0])


def export(province: Province, folder: Path) -> Path:
    province.ask("roster", "export", "--to", str(folder))
    return folder


def list_keys(data: Path) -> set[str]:
    keys = kiosks.ask("trust", "list", data=data)["keys"]
    assert isinstance(keys, list)
    return {key["key"] for key in keys}


def becomes(is_so: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(is_so() or pause.wait(TURN_S) for _ in range(PATIENCE_TURNS))


@pytest.mark.system
def test_a_key_on_a_stick_is_believed_by_a_kiosk_that_runs(
    province: Province, data: Path, tmp_path: Path, issuer: Issuer
) -> None:
    trust(province, issuer, tmp_path)
    stick = export(province, tmp_path / "stick")
    with (
        kiosks.open_line() as line,
        kiosks.run(data, "--no-sync", "--serial", line.path) as running,
    ):
        assert running.ready.wait(60)
        taken = kiosks.ask("roster", "--from", str(stick), data=data)
        assert (taken["state"], taken["policy_fault"]) == ("fresh", None)
        assert becomes(lambda: send_until_verified(line, running, a_dcc(issuer)))


def send_until_verified(line: kiosks.Line, running: kiosks.Running, code: str) -> bool:
    line.send(code)
    return any(decision["verified"] for decision in running.decisions)


@pytest.mark.system
def test_a_policy_over_the_network_rules_and_check_tells(
    tmp_path: Path,
) -> None:
    with serve(tmp_path / "province") as province:
        point, data = province.add_point(), tmp_path / "kiosk"
        kiosks.ask("enrol", province.make_code(point), data=data)
        rules = {"version": 1, "points": {point: {"accepted": ["pass"]}}}
        (tmp_path / "policy.json").write_text(json.dumps(rules))
        province.ask("policy", "set", str(tmp_path / "policy.json"))
        kiosks.ask("sync", "--once", data=data)
    card = b"001190000123|012345678|T|05031990|N\xe1\xbb\xaf|H|10052021"
    code, told = kiosks.decide(card, data=data)
    assert (code, told["reasons"]) == (1, ["kind_not_accepted"])


@pytest.mark.system
def test_a_stick_that_was_altered_is_refused_and_the_roster_in_use_stays(
    province: Province, data: Path, tmp_path: Path, issuer: Issuer
) -> None:
    stick = export(province, tmp_path / "stick")
    before = kiosks.ask("roster", data=data)
    name = trust(province, issuer, tmp_path)
    shutil.copytree(export(province, tmp_path / "newer"), stick, dirs_exist_ok=True)
    for file in (stick / "targets").glob("*.trust.json"):
        file.write_bytes(file.read_bytes().replace(b"health", b"travel"))
    code, words = kiosks.fail("roster", "--from", str(stick), "--data", str(data))
    assert (code, "was altered" in words) == (3, True)
    assert kiosks.ask("roster", data=data) == before
    assert name not in list_keys(data)


@pytest.mark.system
def test_an_older_stick_is_refused(
    province: Province, data: Path, tmp_path: Path, issuer: Issuer
) -> None:
    older = export(province, tmp_path / "older")
    name = trust(province, issuer, tmp_path)
    newer = export(province, tmp_path / "newer")
    assert kiosks.ask("roster", "--from", str(newer), data=data)["state"] == "fresh"
    code, words = kiosks.fail("roster", "--from", str(older), "--data", str(data))
    assert code == 3
    assert re.search("is older than one that was seen.*roster in use stays", words)
    assert name in list_keys(data)


@pytest.mark.system
def test_another_provinces_stick_is_refused(data: Path, tmp_path: Path) -> None:
    with serve(tmp_path / "another") as another:
        stick = export(another, tmp_path / "stick")
    code, words = kiosks.fail("roster", "--from", str(stick), "--data", str(data))
    assert (code, "not signed by this kiosk's province" in words) == (3, True)


@pytest.mark.system
def test_a_kiosk_that_is_not_enrolled_takes_no_roster(
    province: Province, tmp_path: Path
) -> None:
    stick, data = export(province, tmp_path / "stick"), tmp_path / "new"
    with kiosks.run(data, "--no-sync") as running:
        assert running.ready.wait(60)
    code, words = kiosks.fail("roster", "--from", str(stick), "--data", str(data))
    assert (code, "not enrolled" in words) == (2, True)


@pytest.mark.system
def test_where_nothing_is_new_a_kilobyte_is_more_than_moves(
    tmp_path: Path, issuer: Issuer
) -> None:
    rules = {"version": 1, "default": {"accepted": ["pass"]}}
    (tmp_path / "policy.json").write_text(json.dumps(rules))
    with serve(tmp_path / "province") as province:
        trust(province, issuer, tmp_path)
        province.ask("policy", "set", str(tmp_path / "policy.json"))
        root = (province.data / "roster" / "metadata" / "root.json").read_bytes()
        with FaultyProxy(int(province.url.rsplit(":", 1)[1])) as proxy:
            first = fetch_over(proxy, tmp_path / "kept", root)
            moved = proxy.requested_bytes + proxy.answered_bytes
            again = fetch_over(proxy, tmp_path / "kept", root)
    assert isinstance(first, Delivered)
    assert (again, {"trust.json", "policy.json"} <= first.files.keys()) == (first, True)
    assert proxy.requested_bytes + proxy.answered_bytes < 1000 < moved


def fetch_over(proxy: FaultyProxy, kept: Path, root: bytes) -> Delivered | Fault:
    with closing(Transport(proxy.url)) as transport:
        return roster.fetch(transport, kept, root)


@pytest.fixture
def published(tmp_path: Path) -> Files:
    """Return a publication with a file that the roster names."""
    keys = KeyFolder(tmp_path / "keys")
    keys.create_missing()
    return publish_files(tmp_path / "published", keys, {"policy.json": b"{}"})


def put_answers(files: Files, kept: Path) -> list[bytes]:
    """Return what a province answers to a kiosk that has nothing, in order."""
    answers = []

    class Noting:
        def get(self, path: str) -> Reply | Fault:
            reply = files.get(path)
            assert isinstance(reply, Reply)
            status = "200 OK" if reply.status == 200 else "404 Not Found"
            head = f"HTTP/1.1 {status}\r\nContent-Length: {len(reply.body)}\r\n\r\n"
            answers.append(head.encode() + reply.body)
            return reply

    assert isinstance(roster.fetch(Noting(), kept, get_root(files)), Delivered)
    return answers


@pytest.mark.system
def test_a_cut_at_any_byte_of_any_file_is_a_fault_and_the_next_try_is_good(
    published: Files, tmp_path: Path
) -> None:
    kept, root = tmp_path / "kept", get_root(published)
    answers = put_answers(published, kept)
    genuine = fetch(published, kept)
    with (
        Server(*answers, keeps=True) as server,
        FaultyProxy(server.port) as proxy,
    ):
        ends = set(itertools.accumulate(map(len, answers)))
        for cut in range(max(ends)):
            shutil.rmtree(kept)
            server.requests.clear()
            proxy.plan = always(Trouble(cut_answer_at=cut, resets=cut % 2 == 0))
            fetched = fetch_over(proxy, kept, root)
            if isinstance(fetched, Fault):
                assert fetched.fault_class is FaultClass.TCP, cut
                assert fetch(published, kept) == genuine
            else:  # between two answers a new connection is all that it takes
                assert (fetched, cut in ends) == (genuine, True)
        shutil.rmtree(kept)
        server.requests.clear()
        proxy.plan = always(GOOD)
        assert fetch_over(proxy, kept, root) == genuine
