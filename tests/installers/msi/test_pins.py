"""Pins: what pins.toml says."""

from uuid import UUID

from installers.msi.pins import load_pins


def test_the_upgrade_code_is_the_one_that_is_in_the_field() -> None:
    expected = UUID("47e97d3f-f26a-552f-a55c-da9bfc193ed2")
    assert load_pins().product.upgrade_code == expected


def test_python_is_pinned_by_its_hash_and_its_signer() -> None:
    python = load_pins().python
    assert {len(python.sha256), len(python.signer)} == {64}


def test_product_and_component_never_share_a_code() -> None:
    product = load_pins().product
    assert product.make_code("1") != product.make_component("1")
