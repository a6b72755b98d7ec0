"""Route: what a machine's settings say of the way to its province."""

from dataclasses import dataclass, field

from kiosk.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What this machine's settings say of the way, and the CA that the code pinned.

    `proxy` is an address, `off`, or empty for what the environment names (on
    Windows the system's settings too). `ca_bundle` is a file that takes the
    place of every other trust; `pinned_ca` is the one CA (DER) that is
    believed without it.
    """

    proxy: str = field(default="", repr=False)
    ca_bundle: str = ""
    pinned_ca: bytes = b""


def plan(config: Config, pinned_ca: bytes = b"") -> Route:
    """Return the route that this machine's settings name."""
    return Route(proxy=config.proxy, ca_bundle=config.ca_bundle, pinned_ca=pinned_ca)
