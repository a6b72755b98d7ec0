"""The commands of cli.md answer with their JSON and exit codes."""

import subprocess
from pathlib import Path

import msgspec
import pytest

from tests.builders import CARD, a_card
from tests.provinces import Province
from tests.system import kiosks
from tests.system.kiosks import KIOSK


def run(*command: str, stdin: str = "") -> tuple[int, list[dict[str, object]]]:
    done = subprocess.run(
        [*KIOSK, *command],
        input=stdin.encode("utf-8"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    lines = [
        msgspec.json.decode(line, type=dict[str, object])
        for line in done.stdout.splitlines()
    ]
    return done.returncode, lines


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the folder of a kiosk that has decided two cards."""
    cards = tmp_path / "cards.txt"
    cards.write_text(f"{a_card(1)}\n{a_card(2)}\n{a_card(1)}\n", encoding="utf-8")
    folder = tmp_path / "kiosk"
    run(
        *("run", "--headless", "--data", str(folder)),
        *("--replay", str(cards), "--exit-when-idle", "0.3"),
    )
    return folder


def test_check_names_kind_claims_and_outcome() -> None:
    code, (answer,) = run("check", "-", stdin=CARD + "\n")
    assert code == 0
    assert set(answer) == {"kind", "claims", "verified", "outcome", "reasons"}
    assert (answer["kind"], answer["outcome"], answer["verified"]) == (
        "cccd",
        "allow",
        False,
    )


def test_check_masks_numbers_unless_told_not_to() -> None:
    _, (masked,) = run("check", "-", stdin=CARD)
    _, (whole,) = run("check", "--unmasked", "-", stdin=CARD)
    assert "001190000123" not in str(masked)
    assert "001190000123" in str(whole)


def test_check_says_no_by_its_exit_code() -> None:
    code, (answer,) = run("check", "-", stdin="no code at all")
    assert (code, answer["outcome"]) == (1, "unreadable")


def test_check_answers_many_in_order_as_of_their_times() -> None:
    card = (
        "GD4010100000001|5472e1baa76e|05/03/1990|2|-|01 - 001|01/01/2019|31/12/2019"
        "|02/01/2019|01010100000001|-|4|-|0123456789abcdef-0101|$"
    )
    times = ["2019-06-01T00:00:00.1234567Z", "2020-06-01T00:00:00+0700", None]
    questions = "".join(
        msgspec.json.encode({"payload": card, "at": at}).decode() + "\n" for at in times
    )
    code, answers = run("check", "--jsonl", stdin=questions)
    assert code == 0
    assert [answer["outcome"] for answer in answers] == ["allow", "check", "check"]


def test_run_prints_decisions_and_repeats(tmp_path: Path) -> None:
    cards = tmp_path / "cards.txt"
    cards.write_text(f"{a_card(1)}\n{a_card(1)}\n", encoding="utf-8")
    code, (ready, decided, repeated) = run(
        *("run", "--headless", "--data", str(tmp_path / "kiosk"), "--direction", "out"),
        *("--replay", str(cards), "--exit-when-idle", "0.3"),
    )
    assert (code, ready) == (0, {"ready": True})
    assert {
        "entry_id",
        "outcome",
        "kind",
        "reasons",
        "direction",
        "gate",
        "decided_at",
        "latency_ms",
        "verified",
    } <= set(decided)
    assert (decided["direction"], decided["reasons"]) == ("out", ["not_inside"])
    assert repeated["repeat_of"] == decided["entry_id"]


def test_status_has_every_key(data: Path) -> None:
    code, (answer,) = run("status", "--data", str(data))
    assert code == 0
    assert set(answer) == {
        "entries",
        "pending",
        "settled",
        "refused",
        "purged",
        "purged_unsettled",
        "notice",
        "overdue",
        "copies_held",
        "chain",
        "lost",
        "damage",
        "backup_age_s",
        "backup_fault",
        "roster_age_s",
        "roster_state",
        "clock",
        "disk_days",
        "disk_free",
        "disk_state",
        "key",
        "key_fallback",
        "fault",
        "next_attempt_s",
        "reader_faults",
        "refused_by",
        "policy_fault",
        "watch_current",
        "kiosk_id",
        "version",
    }
    assert (answer["entries"], answer["pending"], answer["chain"]) == (2, 2, "ok")


def test_void_and_settle_append(tmp_path: Path) -> None:
    cards = tmp_path / "cards.txt"
    cards.write_text(f"{a_card(1)}\n", encoding="utf-8")
    data = str(tmp_path / "kiosk")
    _, (_, decided) = run(
        *("run", "--headless", "--data", data, "--direction", "out"),
        *("--replay", str(cards), "--exit-when-idle", "0.3"),
    )
    entry = str(decided["entry_id"])
    settled = run("settle", "--data", data, entry, "admitted")
    voided = run("void", "--data", data, entry, "--reason", "wrong person")
    again = run("void", "--data", data, entry, "--reason", "twice")
    assert (settled[0], settled[1][0]["settles"]) == (0, entry)
    assert (voided[0], voided[1][0]["voids"]) == (0, entry)
    assert (again[0], again[1][0]["reason"]) == (1, "already_void")


def test_enrol_and_sync_move_everything(data: Path, province: Province) -> None:
    before = province.count_entries()
    point = province.add_point()
    recovery = data.with_name("recovery.txt")
    code, (enrolled,) = run(
        *("enrol", "--data", str(data), province.make_code(point)),
        *("--recovery-out", str(recovery)),
    )
    assert code == 0
    assert set(enrolled) == {"kiosk_id", "point", "gate", "province", "recovery"}
    assert recovery.read_text(encoding="ascii").strip() == enrolled["recovery"]
    code, (report,) = run("sync", "--once", "--data", str(data))
    assert code == 0
    assert report == {
        "sent": 2,
        "accepted": 2,
        "duplicate": 0,
        "refused": 0,
        "held": 0,
        "pending": 0,
        "fault": "none",
    }
    assert province.count_entries() - before == 2
    assert kiosks.ask("status", data=data)["kiosk_id"] == enrolled["kiosk_id"]


def test_sync_without_a_province_is_a_fault(data: Path) -> None:
    code, words = kiosks.fail("sync", "--once", "--data", str(data))
    assert (code, "not enrolled" in words) == (3, True)


def test_a_used_code_is_said_by_the_province(
    data: Path, province: Province, tmp_path: Path
) -> None:
    code = province.make_code(province.add_point())
    run("enrol", "--data", str(data), code)
    exit_code, words = kiosks.fail("enrol", "--data", str(tmp_path / "other"), code)
    assert exit_code == 1
    assert "used by another kiosk" in words


def test_a_wrong_config_key_is_named_with_its_value_and_the_fix(data: Path) -> None:
    (data / "kiosk.toml").write_text('gatte = "North"\n', encoding="utf-8")
    code, words = kiosks.fail("run", "--headless", "--data", str(data))
    assert code == 2
    assert "'gatte' = 'North'" in words
    assert "did you mean 'gate'?" in words


def test_a_wrong_serial_option_is_named(data: Path) -> None:
    code, words = kiosks.fail(
        *("run", "--headless", "--data", str(data), "--serial", "/dev/x,7")
    )
    assert code == 2
    assert "Option --serial is '/dev/x,7'" in words


def test_a_wrong_key_is_said_and_the_file_untouched(data: Path) -> None:
    (data / "database.key").write_bytes(bytes(32))
    before = (data / "kiosk.db").read_bytes()
    code, words = kiosks.fail("run", "--headless", "--data", str(data))
    assert code == 3
    assert "not the key of this database" in words
    assert (data / "kiosk.db").read_bytes() == before


def test_a_second_kiosk_on_the_same_folder_is_refused(data: Path) -> None:
    with kiosks.run(data) as running:
        running.ready.wait(30)
        code, words = kiosks.fail("run", "--headless", "--data", str(data))
    assert (code, "already runs" in words) == (3, True)


def test_without_a_display_the_window_says_so(data: Path) -> None:
    code, words = kiosks.fail(
        *("run", "--data", str(data)),
        environment=[
            ("DISPLAY", ""),
            ("WAYLAND_DISPLAY", ""),
            ("QT_QPA_PLATFORM", ""),
        ],
    )
    assert (code, "--headless" in words) == (3, True)


def test_keys_are_listed_and_a_key_file_called_weak(data: Path) -> None:
    _, (answer,) = run("keys", "list", "--data", str(data))
    assert answer == {"slots": [{"kind": "key_file", "weak": True, "opens": True}]}


def test_words_prints_every_closed_set() -> None:
    code, lines = run("words")
    assert code == 0
    assert {
        "kind",
        "reasons",
        "outcome",
        "chain",
        "clock",
        "roster_state",
        "fault",
        "category",
        "export",
        "verification",
        "fork",
        "placing",
        "purge",
        "damage",
        "salvage",
        "backup",
        "restore",
        "attention",
        "distrust",
        "alarm",
        "doubt",
        "role",
        "sureness",
    } == {line["set"] for line in lines}


def test_status_loads_no_window() -> None:
    done = subprocess.run(
        [
            *KIOSK[:1],
            "-X",
            "importtime",
            *KIOSK[1:],
            "status",
            "--data",
            "/nonexistent/kiosk",
        ],
        capture_output=True,
        check=False,
    )
    assert b"sqlalchemy" in done.stderr
    assert b"PySide6" not in done.stderr
    assert b"alembic" not in done.stderr
