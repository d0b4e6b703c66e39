"""Three-way merge of whole pages: part by part, and line by line within longer texts.

What only one of two people changed goes together without a word. Lists of names,
codes and choices never clash: what either added is there, what either took away
is gone. Where both changed the same text otherwise, a person decides (clashes.py).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wiki.rules.clashes import Answer, Clash, Desk, Matter
from wiki.rules.draft import Draft
from wiki.rules.fields import Field, Shape, fields_of
from wiki.rules.lines import join_lines
from wiki.rules.merge import Conflict, merge
from wiki.rules.row_merge import merge_rows
from wiki.rules.terms import Category

_TEXTS = ("title", "abstract", "title_en", "abstract_en")
_LISTS = ("aliases", "sources")


@dataclass(frozen=True, slots=True)
class PageMerge:
    """The page with both changes, and what clashed; where that is not settled, ``draft`` has what I wrote."""

    draft: Draft
    clashes: tuple[Clash, ...]
    is_settled: bool


def merge_pages(
    base: Draft, mine: Draft, theirs: Draft, answers: Mapping[str, Answer] | None = None
) -> PageMerge:
    """Return what becomes of ``base`` when both changes are carried out, with answers by key of a clash."""
    desk = Desk(answers or {})
    parts: dict[str, Any] = {}
    for name in _TEXTS:
        values = (getattr(base, name), getattr(mine, name), getattr(theirs, name))
        parts[name] = merge_value(desk, name, "", Matter.TEXT, *values)
    parts["body"] = merge_lines(desk, "body", "", base.body, mine.body, theirs.body)
    for name in _LISTS:
        values = (getattr(base, name), getattr(mine, name), getattr(theirs, name))
        parts[name] = tuple(merge_list(*values))
    parts["categories"] = tuple(
        sorted(merge_list(base.categories, mine.categories, theirs.categories), key=[*Category].index)
    )
    parts["domains"] = tuple(sorted(merge_list(base.domains, mine.domains, theirs.domains)))
    parts["is_core"] = mine.is_core if theirs.is_core == base.is_core else theirs.is_core
    parts |= _kind_and_fields(desk, base, mine, theirs)
    return PageMerge(replace(theirs, **parts), tuple(desk.clashes), desk.is_settled)


def merge_value(desk: Desk, part: str, where: str, matter: Matter, base: Any, mine: Any, theirs: Any) -> Any:
    """Return the value that is left when one of two kept what was there; else what the desk says."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    return desk.settle(Clash(part, where, matter, base, mine, theirs))


def merge_lines(desk: Desk, part: str, where: str, base: str, mine: str, theirs: str) -> str:
    """Return a longer text with both changes."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    lines: list[str] = []
    for piece in merge(base, mine, theirs).pieces:
        if isinstance(piece, Conflict):
            place = f"{where}:{piece.line}" if where else str(piece.line)
            values = ([*piece.base], [*piece.mine], [*piece.theirs])
            lines += desk.settle(Clash(part, place, Matter.LINES, *values))
        else:
            lines += piece
    return join_lines(lines)


def merge_list(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Return theirs without what I took away and with what I added, in that order."""
    if [*theirs] == [*base]:
        return [*mine]
    gone = [item for item in base if item not in mine]
    added = [item for item in mine if item not in base and item not in theirs]
    return [item for item in theirs if item not in gone] + added


def _kind_and_fields(desk: Desk, base: Draft, mine: Draft, theirs: Draft) -> dict[str, Any]:
    if mine.kind == theirs.kind:
        known = {field.name for field in fields_of(mine.kind)}
        before = {name: value for name, value in base.fields.items() if name in known}
        fields = {
            field.name: _field(desk, field, before, mine.fields, theirs.fields)
            for field in fields_of(mine.kind)
        }
        return {
            "kind": mine.kind,
            "fields": {name: value for name, value in fields.items() if value not in (None, "", [])},
        }
    # Fields belong to their kind: with another kind they go along as a whole.
    bundles = [(draft.kind, dict(draft.fields)) for draft in (base, mine, theirs)]
    kind, fields = merge_value(desk, "kind", "", Matter.CHOICE, *bundles)
    return {"kind": kind, "fields": fields}


def _field(
    desk: Desk, field: Field, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Any:
    values = (base.get(field.name), mine.get(field.name), theirs.get(field.name))
    if field.shape is Shape.ROWS:
        old, one, other = (value or [] for value in values)
        return merge_rows(desk, field, old, one, other, merge_part)
    if field.shape in (Shape.LINE, Shape.TEXT, Shape.CHOICE):
        return merge_part(desk, field, field.name, "", *(value or "" for value in values))
    return merge_list(*(value or [] for value in values))


def merge_part(
    desk: Desk, field: Field, part: str, where: str, base: str, mine: str, theirs: str
) -> Hashable:
    """Return one text or choice of a field, or of a row."""
    if field.shape is Shape.TEXT:
        return merge_lines(desk, part, where, base, mine, theirs)
    matter = Matter.CHOICE if field.shape is Shape.CHOICE else Matter.TEXT
    return str(merge_value(desk, part, where, matter, base, mine, theirs))
