"""A kiosk asks for its neighbours, and nobody else can read the answer."""

from fastapi.testclient import TestClient

from kiosk.protocol import signature
from kiosk.protocol.neighbourhood import PATH, receive
from province import neighbourhoods
from province.api.app import create_app
from province.keys import KeyName
from province.services import Services
from tests.province.builders import FakeKiosk, add_point, enrol, revoke


def test_neighbours_are_for_an_enrolled_kiosk_only(services: Services) -> None:
    neighbourhoods.prepare(services.database)
    client, kiosk = TestClient(create_app(services)), FakeKiosk()
    path = f"{PATH}/{kiosk.kiosk_id}"
    assert client.get(path).status_code == 404
    enrol(services.database, kiosk, add_point(services.database))
    signer = signature.get_public_bytes(services.keys.load(KeyName.RECEIPT))
    told = receive(client.get(path).content, kiosk.key, (signer,))
    assert told is not None
    assert told.kiosks == (kiosk.public_key,)
    revoke(services.database, kiosk)
    assert client.get(path).json()["reason"] == "not_found"
