"""The register of assessments: what was decided about which data, and why; also as CSV."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from accounts.permissions import public
from accounts.queries import list_domains
from core.forms import tidy
from core.i18n import localised
from core.web.page_cache import kept
from core.web.paging import PER_PAGE, Page, wanted_page
from core.web.tables import csv_response
from portfolio.labels import label
from portfolio.queries.framework import RegisterFilters, RegisterRow, register, register_counts
from portfolio.rules.framework import Question, Verdict, Viewpoint
from portfolio.views.blueprint import bp
from portfolio.views.framework_words import look

COLUMNS = (
    *(
        "code",
        "title",
        "domain",
        "version",
        "verdict",
        "established_on",
        "published_on",
        "may",
        "can",
        "want",
    ),
    *("may_explanation", "legal_basis", "verdict_reason", "conditions", "heard", "missing", "url"),
    "illustrative",
)
MOST_LETTERS = 100


@bp.get("/assessments/")
@kept
@public
def list_frameworks() -> ResponseReturnValue:
    """Show the newest assessment of each use case that this reader may see."""
    filters = read_register_filters(request.args)
    rows = register(current_user, filters)
    counts = register_counts(current_user)
    page = _page_of(rows)
    return render_template(
        "portfolio/framework/register.html",
        page=page,
        lines=[(row, look(row.verdict), heard(row)) for row in page.items],
        filters=filters,
        facets=_facets(filters, counts),
        count_words=ngettext("%(num)s afweging", "%(num)s afwegingen", page.total),
        total=sum(counts.values()),
        chosen=bool(filters.q) + len(filters.verdicts) + len(filters.domains),
        csv_url=url_for(".export_frameworks", **_arguments(filters)),
    )


@bp.get("/assessments.csv")
@public
def export_frameworks() -> ResponseReturnValue:
    """Answer with all rows that the filters leave; values are English terms, levels 0–5."""
    rows = register(current_user, read_register_filters(request.args))
    return csv_response("assessments", COLUMNS, [_cells(row) for row in rows])


def read_register_filters(arguments: MultiDict[str, str]) -> RegisterFilters:
    """Return what the address narrows the register to; unknown values are left out."""
    known = {verdict.value for verdict in Verdict}
    return RegisterFilters(
        q=tidy(arguments.get("q", ""))[:MOST_LETTERS],
        verdicts=tuple(Verdict(value) for value in arguments.getlist("verdict") if value in known),
        domains=tuple(tidy(value)[:MOST_LETTERS] for value in arguments.getlist("domain") if value),
    )


def heard(row: RegisterRow) -> int:
    """Return for how many of the seven viewpoints somebody spoke."""
    return len(row.snapshot["viewpoints"])


def _arguments(filters: RegisterFilters) -> dict[str, Any]:
    known = {"q": filters.q, "verdict": [v.value for v in filters.verdicts], "domain": list(filters.domains)}
    return {name: value for name, value in known.items() if value}


def _page_of(rows: list[RegisterRow]) -> Page[RegisterRow]:
    number = min(wanted_page(), max(1, -(-len(rows) // PER_PAGE)))
    return Page(rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(rows))


def _facets(
    filters: RegisterFilters, counts: Mapping[tuple[Verdict, str], int]
) -> dict[str, list[dict[str, Any]]]:
    """Return the boxes of each filter with how many there are in all; a domain without any is left out."""
    by_verdict = {one: sum(n for (verdict, _slug), n in counts.items() if verdict is one) for one in Verdict}
    by_domain: dict[str, int] = {}
    for (_verdict, slug), number in counts.items():
        by_domain[slug] = by_domain.get(slug, 0) + number
    return {
        "verdicts": [
            {
                "value": one.value,
                "label": label(one),
                "count": by_verdict[one],
                "checked": one in filters.verdicts,
            }
            for one in Verdict
        ],
        "domains": [
            {
                "value": domain.slug,
                "label": localised(domain, "name"),
                "count": by_domain[domain.slug],
                "checked": domain.slug in filters.domains,
            }
            for domain in list_domains()
            if domain.slug in by_domain
        ],
    }


def _cells(row: RegisterRow) -> list[Any]:
    copy = row.snapshot
    spoken = {one["viewpoint"] for one in copy["viewpoints"]}
    return [
        row.code,
        row.title,
        row.domain.slug,
        row.number,
        row.verdict.value,
        row.established_on,
        row.published_on,
        *(copy[f"{question}_level"] for question in Question),
        copy["may_explanation"],
        copy["legal_basis"],
        copy["verdict_reason"],
        "; ".join(one["text"] for one in copy["conditions"]),
        "; ".join(one.value for one in Viewpoint if one.value in spoken),
        "; ".join(one.value for one in Viewpoint if one.value not in spoken),
        url_for(".show_framework", code=row.code, _external=True),
        "; ".join(copy["illustrative"]),
    ]
