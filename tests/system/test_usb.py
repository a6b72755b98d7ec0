"""The admin's export, the province's import and the receipts agree, command by command."""

import csv
import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from province.errors import RefusedError
from province.imports import Office, import_bundle
from province.keys import KeyFolder
from province.ledger.database import open_database
from province.publishing import Publication
from tests.builders import a_card
from tests.provinces import Province, serve
from tests.system import kiosks

CARDS = 7


@pytest.fixture
def data(tmp_path: Path, province: Province) -> Path:
    """Return the folder of an enrolled kiosk that has decided some cards and sent none."""
    folder = tmp_path / "kiosk"
    kiosks.ask("enrol", province.make_code(province.add_point()), data=folder)
    cards = tmp_path / "cards.txt"
    cards.write_text(
        "".join(f"{a_card(number)}\n" for number in range(CARDS)), encoding="utf-8"
    )
    with kiosks.run(
        folder, "--no-sync", "--replay", str(cards), "--exit-when-idle", "0.3"
    ) as running:
        running.process.wait(timeout=60)
    return folder


def export(data: Path, to: Path, *options: str) -> dict[str, object]:
    return kiosks.ask("export", "--to", str(to), *options, data=data)


def verify(answer: dict[str, object], *options: str) -> dict[str, object]:
    return kiosks.ask_anywhere("verify", str(answer["file"]), *options)


@pytest.mark.system
def test_a_bundle_brings_every_entry_and_the_receipts_settle_it(
    data: Path, tmp_path: Path, province: Province
) -> None:
    before = province.count_entries()
    bundle = export(data, tmp_path / "stick", "--format", "bundle")
    assert (bundle["rows"], bundle["verified"], bundle["ejected"]) == (
        CARDS,
        True,
        False,
    )
    taken = province.ask("import", str(bundle["file"]))
    assert (taken["accepted"], taken["duplicate"], taken["refused"]) == (CARDS, 0, 0)
    assert province.count_entries() - before == CARDS
    settled = kiosks.ask("receipts", str(taken["receipt"]), data=data)
    assert settled == {"settled": CARDS, "refused": 0, "unknown": 0}
    status = kiosks.ask("status", data=data)
    counts = [status[key] for key in ("entries", "pending", "settled", "refused")]
    assert counts == [CARDS, 0, CARDS, 0]
    again = province.ask("import", str(bundle["file"]))
    assert (again["accepted"], again["duplicate"]) == (0, CARDS)
    assert kiosks.ask("receipts", str(again["receipt"]), data=data) == settled


@pytest.mark.system
def test_a_bundle_is_verified_with_and_without_the_provinces_key(
    data: Path, tmp_path: Path, province: Province
) -> None:
    bundle = export(data, tmp_path / "stick", "--format", "bundle")
    found = verify(bundle)
    inside = verify(bundle, "--key", str(province.data / "keys" / "bundle.agekey"))
    kiosk_id = kiosks.ask("status", data=data)["kiosk_id"]
    assert found == {
        "ok": True,
        "rows": CARDS,
        "kiosk_id": kiosk_id,
        "sequence": 1,
        "chain": "ok",
        "reason": None,
        "first": None,
    }
    assert inside == found
    assert (
        a_card(1).split("|")[0].encode() not in Path(str(bundle["file"])).read_bytes()
    )


@pytest.mark.system
@pytest.mark.parametrize("kind", ["csv", "xlsx", "zip"])
def test_a_table_is_verified_and_counts_no_admin_act(
    data: Path, tmp_path: Path, kind: str
) -> None:
    export(data, tmp_path / "stick")
    answer = export(data, tmp_path / "stick", "--format", kind)
    found = verify(answer)
    assert (answer["rows"], found["ok"], found["rows"]) == (CARDS, True, CARDS)
    assert kiosks.ask("status", data=data)["entries"] == CARDS
    assert ("passphrase" in answer) == (kind == "zip")


@pytest.mark.system
def test_a_csv_holds_whole_numbers(data: Path, tmp_path: Path) -> None:
    answer = export(data, tmp_path / "stick", "--format", "csv")
    text = Path(str(answer["file"])).read_text(encoding="utf-8-sig")
    documents = [row["document"] for row in csv.DictReader(text.splitlines())]
    assert documents == [a_card(number).split("|")[0] for number in range(CARDS)]


@pytest.mark.system
def test_the_admin_log_reaches_the_province_and_counts_nowhere(
    data: Path, tmp_path: Path, province: Province
) -> None:
    before = province.count_entries()
    export(data, tmp_path / "stick")
    sent = kiosks.ask("sync", "--once", data=data)
    assert sent["pending"] == 0
    assert province.count_entries() - before == CARDS
    kiosk_id = kiosks.ask("status", data=data)["kiosk_id"]
    (line,) = province.read_admin_log(str(kiosk_id))
    said = msgspec.json.decode(line, type=dict[str, object])
    assert (said["kind"], said["rows"]) == ("csv", CARDS)


