"""Every page of the route table in a real browser: axe-core, keyboard, 360 px, faults."""

from importlib.resources import files

import pytest

from province.web.doors import Door
from tests.browser.browsing import NARROW, Window
from tests.browser.conftest import OpenWindow
from tests.browser.seeded import Seeded
from tests.province.web.route_table import find_role, list_doors, name_door

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}
MOST_TABS = 600
TABS_EACH = 4
"""A box for a day has four: day, month, year and the calendar's button."""
every_page = pytest.mark.parametrize("door", list_doors("GET"), ids=name_door)
OPEN_PAGES = ("/login", "/invitation/none")

ASKED_EVERY = 10
"""Presses of Tab before it is asked what they have reached."""
WATCH_FOCUS = """() => {
  window.reached = [];
  document.addEventListener('focusin', event => {
    const name = event.target.dataset?.control;
    if (name !== undefined) window.reached.push(name);
  });
  document.activeElement.blur();
}"""

LIST_CONTROLS = """() => {
  const found = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
  const groups = new Set();
  return found.filter(one => {
    if (one.disabled || !one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== 'radio') return true;
    if (groups.has(one.name)) return false;
    groups.add(one.name);
    return true;
  }).map((one, place) => {
    const name = one.type === 'radio' ? 'radio ' + one.name : String(place);
    (one.type === 'radio' ? document.getElementsByName(one.name) : [one])
      .forEach(each => each.dataset.control = name);
    return name;
  });
}"""


def open_door(window: Window, door: Door, seeded: Seeded) -> bool:
    """Open a page of the own unit; False where it is a file, or a part of a page."""
    path = seeded.fill(door.path, seeded.own)
    answer = window.context.request.get(f"{window.url}{path}")
    assert answer.ok, f"{path}: {answer.status}"
    is_html = answer.headers["content-type"].startswith("text/html")
    if not is_html or not answer.text().lstrip().startswith("<!doctype"):
        return False
    window.open(path)
    return True


def find_violations(window: Window, *rules: str) -> list[str]:
    """Return what axe-core holds to be serious or critical, by `rules` or all there are."""
    asked: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        asked["runOnly"] = rules
    window.page.evaluate(AXE)
    told = window.page.evaluate("asked => axe.run(asked)", asked)
    return [
        f"{one['id']} {node['target']}: {node['failureSummary']}"
        for one in told["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def find_unreached(window: Window) -> set[str]:
    """Press Tab through the page and return the controls that never had the focus."""
    controls = window.page.evaluate(LIST_CONTROLS)
    left = set(controls)
    window.page.evaluate(WATCH_FOCUS)
    for pressed in range(min(TABS_EACH * len(controls) + 5, MOST_TABS)):
        if pressed % ASKED_EVERY == 0:
            left -= set(window.page.evaluate("window.reached"))
        if not left:
            return set()
        window.page.keyboard.press("Tab")
    left -= set(window.page.evaluate("window.reached"))
    names = {
        name: window.page.evaluate(
            "name => document.querySelector(`[data-control='${name}']`).outerHTML", name
        )
        for name in left
    }
    return set(names.values())


@every_page
def test_a_page_serves_everybody(
    keep_as: OpenWindow, seeded: Seeded, door: Door
) -> None:
    """Axe in both colours, and the keyboard: one load, since there are many pages."""
    window = keep_as(f"tinh.{find_role(door.right)}")
    if not open_door(window, door, seeded):
        return

    assert find_violations(window) == []
    assert find_unreached(window) == set()
    window.page.emulate_media(color_scheme="dark")
    in_the_dark = find_violations(window, "color-contrast")
    window.page.emulate_media(color_scheme="light")  # the window goes on
    assert in_the_dark == []
    assert window.take_faults() == []


@every_page
def test_a_telephone_shows_it_without_scrolling_sideways(
    keep_as: OpenWindow, seeded: Seeded, door: Door
) -> None:
    window = keep_as(f"tinh.{find_role(door.right)}", width=NARROW)

    if open_door(window, door, seeded):
        width = window.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW
        assert window.take_faults() == []


@pytest.mark.parametrize("path", OPEN_PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_before_the_login(
    open_as: OpenWindow, path: str, *, dark: bool
) -> None:
    window = open_as("", dark=dark)
    window.open(path)

    assert find_violations(window) == []
    assert find_unreached(window) == set()


def test_the_first_tab_leads_past_the_areas(open_as: OpenWindow) -> None:
    window = open_as()

    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")

    assert window.page.evaluate("document.activeElement.id") == "main"


def test_axe_sees_what_is_wrong(open_as: OpenWindow) -> None:
    window = open_as("")
    window.open("/login")
    window.page.evaluate("document.querySelector('label').remove()")

    assert "label" in str(find_violations(window))


def test_the_keyboard_misses_what_it_cannot_reach(open_as: OpenWindow) -> None:
    window = open_as("")
    window.open("/login")
    window.page.evaluate("document.querySelector('main button').tabIndex = -1")

    assert len(find_unreached(window)) == 1
