"""Tests of the keyring's page."""

from pathlib import Path

from province.keys import KeyName
from province.services import Services
from tests.province.web.clerk import open_office


def test_every_key_is_told_and_no_secret(services: Services, tmp_path: Path) -> None:
    page = open_office(services).read("/keyring")

    secrets = [*tmp_path.rglob("*.pem"), *tmp_path.rglob("*.agekey")]
    assert len(secrets) == len(KeyName)
    for path in secrets:
        lines = path.read_text().splitlines()
        assert not any(line in page for line in lines if len(line) > 20)
    assert all(f">{name}<" in page for name in KeyName)


def test_offline_keys_are_told_until_they_have_moved(
    services: Services, tmp_path: Path
) -> None:
    clerk = open_office(services)
    before = clerk.read("/keyring")

    services.keys.back_up(tmp_path / "stick")

    assert "root.pem, recovery.agekey" in before
    after = clerk.read("/keyring")
    assert "root.pem" not in after
    assert "đã được chuyển khỏi máy chủ này" in after


def test_only_who_manages_rules_sees_it(services: Services) -> None:
    assert open_office(services, "clerk").get("/keyring").status_code == 403
