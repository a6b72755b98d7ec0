"""The OpenAPI document is true: whatever fits it, or does not, is answered as it says."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, SerializationContext
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from province.api.problem import MEDIA_TYPE, TYPE_PREFIX, Reason
from province.api.schema import BATCH, PATH
from province.services import Services
from tests.province.loopback import serve_in_thread

BOUNDED = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer(BATCH)
def keep_bytes(_: SerializationContext, value: Any) -> bytes | None:
    """Send what was made up for a batch (`Any` as schemathesis has it) as it is."""
    sent: bytes = getattr(value, "data", value)
    return sent


@pytest.fixture
def url(services: Services) -> Iterator[str]:
    """Return the address of a province."""
    with serve_in_thread(services) as address:
        yield address


def test_every_answer_is_one_that_the_document_tells(url: str) -> None:
    document = schemathesis.openapi.from_url(f"{url}{PATH}")
    for found in document.get_all_operations():
        assert isinstance(found, Ok)
        attack(found.ok(), GenerationMode.POSITIVE)


def test_what_does_not_fit_the_document_is_refused(url: str) -> None:
    document = schemathesis.openapi.from_url(f"{url}{PATH}")
    # The only body of which the document says more than that it is bytes.
    attack(document["/v1/enrolments"]["POST"], GenerationMode.NEGATIVE)


def attack(operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode) -> None:
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case[Any]) -> None:
        # No schema tells signed bytes from others: what fits may be refused.
        case.call_and_validate(excluded_checks=[positive_data_acceptance], timeout=30)

    check()


def test_every_route_of_the_kiosks_is_told(url: str) -> None:
    told = requests.get(f"{url}{PATH}", timeout=30).json()
    assert sorted(told["paths"]) == [
        "/v1/batches",
        "/v1/enrolments",
        "/v1/health",
        "/v1/neighbours/{kiosk_id}",
        "/v1/recovery",
        "/v1/roster/blobs/{path}",
        "/v1/roster/ca/{sha256}.cer",
        "/v1/roster/metadata/timestamp.json",
        "/v1/roster/metadata/{name}",
        "/v1/roster/roots/{sha256}.json",
        "/v1/roster/targets/{name}",
        "/v1/tracing",
        "/v1/watch/keys/{kiosk_id}",
    ]
    assert list(told["paths"]["/v1/batches"]["post"]["requestBody"]["content"]) == [
        BATCH
    ]


def test_every_answer_but_the_wanted_one_is_a_problem(url: str) -> None:
    told = requests.get(f"{url}{PATH}", timeout=30).json()
    answers = [
        (status, list(answer.get("content", ())))
        for path in told["paths"].values()
        for operation in path.values()
        for status, answer in operation["responses"].items()
    ]
    assert {status for status, kinds in answers if MEDIA_TYPE not in kinds} <= {
        "200",
        "204",
    }
    types = told["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert types == [TYPE_PREFIX + reason for reason in Reason]
