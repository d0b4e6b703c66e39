"""Any definitions in columns, their fields in rows; why they differ, where anyone wrote that down."""

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import public
from core.i18n import localised
from core.web.page_cache import kept
from core.web.tables import csv_response
from wiki.labels import field_word
from wiki.queries.definitions import list_chosen, list_definitions
from wiki.queries.relations import Related, list_between
from wiki.rules.field_kinds import DEFINITION_PARTS
from wiki.rules.relations import TELLS_APART
from wiki.rules.side_by_side import MOST, side_by_side
from wiki.views.access import may_write
from wiki.views.blueprint import bp
from wiki.views.defined import name_at, shown_relation
from wiki.views.words import part_words

_CHOSEN = re.compile(r"([0-9]{1,9})-([0-9a-f]{8})")
_PARTS = {part.name: part for part in DEFINITION_PARTS}


@dataclass(frozen=True, slots=True)
class Column:
    """A definition that is compared."""

    place: tuple[int, str]
    name: str
    title: str
    slug: str
    version: int
    said: dict[str, Any]
    url: str

    @property
    def code(self) -> str:
        """What it is called in the address."""
        return f"{self.place[0]}-{self.place[1]}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns and what was recorded about their difference; None when nobody did."""

    one: Column
    other: Column
    relation: Any | None
    add_url: str


@bp.get("/wiki/compare")
@public
@kept
def compare_definitions() -> ResponseReturnValue:
    """The definitions in the address side by side; without any a list to choose from."""
    columns = _columns()
    typed = request.args.get("q", "")[:100]
    rows = side_by_side([column.said for column in columns])
    hides_same = request.args.get("show") == "differences"
    return render_template(
        "wiki/defined/compare.html",
        columns=columns,
        rows=[row for row in rows if not (hides_same and row.is_same)],
        same=sum(row.is_same for row in rows),
        hides_same=hides_same,
        pairs=_pairs(columns),
        found=list_definitions(typed, 1, 30),
        typed=typed,
        most=MOST,
        words_of=_words_of,
    )


@bp.get("/wiki/compare.csv")
@public
def download_comparison() -> ResponseReturnValue:
    """The same as a table: a row per field, a column per definition."""
    columns = _columns()
    head = [_("Onderdeel"), *(f"{column.title}: {column.name}" for column in columns)]
    rows = [
        [field_word(row.field), *(_words_of(row.field, cell.text) for cell in row.cells)]
        for row in side_by_side([column.said for column in columns])
    ]
    return csv_response("vergelijking", head, rows)


def _words_of(field: str, text: str) -> str:
    return part_words(_PARTS[field], text)


def _columns() -> list[Column]:
    found = [_CHOSEN.fullmatch(text) for text in request.args.getlist("d")]
    places = list(dict.fromkeys((int(one[1]), one[2]) for one in found if one))[:MOST]
    return [
        Column(
            place=(definition.page_id, definition.key),
            name=name_at(definition.said, definition.position + 1),
            title=localised(page, "title"),
            slug=page.slug,
            version=definition.version,
            said=definition.said,
            url=url_for(".show_definition", slug=page.slug, key=definition.key),
        )
        for definition, page in list_chosen([place for place in places if place[0] < 2**31])
    ]


def _pairs(columns: list[Column]) -> list[Pair]:
    known: dict[frozenset[tuple[int, str]], Related] = {}
    recorded = list_between([column.place for column in columns]) if len(columns) > 1 else []
    for row in recorded:
        if row.kind in TELLS_APART:
            ends = ((row.source.id, row.source.definition), (row.target.id, row.target.definition))
            known.setdefault(frozenset(ends), row)
    is_writer = may_write()
    pairs = []
    for one, other in combinations(columns, 2):
        found = known.get(frozenset((one.place, other.place)))
        add = url_for(
            ".add_relation",
            slug=one.slug,
            relation="differs",
            own=one.place[1],
            target=other.title,
            theirs=other.name,
        )
        shown = shown_relation(found, one.place[0]) if found else None
        pairs.append(Pair(one, other, shown, add if is_writer and not found else ""))
    return pairs
