"""The route is the settings'."""

from kiosk.config import Config
from kiosk.sync.route import Route, plan


def test_the_settings_name_the_route() -> None:
    config = Config(proxy="off", ca_bundle="/etc/kiosk/ca.pem")
    assert plan(config, b"ca") == Route(
        proxy="off", ca_bundle="/etc/kiosk/ca.pem", pinned_ca=b"ca"
    )
