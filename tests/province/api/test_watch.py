"""The list is given out by name, its keys to the kiosk that can open them."""

import pytest
from fastapi.testclient import TestClient

from kiosk.protocol.watch_list import (
    BLOBS_PATH,
    KEYS_PATH,
    join_names,
    unpack_blobs,
    unwrap_keys,
)
from province import watch_tree, watching
from province.api.app import create_app
from province.ledger import watch
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, enrol, revoke


@pytest.fixture
def client(services: Services) -> TestClient:
    """Return who asks a province that looks for one document."""
    watching.add_document(services.database, "001190000123", NOW)
    watch_tree.seal(services.database, NOW)
    return TestClient(create_app(services))


def test_blobs_come_in_the_order_asked_for(
    client: TestClient, services: Services
) -> None:
    with services.database.reading() as connection:
        held = [bytes.fromhex(name) for name, _ in watch.list_blobs(connection)]
    answer = client.get(f"{BLOBS_PATH}/{join_names(held[::-1])}")
    blobs = unpack_blobs(answer.content, held[::-1])
    assert blobs is not None
    assert len(blobs) == 3


@pytest.mark.parametrize("path", ["x", "ab" * 32, ",".join(["ab" * 32] * 33)])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"{BLOBS_PATH}/{path}")
    assert (answer.status_code, answer.json()["reason"]) == (404, "not_found")


def test_keys_are_for_an_enrolled_kiosk_only(
    client: TestClient, services: Services
) -> None:
    kiosk = FakeKiosk()
    path = f"{KEYS_PATH}/{kiosk.kiosk_id}"
    assert client.get(path).status_code == 404
    enrol(services.database, kiosk, add_point(services.database))
    assert unwrap_keys(client.get(path).content, kiosk.key) is not None
    revoke(services.database, kiosk)
    assert client.get(path).status_code == 404
