"""Province's guide: it names what the pages name, and shows pictures that are there."""

import re
from pathlib import Path

import pytest

from province.words import load_page_texts, load_sets

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "province.vi.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"\]\((pictures/[^)]+\.png)\)", GUIDE)
MOST_BYTES = 120_000
FIGURES = ("points", "expected", "active", "zero", "no_report", "silent", "entries")
TEXTS = {key: phrase.vi for key, phrase in load_page_texts().items()}
BOLD = set(re.findall(r"\*\*([^*]+)\*\*", GUIDE))
ACTS = (
    "points_import_title",
    "uploading_look",
    "uploading_confirm",
    "points_enrol",
    "enrolling_make",
    "enrolling_pdf",
    "posters_batch",
    "officers_invite",
    "reminders_send_mail",
    "reminders_make_file",
    "reports_make",
    "tracing_look_up",
    "tracing_notify",
    "tracing_take_messages",
    "tracing_close",
    "fleet_seen",
    "fleet_revoke",
)


def test_each_picture_is_there_and_small() -> None:
    sizes = {one: (DOCS / one).stat().st_size for one in PICTURES}

    assert len(sizes) >= 10
    assert [one for one, size in sizes.items() if size > MOST_BYTES] == []


def test_each_picture_of_the_province_is_shown() -> None:
    kept = {f"pictures/{one.name}" for one in DOCS.glob("pictures/province-*.png")}

    assert kept == set(PICTURES)


@pytest.mark.parametrize("act", ACTS)
def test_a_button_is_named_as_on_its_page(act: str) -> None:
    assert TEXTS[act] in BOLD


@pytest.mark.parametrize("figure", FIGURES)
def test_each_figure_of_the_overview_is_explained(figure: str) -> None:
    assert f"| {TEXTS[f'dashboard_{figure}']} |" in GUIDE


@pytest.mark.parametrize("role", sorted(load_sets()["role"]))
def test_each_role_is_told_of(role: str) -> None:
    assert f"| {load_sets()['role'][role].vi} |" in GUIDE