@pytest.mark.system
def test_an_altered_bundle_is_refused_in_a_sentence_and_nothing_is_written(
    data: Path, tmp_path: Path, province: Province
) -> None:
    bundle = Path(str(export(data, tmp_path, "--format", "bundle")["file"]))
    content = bytearray(bundle.read_bytes())
    content[len(content) // 3] ^= 1
    bundle.write_bytes(content)
    before = province.count_entries()
    code, words = province.fail("import", str(bundle))
    assert (code, "altered" in words, province.count_entries()) == (1, True, before)
    assert not bundle.with_name(bundle.name + ".receipts").exists()


@pytest.mark.system
def test_a_stick_that_is_full_is_said_and_left_clean(
    data: Path, small_disk: Path
) -> None:
    (small_disk / "ballast").write_bytes(bytes(os.statvfs(small_disk).f_bavail * 4096))
    code, words = kiosks.fail(
        "export", "--to", str(small_disk), "--data", str(data), "--format", "csv"
    )
    assert code == 3
    assert "not enough room" in words
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


def open_office(province: Province) -> Office:
    """Return the province's own office, beside its server."""
    keys = KeyFolder(province.data)
    return Office(
        data=province.data,
        database=open_database(province.data),
        keys=keys,
        publication=Publication(province.data, keys),
        clock=lambda: datetime.now(UTC),
    )


@pytest.mark.system
def test_a_bundle_cut_off_at_any_byte_is_refused_and_the_whole_one_is_taken_once(
    data: Path, tmp_path: Path, province: Province
) -> None:
    """So it looks when the stick is pulled out of the province's machine."""
    path = Path(str(export(data, tmp_path, "--format", "bundle")["file"]))
    whole, before = path.read_bytes(), province.count_entries()
    office, cut = open_office(province), tmp_path / "cut.bundle"
    with closing(office.database):
        for size in range(len(whole)):
            cut.write_bytes(whole[:size])
            with pytest.raises(RefusedError, match="Nothing was written"):
                import_bundle(office, cut, None)
        assert province.count_entries() == before
        cut.write_bytes(whole)
        assert import_bundle(office, cut, None).accepted == CARDS
    assert province.count_entries() - before == CARDS


@pytest.mark.system
def test_a_province_that_never_saw_the_kiosk_refuses_by_name_and_keeps_nothing(
    data: Path, tmp_path: Path
) -> None:
    bundle = export(data, tmp_path / "stick", "--format", "bundle")
    with serve(tmp_path / "another") as another:
        code, words = another.fail("import", str(bundle["file"]))
        assert (code, "for another province" in words) == (1, True)
        assert another.count_entries() == 0


@pytest.mark.system
@pytest.mark.parametrize("order", ["stick first", "network first"])
def test_stick_and_network_at_once_in_any_order_and_twice_end_alike(
    data: Path, tmp_path: Path, province: Province, order: str
) -> None:
    """The same entries go both ways; both answers come, one of them twice."""
    before = province.count_entries()
    bundle = export(data, tmp_path / "stick", "--format", "bundle")

    def carry() -> None:
        taken = province.ask("import", str(bundle["file"]))
        assert (taken["refused"], taken["held"]) == (0, 0)
        settled = kiosks.ask("receipts", str(taken["receipt"]), data=data)
        assert settled == {"settled": CARDS, "refused": 0, "unknown": 0}

    def send() -> None:
        sent = kiosks.ask("sync", "--once", data=data)
        assert (sent["refused"], sent["pending"], sent["fault"]) == (0, 0, "none")

    ways = [carry, send] if order == "stick first" else [send, carry]
    for way in (*ways, *reversed(ways)):
        way()
    assert province.count_entries() - before == CARDS
    status = kiosks.ask("status", data=data)
    counts = [status[key] for key in ("pending", "settled", "refused", "chain")]
    assert counts == [0, CARDS, 0, "ok"]


@pytest.mark.system
def test_another_kiosks_receipts_and_a_part_of_ones_own_change_nothing(
    data: Path, tmp_path: Path, province: Province
) -> None:
    other = tmp_path / "other"
    kiosks.ask("enrol", province.make_code(province.add_point()), data=other)
    bundle = export(other, tmp_path / "stick", "--format", "bundle")
    strange = Path(str(province.ask("import", str(bundle["file"]))["receipt"]))
    code, words = kiosks.fail("receipts", str(strange), "--data", str(data))
    assert (code, "answers the kiosk" in words) == (1, True)
    own = export(data, tmp_path / "stick", "--format", "bundle")
    receipts = Path(str(province.ask("import", str(own["file"]))["receipt"]))
    receipts.write_bytes(receipts.read_bytes()[:-1])
    code, words = kiosks.fail("receipts", str(receipts), "--data", str(data))
    assert (code, "was cut off" in words) == (1, True)
    assert kiosks.ask("status", data=data)["settled"] == 0
