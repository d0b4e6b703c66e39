"""The list of use cases, with filters and sorting, and the same list as CSV, ODS and JSON."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.labels import word
from accounts.permissions import Permission, may, public, rights
from core.i18n import localised
from core.web.page_cache import kept
from core.web.paging import wanted_page
from core.web.tables import csv_response, json_response, ods_response
from portfolio.exports.use_cases import COLUMNS, cells_of, record_of
from portfolio.labels import label
from portfolio.queries import use_case_list as queries
from portfolio.queries.use_cases import Filters, facet_counts
from portfolio.rules.terms import Kind, Phase, Size
from portfolio.views.blueprint import bp
from portfolio.views.filters import as_arguments, count_chosen, next_sort, read_filters
from portfolio.views.links import address_of

FALLS_FIRST = frozenset({"value", "chance"})  # a first click puts the highest on top


@bp.get("/use-cases/")
@kept
@public
def list_use_cases() -> ResponseReturnValue:
    """Show one page of what the reader may read."""
    filters = read_filters(request.args)
    page, visible = queries.page_of_use_cases(current_user, filters, wanted_page())
    marks = _marks(page.items, visible)
    counts = facet_counts(current_user, filters)
    choices = queries.filter_choices()
    return render_template(
        "portfolio/use_cases.html",
        page=page,
        visible=visible,
        marks=marks,
        filters=filters,
        facets=_facets(filters, counts, choices),
        count_words=_count_words(filters, counts["kind"], page.total),
        total=queries.count_readable(current_user) if count_chosen(filters) else None,
        chosen_words=_chosen_words(filters, choices),
        chosen=count_chosen(filters),
        clear_url=url_for(".list_use_cases", **as_arguments(Filters(sort=filters.sort))),
        columns=_columns(filters, marks),
        data_urls={form: _data_url(filters, form) for form in ("csv", "ods", "json")},
        method_url=address_of("home.show_method"),
        new_url=address_of("portfolio.new_use_case") if may(Permission.USE_CASE_PROPOSE) else None,
        import_url=address_of("portfolio.import_use_cases")
        if rights(current_user).domains_where(Permission.USE_CASE_IMPORT)
        else None,
    )


@bp.get("/use-cases.<any(csv, ods, json):form>")
@public
def export_use_cases(form: str) -> ResponseReturnValue:
    """Answer with all rows that the filters leave, whatever page was shown."""
    rows, visible = queries.rows_for_export(current_user, read_filters(request.args))

    def address(code: str) -> str:
        return url_for(".show_use_case", code=code, _external=True)

    records = [record_of(row, shows_scores=row.code in visible, address=address) for row in rows]
    if form == "json":
        return json_response({"count": len(records), "use_cases": records})
    answer = csv_response if form == "csv" else ods_response
    return answer("use-cases", COLUMNS, [cells_of(record) for record in records])


def _data_url(filters: Filters, form: str) -> str:
    return url_for(".export_use_cases", form=form, **as_arguments(filters))


def _columns(filters: Filters, marks: dict[str, frozenset[str]]) -> list[dict[str, Any]]:
    """Return the head of the table; each column that orders the list has its address and direction."""
    direction = "descending" if filters.sort.startswith("-") else "ascending"

    def column(name: str, words: str, **looks: Any) -> dict[str, Any]:
        following = next_sort(filters.sort, name, falls_first=name in FALLS_FIRST)
        return {
            "label": words,
            "sort_url": url_for(".list_use_cases", **as_arguments(filters, sort=following)),
            "sort": direction if filters.sort.removeprefix("-") == name else None,
            "illustrative": "all" in marks.get(name, ()),
            **looks,
        }

    return [
        column("title", _("Use case")),
        column("size", _("Maat")),
        column("phase", _("Fase")),
        column("value", _("Waarde"), sub=_("0–100"), numeric=True),
        column("effort", _("Inspanning"), sub=_("in pm"), numeric=True),
        column("chance", _("Slagingskans"), numeric=True),
        {"label": _("Systeemfuncties")},
    ]


def _facets(filters: Filters, counts: dict[str, dict[str, int]], choices: queries.Choices) -> dict[str, Any]:
    """Return the boxes of each filter with their counts; an empty one shows only while it is chosen."""

    def boxes(name: str, options: list[tuple[str, str]], chosen: tuple[str, ...]) -> list[dict[str, Any]]:
        return [
            {"value": value, "label": words, "count": counts[name].get(value, 0), "checked": value in chosen}
            for value, words in options
            if counts[name].get(value) or value in chosen
        ]

    kinds = [(Kind.USE_CASE.value, _("use cases")), (Kind.INITIATIVE.value, _("initiatieven"))]
    domains = [(row.slug, localised(row, "name")) for row in choices.domains]
    sizes = boxes("size", [(size.value, label(size)) for size in Size], filters.sizes)
    return {
        "kinds": boxes("kind", kinds, (filters.kind,) if filters.kind else ()),
        "domains": boxes("domain", domains, filters.domains),
        "sizes": [{**box, "badge": box["value"]} for box in sizes],
        "phases": boxes("phase", [(phase.value, label(phase)) for phase in Phase], filters.phases),
        "functions": boxes(
            "function",
            [(row.code, f"{row.code} {localised(row, 'name')}") for row in choices.functions],
            filters.functions,
        ),
    }


def _count_words(filters: Filters, by_kind: dict[str, int], total: int) -> str:
    initiatives = by_kind.get(Kind.INITIATIVE.value, 0)
    if filters.kind is Kind.INITIATIVE:
        return ngettext("%(num)s initiatief", "%(num)s initiatieven", total)
    if filters.kind is Kind.USE_CASE or not initiatives:
        return ngettext("%(num)s use case", "%(num)s use cases", total)
    return _(
        "%(use_cases)s en %(initiatives)s",
        use_cases=ngettext("%(num)s use case", "%(num)s use cases", total - initiatives),
        initiatives=ngettext("%(num)s initiatief", "%(num)s initiatieven", initiatives),
    )


def _chosen_words(filters: Filters, choices: queries.Choices) -> str:
    words = [f"‘{filters.q}’"] if filters.q else []
    words += [localised(row, "name") for row in choices.domains if row.slug in filters.domains]
    words += [label(term) for term in (*filters.sizes, *filters.phases)]
    words += [row.code for row in choices.functions if row.code in filters.functions]
    words += [_("eigenaar: %(layer)s", layer=word(layer)) for layer in filters.layers]
    words += [_("eigenaar: %(layer)s", layer=slug) for slug in filters.owners]
    return ", ".join(words)


def _marks(rows: Any, visible: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return per column the codes whose shown value is illustrative, and "all" when every one is."""
    shown = {
        "value": {row.code: "scores" for row in rows if row.code in visible and row.value_low is not None},
        "chance": {row.code: "chance" for row in rows if row.code in visible and row.chance is not None},
        "effort": {row.code: "effort" for row in rows if row.effort_likely is not None},
    }
    by_code = {row.code: row for row in rows}
    marks = {}
    for column, codes in shown.items():
        marked = frozenset(code for code, mark in codes.items() if by_code[code].is_illustrative(mark))
        marks[column] = frozenset({"all"}) if marked and len(marked) == len(codes) else marked
    return marks
