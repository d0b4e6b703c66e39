"""Lists over all pages: definitions, relations, how FAIR each dataset is; also as CSV and JSON."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from accounts.permissions import public
from core.web.page_cache import kept
from core.web.paging import wanted_page
from core.web.tables import CELL, csv_response, json_response
from wiki.queries import definitions as queries
from wiki.queries import relations as relation_queries
from wiki.rules.definitions import SAYS
from wiki.rules.fair import Letter, fair_of
from wiki.rules.terms import RelationKind
from wiki.views.blueprint import bp
from wiki.views.defined import name_at, shown_relation

_DEFINITION_HEAD = ("page", "title", "key", "version", *SAYS)
_RELATION_HEAD = (
    *("source", "source_title", "source_definition", "relation", "target", "target_title"),
    *("target_definition", "keys", "reason", "note", "not_for", "ground", "source_label", "state", "basis"),
)
_FAIR_HEAD = ("page", "title", *(letter.value for letter in Letter), "met", "total", "lacking")


@bp.get("/wiki/definitions")
@public
@kept
def list_definitions() -> ResponseReturnValue:
    """All definitions, by page; choose some to compare."""
    typed = request.args.get("q", "")[:100]
    return render_template(
        "wiki/defined/definitions.html",
        found=queries.list_definitions(typed, wanted_page()),
        typed=typed,
        name_at=name_at,
    )


@bp.get("/wiki/definitions.<any(csv, json):form>")
@public
def export_definitions(form: str) -> ResponseReturnValue:
    """All definitions as a table."""
    rows: list[list[CELL]] = [
        [one.slug, one.title, one.Definition.key, one.Definition.version]
        + [one.Definition.said.get(name, "") for name in SAYS]
        for one in queries.every_definition()
    ]
    return _export("definities", _DEFINITION_HEAD, rows, form)


@bp.get("/wiki/relations")
@public
@kept
def list_relations() -> ResponseReturnValue:
    """All relations, by page; narrowed to a kind."""
    wanted = request.args.get("relation", "")
    kind = RelationKind(wanted) if wanted in list(RelationKind) else None
    found = relation_queries.list_relations(kind, wanted_page())
    return render_template(
        "wiki/defined/all_relations.html",
        found=found,
        shown=[(one, shown_relation(one, one.source.id)) for one in found.items],
        kind=kind,
        kinds=list(RelationKind),
    )


@bp.get("/wiki/relations.<any(csv, json):form>")
@public
def export_relations(form: str) -> ResponseReturnValue:
    """All relations as a table."""
    rows: list[list[CELL]] = [
        [
            *(one.source.slug, one.source.title, one.source.definition_name, one.kind.value),
            *(one.target.slug, one.target.title, one.target.definition_name, "; ".join(one.keys)),
            *(str(one.row.get(name, "")) for name in _RELATION_HEAD[8:]),
        ]
        for one in relation_queries.every_relation()
    ]
    return _export("relaties", _RELATION_HEAD, rows, form)


@bp.get("/wiki/fair-meter")
@public
@kept
def show_fair() -> ResponseReturnValue:
    """How FAIR each dataset is described, and what lacks; worst first."""
    rated = [(page, fair_of(page)) for page in queries.list_datasets()]
    rated.sort(key=lambda pair: (pair[1].met, pair[0].title.casefold()))
    return render_template("wiki/defined/fair.html", rated=rated, letters=list(Letter))


@bp.get("/wiki/fair-meter.<any(csv, json):form>")
@public
def export_fair(form: str) -> ResponseReturnValue:
    """The same as a table."""
    return _export("fair", _FAIR_HEAD, list(_fair_rows()), form)


def _fair_rows() -> Iterator[list[CELL]]:
    for page in queries.list_datasets():
        fair = fair_of(page)
        lacking = [code for one in fair.principles for code in one.lacking]
        marks: list[CELL] = [one.mark.value for one in fair.principles]
        yield [page.slug, page.title, *marks, fair.met, fair.total, "; ".join(lacking)]


def _export(name: str, head: tuple[str, ...], rows: list[list[Any]], form: str) -> ResponseReturnValue:
    if form == "csv":
        return csv_response(name, head, rows)
    return json_response([dict(zip(head, row, strict=True)) for row in rows])
