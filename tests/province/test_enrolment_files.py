"""Tests of how a province answers requests that came on a stick."""

from datetime import timedelta

import pytest

from kiosk.protocol import enrolment, enrolment_file
from kiosk.protocol.enrolment_file import AskedByFile
from province.enrolment import VALIDITY, Refused
from province.enrolment_files import Answered, Desk, Wish, answer
from province.ledger.scope import Scope
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, revoke

KIOSK = FakeKiosk()
TOKEN = b"t" * 16


@pytest.fixture
def desk(services: Services) -> Desk:
    """Return what it takes to answer, in a province with one point."""
    add_point(services.database)
    return Desk(
        database=services.database,
        keys=services.keys,
        publication=services.publication,
        now=NOW,
    )


def ask(kiosk: FakeKiosk = KIOSK, root_sha256: bytes = b"") -> bytes:
    request = enrolment.make_request(TOKEN, kiosk.key, "1.0")
    return enrolment_file.encode(AskedByFile(request=request, root_sha256=root_sha256))


def expect(found: Answered | Refused) -> Answered:
    assert isinstance(found, Answered), found
    return found


def test_the_only_point_needs_no_name(desk: Desk) -> None:
    assert expect(answer(desk, ask(), Wish())).point_id == "P000001"


def test_of_several_points_one_must_be_named(desk: Desk) -> None:
    add_point(desk.database)

    refused = answer(desk, ask(), Wish())

    assert isinstance(refused, Refused)
    assert expect(answer(desk, ask(), Wish(point_id="P000002"))).point_id == "P000002"


def test_the_same_request_gets_the_same_answer(desk: Desk) -> None:
    first = expect(answer(desk, ask(), Wish()))
    late = Desk(
        database=desk.database,
        keys=desk.keys,
        publication=desk.publication,
        now=NOW + VALIDITY + timedelta(days=1),
    )
    again = expect(answer(late, ask(), Wish()))

    answers = [enrolment_file.decode_answer(one.content) for one in (first, again)]
    assert answers[0] is not None
    assert answers[1] is not None
    assert answers[0].answer == answers[1].answer


def test_another_point_for_the_same_request_is_refused(desk: Desk) -> None:
    add_point(desk.database)
    expect(answer(desk, ask(), Wish(point_id="P000001")))

    assert isinstance(answer(desk, ask(), Wish(point_id="P000002")), Refused)


def test_another_kiosk_with_the_same_token_is_refused(desk: Desk) -> None:
    expect(answer(desk, ask(), Wish()))

    refused = answer(desk, ask(FakeKiosk(2)), Wish())

    assert isinstance(refused, Refused)
    assert "Another kiosk" in refused.detail


def test_a_revoked_kiosk_is_not_let_in_again(desk: Desk) -> None:
    expect(answer(desk, ask(), Wish()))
    revoke(desk.database, KIOSK)
    request = enrolment.make_request(b"u" * 16, KIOSK.key, "1.0")

    content = enrolment_file.encode(AskedByFile(request=request))

    assert isinstance(answer(desk, content, Wish()), Refused)


def test_a_code_of_another_province_is_refused(desk: Desk) -> None:
    refused = answer(desk, ask(root_sha256=bytes(32)), Wish())

    assert isinstance(refused, Refused)
    assert "another province" in refused.detail


def test_a_point_out_of_scope_is_not_there(desk: Desk) -> None:
    wish = Wish(point_id="P000001", scope=Scope(unit="05"))

    refused = answer(desk, ask(), wish)

    assert isinstance(refused, Refused)
    assert "no point 'P000001'" in refused.detail
