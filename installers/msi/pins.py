"""Pins: what the MSI is made of, as pins.toml names it."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid5

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What Windows knows the program by."""

    name: str
    manufacturer: str
    upgrade_code: UUID

    def make_code(self, version: str) -> UUID:
        """Return the product code: the same version always has the same."""
        return uuid5(self.upgrade_code, f"product {version}")

    def make_component(self, path: str) -> UUID:
        """Return a component's code: the same installed path always has the same."""
        return uuid5(self.upgrade_code, f"component {path}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonPin:
    """The package that carries Windows' CPython, and whose signature counts."""

    package: str
    version: str
    sha256: str
    folder: str
    minor: int
    signer: str
    unnamed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """All of pins.toml."""

    product: Product
    python: PythonPin


def load_pins(path: Path = HERE / "pins.toml") -> Pins:
    """Return what the file at `path` pins."""
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    product = values["product"]
    code = UUID(product.pop("upgrade_code"))
    return Pins(
        product=Product(upgrade_code=code, **product),
        python=PythonPin(**values["python"]),
    )
