"""The service's files say what the product promises, and are right as far as systemd can tell."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from kiosk.managed import KEYS, make_managed
from kiosk.storage.key_slots.credential import NAME, Credential
from kiosk.storage.key_slots.safe import SlotFault

FOLDER = Path(__file__).resolve().parents[3] / "installers" / "systemd"
UNITS = ("kiosk.service", "kiosk-headless.service")
DROP_IN = "kiosk-key.conf"


def read_settings(unit: str) -> set[str]:
    return set((FOLDER / unit).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("unit", UNITS)
def test_an_unattended_kiosk_is_started_again_for_ever(unit: str) -> None:
    promised = {"Restart=always", "RestartSec=2", "StartLimitIntervalSec=0"}
    assert promised - read_settings(unit) == set()


@pytest.mark.parametrize("unit", UNITS)
def test_a_kiosk_that_hangs_is_found_and_one_that_mends_has_time(unit: str) -> None:
    """It says READY=1 and beats: tests of `kiosk.supervisor`."""
    promised = {"Type=notify", "NotifyAccess=all", "WatchdogSec=20"}
    assert (promised | {"TimeoutStartSec=infinity"}) - read_settings(unit) == set()


@pytest.mark.parametrize("unit", UNITS)
def test_the_service_is_nobody_s_administrator(unit: str) -> None:
    hardened = {"User=kiosk", "NoNewPrivileges=yes", "ProtectSystem=strict"}
    assert hardened - read_settings(unit) == set()


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_understands_every_line(
    unit: str,
    sealed: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path: Path,
) -> None:
    """The program is not installed here; that alone is left out."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    if sealed:
        (tmp_path / f"{unit}.d").mkdir()
        shutil.copy(FOLDER / DROP_IN, tmp_path / f"{unit}.d")
    text = (FOLDER / unit).read_text(encoding="utf-8")
    for program in ("/opt/kiosk/current/AppRun", "/usr/bin/cage"):
        text = text.replace(f"ExecStart={program}", "ExecStart=/bin/true")
    (tmp_path / unit).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [
        line for line in done.stderr.splitlines() if unit in line or DROP_IN in line
    ]
    assert told == []


def test_the_sample_policy_names_every_key_and_is_taken() -> None:
    text = (FOLDER / "policy.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("#") for line in text.splitlines()]
    values = tomllib.loads("\n".join(line for line in lines if " = " in line))
    assert make_managed(values, "policy.toml").sources == ("policy.toml",)
    assert KEYS - values.keys() == {
        "enrol_code"
    }  # a secret's place is a file of its own


@pytest.mark.parametrize("words", [[], ["--wrong"], ["a", "b"], ["a", "--policy"]])
def test_wrong_use_of_the_installer_changes_nothing(words: list[str]) -> None:
    done = subprocess.run(
        ["sh", str(FOLDER / "install.sh"), *words], capture_output=True, check=False
    )
    assert done.returncode in {2, 3}  # 3: it was not even asked by root


def test_the_sealed_key_has_the_name_that_the_kiosk_looks_for() -> None:
    lines = read_settings(DROP_IN)
    loaded = f"LoadCredentialEncrypted={NAME}:/etc/kiosk/{NAME}.cred"
    assert {loaded, f"SetCredential={NAME}:none"} <= lines


def test_the_units_stand_in_for_a_lost_key_is_none(tmp_path: Path) -> None:
    (line,) = (one for one in read_settings(DROP_IN) if one.startswith("SetCredential"))
    (tmp_path / NAME).write_text(line.rpartition(":")[2], encoding="ascii")
    assert Credential(tmp_path).read() is SlotFault.ABSENT
