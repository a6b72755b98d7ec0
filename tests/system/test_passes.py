"""A pass goes from the province's command line to a gate that has no network, and back."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.builders import CARD, OTHER_CARD
from tests.provinces import Province
from tests.system import kiosks

WHEN = ("--valid-from", "2020-01-01", "--valid-until", "2099-12-31")
DOCUMENT = CARD[:12]


@pytest.fixture(scope="session")
def point(province: Province) -> str:
    """Return the point at which the kiosk of these tests stands."""
    return province.add_point()


@pytest.fixture
def data(tmp_path: Path, province: Province, point: str) -> Path:
    """Return the folder of an enrolled kiosk."""
    folder = tmp_path / "kiosk"
    kiosks.ask("enrol", province.make_code(point), data=folder)
    return folder


def issue(
    province: Province, *options: str, document: str = DOCUMENT
) -> tuple[str, str]:
    """Return a new pass's name and its code."""
    named = ("--name", "Trần Thị Thử Nghiệm", "--document", document)
    when = () if "--valid-until" in options else WHEN
    answer = province.ask("pass", "issue", *named, *when, *options)
    return str(answer["pass"]), str(answer["payload"])


def present(
    data: Path, tmp_path: Path, codes: Sequence[str], *, idle_s: str = "0.3"
) -> list[list[object]]:
    """Show `codes` to the kiosk, without a network; return what it decided."""
    file = tmp_path / "codes.txt"
    file.write_text("".join(f"{code}\n" for code in codes), encoding="utf-8")
    with kiosks.run(
        data, "--no-sync", "--replay", str(file), "--exit-when-idle", idle_s
    ) as running:
        running.process.wait(timeout=60)
    return [
        [line["kind"], line["outcome"], line["reasons"], line["verified"]]
        for line in running.decisions
    ]


@pytest.mark.system
def test_a_pass_and_its_holder_s_card_go_in_where_there_is_no_network(
    data: Path, tmp_path: Path, province: Province, point: str
) -> None:
    kiosks.ask("sync", "--once", data=data)
    _, code = issue(province, "--point", point, "--plate", "29A-123.45")
    _, badge = issue(province, "--digits", document=OTHER_CARD[:12])
    assert present(data, tmp_path, (code, CARD, badge, OTHER_CARD)) == [
        ["pass", "check", ["incomplete"], True],
        ["pass", "allow", [], True],
        ["badge", "check", ["incomplete"], True],
        ["badge", "allow", [], True],
    ]
    sent = kiosks.ask("sync", "--once", data=data)
    assert (sent["accepted"], sent["refused"], sent["held"]) == (4, 0, 0)


@pytest.mark.system
def test_a_pass_that_admits_nobody_says_why(
    data: Path, tmp_path: Path, province: Province
) -> None:
    kiosks.ask("sync", "--once", data=data)
    elsewhere = province.add_point("Chốt khác")
    _, wrong = issue(province, "--point", elsewhere, document="")
    _, early = issue(
        province,
        *("--valid-from", "2098-01-01", "--valid-until", "2099-12-31"),
        document="",
    )
    _, once = issue(province, "--uses", "1", document="")
    _, other = issue(province, document=OTHER_CARD[:12])
    # Idle for longer than the repeat window.
    shown = present(data, tmp_path, (wrong, early, once, other, CARD), idle_s="3.5")
    again = present(data, tmp_path, (once,))
    assert shown == [
        ["pass", "deny", ["wrong_point"], True],
        ["pass", "deny", ["not_yet_valid"], True],
        ["pass", "allow", [], True],
        ["pass", "check", ["incomplete"], True],
        ["pass", "deny", ["other_document"], True],
    ]
    assert again == [["pass", "deny", ["pass_used_up", "already_inside"], True]]


@pytest.mark.system
def test_a_revoked_pass_is_denied_once_the_roster_has_said_so(
    data: Path, tmp_path: Path, province: Province
) -> None:
    name, code = issue(province, document="")
    kiosks.ask("sync", "--once", data=data)
    before = kiosks.fail("check", "-", "--data", str(data), stdin=code.encode())[0]
    assert province.ask("pass", "revoke", name) == {"revoked": name}
    kiosks.ask("sync", "--once", data=data)
    assert before == 0
    assert present(data, tmp_path, (code,)) == [["pass", "deny", ["revoked"], True]]


@pytest.mark.system
def test_a_pass_of_another_province_has_an_unknown_issuer(
    data: Path, tmp_path: Path
) -> None:
    kiosks.ask("sync", "--once", data=data)
    stranger = Province(url="", data=tmp_path / "stranger")
    _, code = issue(stranger, document="")
    assert present(data, tmp_path, (code,)) == [
        ["pass", "check", ["unknown_issuer"], False]
    ]
