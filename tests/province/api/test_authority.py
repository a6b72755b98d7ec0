"""A kiosk enrols over TLS of the province's own CA, from nothing but its code."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.errors import ProvinceError
from kiosk.place import make_sender, open_place
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.sync import enrolment
from kiosk.sync.fault import FaultClass
from kiosk.sync.route import Route
from tests.authorities import Authority, make_authority
from tests.fakes import SteppedClock
from tests.provinces import Province, serve

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return the province's own CA."""
    return make_authority()


@pytest.fixture(scope="module")
def secured(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    """Run a province with a certificate of its own CA."""
    folder = tmp_path_factory.mktemp("secured")
    (folder / "ca.pem").write_bytes(authority.pem)
    (folder / "server.pem").write_bytes(authority.make_server_pem("127.0.0.1"))
    server = str(folder / "server.pem")
    with serve(
        folder / "data",
        *("--tls-cert", server, "--tls-key", server),
        *("--tls-ca", str(folder / "ca.pem")),
    ) as running:
        yield running


def test_the_code_alone_leads_to_a_trusted_province(
    secured: Province, authority: Authority, tmp_path: Path
) -> None:
    code = enrolment.read_code(secured.make_code(secured.add_point()))
    folder = Folder(tmp_path / "kiosk")
    with closing(open_or_make(folder, upgrade)) as database:
        enrolment.enrol(database, folder, code, "test")
        place = open_place(folder, database, SteppedClock())
        assert place.enrolment is not None
        assert place.enrolment.ca == authority.certificate
        with closing(make_sender(place, place.enrolment, lambda _: None)) as sender:
            report = sender.send_all(threading.Event())
    assert (report.fault, report.detail) == (FaultClass.NONE, "")


def test_a_bundle_of_another_ca_is_believed_alone(
    secured: Province, tmp_path: Path
) -> None:
    code = enrolment.read_code(secured.make_code(secured.add_point()))
    bundle = tmp_path / "other.pem"
    bundle.write_bytes(make_authority().pem)
    folder = Folder(tmp_path / "kiosk")
    route = Route(ca_bundle=str(bundle))
    with (
        closing(open_or_make(folder, upgrade)) as database,
        pytest.raises(ProvinceError, match=f"{FaultClass.TLS}: certificate of an unkn"),
    ):
        enrolment.enrol(database, folder, code, "test", route=route)
