"""A credential of systemd is a secret where it is whole, and absent where it is not."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.storage.key_slots.credential import NAME, Credential
from kiosk.storage.key_slots.safe import SlotFault


def test_the_same_credential_is_the_same_secret(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"k" * 32)
    first = Credential(tmp_path).read()
    (tmp_path / NAME).write_bytes(b"l" * 32)
    assert (first, first) == (first, first)
    assert first != Credential(tmp_path).read()


def test_without_systemd_there_is_none(tmp_path: Path) -> None:
    told = [Credential(None).read(), Credential(tmp_path).add()]
    assert told == [SlotFault.ABSENT, SlotFault.ABSENT]


def test_the_units_stand_in_for_a_lost_credential_is_none(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"none")
    assert Credential(tmp_path).read() is SlotFault.ABSENT


def test_one_that_cant_be_read_is_locked(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    assert Credential(tmp_path).read() is SlotFault.LOCKED


def test_keeping_leaves_the_machines_credential_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"k" * 32)
    Credential(tmp_path).keep(None)
    assert (tmp_path / NAME).read_bytes() == b"k" * 32


@pytest.mark.skipif(
    shutil.which("systemd-creds") is None or os.geteuid() != 0,
    reason="systemd-creds seals for root, where it is installed",
)
def test_what_systemd_sealed_and_opened_again_is_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As install.sh seals it; under a host's secret of the test's own."""
    monkeypatch.setenv("SYSTEMD_CREDENTIAL_SECRET", str(tmp_path / "host.secret"))
    secret, sealed = os.urandom(32), tmp_path / "kiosk-key.cred"
    seal = ["systemd-creds", "encrypt", "--with-key=host", f"--name={NAME}", "-"]
    done = subprocess.run(
        [*seal, str(sealed)], input=secret, capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"systemd-creds: {done.stderr.decode().strip()}")
    opened, given = tmp_path / NAME, tmp_path / "given"
    unseal = ["systemd-creds", "decrypt", f"--name={NAME}", str(sealed), str(opened)]
    subprocess.run(unseal, check=True, capture_output=True)
    given.mkdir()
    (given / NAME).write_bytes(secret)
    assert secret not in sealed.read_bytes()
    assert Credential(tmp_path).read() == Credential(given).read()
