"""Page: a template filled for a visit, with the headers that keep it harmless."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from fastapi import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from kiosk.decision import LOCAL
from province import words
from province.rights import Right, may

if TYPE_CHECKING:
    from province.web.visit import Visit

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

LANGUAGES = ("vi", "en")

Cell = str | int | float | date | datetime | None
"""What a table holds."""


def render(
    template: str, visit: "Visit", status: int = 200, **values: object
) -> Response:
    """Return `template` filled for an officer who is logged in."""
    rights = {one.value for one in Right if may(visit.visitor.role, one)}
    return _answer(
        template,
        status,
        visit.language,
        {
            "visitor": visit.visitor,
            "rights": rights,
            "form_token": visit.form_token,
            "here": visit.request.url.path,
            "now": visit.now,
            "downloads_at": partial(_name_download, visit),
            **values,
        },
    )


def _name_download(visit: "Visit", listing: str, form: str) -> str:
    """Return where the table `listing` of this page is, as a file of `form`."""
    here = visit.request.url
    return f"{here.path}?{here.include_query_params(table=listing, form=form).query}"


def render_open(
    template: str, language: str, status: int = 200, **values: object
) -> Response:
    """Return `template` filled for somebody who is not logged in."""
    return _answer(
        template, status, language, {"visitor": None, "rights": set(), **values}
    )


def redirect(place: str) -> Response:
    """Send the browser to `place` of ours, with GET."""
    return Response(status_code=303, headers={"Location": place, **HEADERS})


def load_texts(language: str) -> Mapping[str, str]:
    """Return the texts of the pages in `language`, by their keys."""
    return _load_texts()[language]


def load_sets(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the closed sets in `language`: by name, from code to sentence."""
    return _load_sets()[language]


def _answer(
    template: str, status: int, language: str, values: Mapping[str, object]
) -> Response:
    page = _load_templates().get_template(template)
    text = page.render(
        texts=load_texts(language),
        sets=load_sets(language),
        language=language,
        **values,
    )
    return Response(text, status, media_type="text/html", headers=HEADERS)


@cache
def _load_texts() -> dict[str, dict[str, str]]:
    phrases = words.load_page_texts()
    return {
        "vi": {key: phrase.vi for key, phrase in phrases.items()},
        "en": {key: phrase.en for key, phrase in phrases.items()},
    }


@cache
def _load_sets() -> dict[str, dict[str, dict[str, str]]]:
    sets = words.load_sets().items()
    return {
        "vi": {n: {code: one.vi for code, one in listed.items()} for n, listed in sets},
        "en": {n: {code: one.en for code, one in listed.items()} for n, listed in sets},
    }


@cache
def _load_templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("province", "web/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["tell"] = tell
    environment.filters["moment"] = tell_moment
    environment.filters["day"] = tell_day
    environment.filters["number"] = tell_number
    return environment


def tell(cell: Cell) -> str:
    """Return a cell of a table as a page shows it."""
    match cell:
        case None:
            return ""
        case datetime():
            return tell_moment(cell)
        case date():
            return tell_day(cell)
        case str():
            return cell
        case _:
            return tell_number(cell)


def tell_moment(moment: datetime) -> str:
    """Return `moment` as local time and day, as people here write them."""
    return f"{moment.astimezone(LOCAL):%H:%M:%S %d/%m/%Y}"


def tell_day(day: date) -> str:
    """Return a local day as people here write it."""
    return f"{day:%d/%m/%Y}"


def tell_number(number: float) -> str:
    """Return a number with a point between thousands and a comma before decimals."""
    plain = f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
    return plain.translate(str.maketrans(",.", ".,"))
