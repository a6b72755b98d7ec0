"""Pages: how long every page of the officers takes in a full province, on both databases.

Issue 9: with 6,128 points each page is there within 150 ms at the 95th percentile, and
no later as entries grow: run it with `--entries` of two sizes. Each look is measured in
turn with one at `/profile`, which asks next to nothing, so that the last column, how
many times that a page takes, can be compared between machines and loads.
"""

import argparse
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.testclient import TestClient

from benchmarks.full_province import FullProvince, open_full
from benchmarks.rounds import get_percentile, judge, time_calls
from province.accounts import NOWHERE, open_session
from province.api.app import create_app
from province.server import spare_garbage
from province.web.session import SESSION_COOKIE
from tests.browser.seeded import PROVINCE
from tests.province.builders import NOW
from tests.province.web.route_table import find_role, list_doors

ENTRIES = 1_000_000
LOOKS = 20
BOUND_MS = 150.0
SMALL = "/profile"
MONTH = f"period={NOW:%Y-%m}"
MORE = {
    "/": (MONTH,),
    "/figures/{choice}": (MONTH, "hour=8"),
    "/entries": ("words=khong+co", "point=Q000001"),
    "/visits": ("words=khong+co",),
    "/fleet": ("order=drift",),
}
"""What else is asked of a page than its first view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page as one officer asks for it; `may_lack`: of a thing that others may hold."""

    name: str
    path: str
    browser: TestClient
    may_lack: bool


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--looks", type=int, default=LOOKS)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--only", default="", help="pages whose path begins with this")
    asked = parser.parse_args()
    for name in [asked.database] if asked.database else ["sqlite", "postgresql"]:
        with open_full(name, asked.entries) as full:
            print(f"{name}, {asked.entries} entries")
            tell(full, asked.looks, asked.only)


def tell(full: FullProvince, looks: int, only: str = "") -> list[str]:
    """Print each page's times; return the names of those that take too long."""
    return [
        asked.name
        for asked in list_asked(full)
        if asked.path.startswith(only) and not tell_page(asked, looks)
    ]


def tell_page(asked: Asked, looks: int) -> bool:
    """Look at a page again and again, print its times and return whether they hold."""
    answer = asked.browser.get(asked.path)
    if asked.may_lack and answer.status_code == HTTPStatus.NOT_FOUND:
        print(f"{asked.name}: not theirs")
        return True
    assert answer.status_code == 200, f"{asked.path}: {answer.status_code}"
    taken_ms, small_ms = [], []
    for _ in range(looks):
        taken_ms += time_calls(lambda _: asked.browser.get(asked.path), 1)
        small_ms += time_calls(lambda _: asked.browser.get(SMALL), 1)
    ratio = statistics.median(taken_ms) / statistics.median(small_ms)
    name = f"{asked.name}: p50 {statistics.median(taken_ms):.0f} ms, {ratio:.1f}×, p95"
    return judge(name, get_percentile(taken_ms, 95), BOUND_MS)


def list_asked(full: FullProvince) -> Iterator[Asked]:
    """Yield every page, as the province's officers see it and as a unit's do."""
    browsers: dict[str, TestClient] = {}
    app = create_app(full.services)
    spare_garbage()  # as a server does that begins
    for door in list_doors("GET"):
        path = full.seeded.fill(door.path, full.seeded.own)
        for unit, prefix in (("", "tinh"), (PROVINCE, PROVINCE), (full.commune,) * 2):
            officer = f"{prefix}.{find_role(door.right)}"
            if officer not in browsers:
                browsers[officer] = open_browser(full, app, officer)
            for wanted in ("", *MORE.get(door.path, ())):
                yield Asked(
                    name=f"{door.path} {wanted} {unit or 'whole'}".replace("  ", " "),
                    path=f"{path}?{wanted}" if wanted else path,
                    browser=browsers[officer],
                    may_lack=bool(unit) and "{" in door.path,
                )


def open_browser(full: FullProvince, app: FastAPI, officer: str) -> TestClient:
    with full.services.database.writing() as connection:
        token = open_session(connection, officer, NOW, NOWHERE).token
    return TestClient(
        app,
        base_url="http://127.0.0.1",
        cookies={SESSION_COOKIE: token},
        follow_redirects=False,
    )


if __name__ == "__main__":
    main()
