"""A kiosk that was enrolled before the province renewed its keys goes on after it."""

from pathlib import Path

import pytest

from tests.builders import a_card
from tests.provinces import serve
from tests.system import kiosks

END = ("--exit-when-idle", "0.3")


def decide(data: Path, folder: Path, numbers: range) -> None:
    cards = folder / "cards.txt"
    lines = "".join(f"{a_card(number)}\n" for number in numbers)
    cards.write_text(lines, encoding="utf-8")
    with kiosks.run(data, "--no-sync", "--replay", str(cards), *END) as running:
        running.process.wait(timeout=60)


@pytest.mark.system
def test_a_kiosk_from_before_sends_and_brings_its_bundle_after(tmp_path: Path) -> None:
    data, stick = tmp_path / "kiosk", tmp_path / "stick"
    with serve(tmp_path / "province") as province:
        kiosks.ask("enrol", province.make_code(province.add_point()), data=data)
        decide(data, tmp_path, range(3))
        assert kiosks.ask("sync", "--once", data=data)["accepted"] == 3

        # Sealed to the keys of before.
        decide(data, tmp_path, range(3, 5))
        bundle = kiosks.ask(
            "export", "--to", str(stick), "--format", "bundle", data=data
        )
        province.ask("keys", "backup", "--to", str(tmp_path / "safe"))
        province.ask("keys", "rotate", "--offline", str(tmp_path / "safe"))
        roots = ("root", "recovery", "--offline", str(tmp_path / "safe"))
        province.ask("keys", "rotate", *roots)

        assert province.ask("import", str(bundle["file"]))["accepted"] == 2
        decide(data, tmp_path, range(5, 9))
        sent = kiosks.ask("sync", "--once", data=data)

        assert (sent["accepted"], sent["pending"]) == (4, 0)
        assert sent["fault"] == "none"
        assert province.count_entries() == 9
        # Receipts of before still verify: the chain's heads are looked at again.
        assert kiosks.ask("status", data=data)["chain"] == "ok"
