"""Read relations between pages: of one page in both directions, around it, and all to find a way through."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, select, union
from sqlalchemy.orm import aliased

from core.database import db
from core.i18n import language
from core.web.paging import Page as ListPage
from wiki.models import Definition, Page, PageKey, PageLink, PageRelation
from wiki.queries.visibility import is_live
from wiki.rules.field_kinds import DEFINED, RELATIONS
from wiki.rules.relations import join_keys
from wiki.rules.terms import PageKind, RelationKind, RelationState

MOST_AROUND = 200
MOST_ROWS = 20_000
_From, _To = aliased(Page), aliased(Page)
_Own, _Theirs = aliased(Definition), aliased(Definition)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a relation: a page, maybe one definition of it. ``id`` is 0 for a page nobody wrote yet."""

    id: int
    slug: str
    title: str
    kind: PageKind | None
    is_dutch: bool
    definition: str = ""
    definition_name: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as recorded on the page at ``source``; ``row`` holds the rest of what was written."""

    key: str
    kind: RelationKind
    state: RelationState | None
    source: End
    target: End
    row: dict[str, Any]

    @property
    def keys(self) -> list[str]:
        """On which keys it joins."""
        return join_keys(self.row)


def list_related(page_ids: Collection[int], limit: int = MOST_AROUND) -> list[Related]:
    """Return the relations that these pages record or that lead to them, in order: one query."""
    if not page_ids:
        return []
    found = db.session.execute(_AROUND, {"ids": sorted(page_ids), "most": limit})
    return [_related(row) for row in found]


def list_between(chosen: Collection[tuple[int, str]]) -> list[Related]:
    """Return the relations between these definitions, as (page id, key): one query."""
    if not chosen:
        return []
    pages = {page_id for page_id, _key in chosen}
    statement = _RELATIONS.where(PageRelation.page_id.in_(pages), PageLink.target_id.in_(pages))
    found = [_related(row) for row in db.session.execute(statement)]
    wanted = set(chosen)
    return [
        one
        for one in found
        if {(one.source.id, one.source.definition), (one.target.id, one.target.definition)} <= wanted
    ]


def list_relations(kind: RelationKind | None, number: int, per_page: int = 50) -> ListPage[Related]:
    """Return one page of all relations, by the title of the page that records them: two queries."""
    statement = _RELATIONS if kind is None else _RELATIONS.where(PageRelation.kind == kind)
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(number, max(1, -(-total // per_page)))
    rows = db.session.execute(statement.limit(per_page).offset((number - 1) * per_page))
    return ListPage([_related(row) for row in rows], number, total, per_page)


def every_relation(limit: int = MOST_ROWS) -> list[Related]:
    """Return all relations, for an export: one query."""
    return [_related(row) for row in db.session.execute(_RELATIONS.limit(limit))]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two live pages by id, for finding a way."""

    source: int
    target: int
    kind: RelationKind
    state: RelationState | None
    row: dict[str, Any]


def list_edges(limit: int = MOST_ROWS) -> list[Edge]:
    """Return the relations between live pages: one query, without names."""
    rows = db.session.execute(_EDGES, {"most": limit})
    return [Edge(row.page_id, row.target_id, row.kind, row.state, row.row) for row in rows]


def list_recording(object_ids: Collection[int]) -> list[tuple[int, int]]:
    """Return (dataset, object) for each live dataset that records one of these objects: one query."""
    statement = (
        select(PageLink.source_id, PageLink.target_id)
        .join(Page, Page.id == PageLink.source_id)
        .where(PageLink.target_id.in_(object_ids), PageLink.field == "objects", is_live())
        .order_by(PageLink.source_id)
        .limit(MOST_AROUND)
    )
    return [(row.source_id, row.target_id) for row in db.session.execute(statement)]


def list_with_key(names: Collection[str]) -> list[tuple[int, str, str]]:
    """Return (dataset, name of the key, key as written) of live datasets that can be joined on these keys."""
    statement = (
        select(PageKey.page_id, PageKey.name, PageKey.label)
        .join(Page, Page.id == PageKey.page_id)
        .where(PageKey.name.in_(names), is_live())
        .order_by(Page.title, Page.id)
        .limit(MOST_AROUND)
    )
    return [(row.page_id, row.name, row.label) for row in db.session.execute(statement)]


def list_keys_of(page_ids: Collection[int]) -> list[tuple[int, str, str]]:
    """Return (dataset, name of the key, key as written) for all keys of these datasets: one query."""
    statement = select(PageKey.page_id, PageKey.name, PageKey.label).where(PageKey.page_id.in_(page_ids))
    rows = db.session.execute(statement.order_by(PageKey.page_id, PageKey.name).limit(MOST_AROUND))
    return [(row.page_id, row.name, row.label) for row in rows]


def list_ends(page_ids: Collection[int]) -> dict[int, Page]:
    """Return live pages by id, with their fields: one query."""
    if not page_ids:
        return {}
    found = db.session.scalars(select(Page).where(Page.id.in_(page_ids), is_live()))
    return {page.id: page for page in found}


def list_titles(limit: int = 500) -> list[str]:
    """Return the titles of live pages that can have definitions, to choose from: one query."""
    statement = select(Page.title).where(is_live(), Page.kind.in_(DEFINED)).order_by(Page.title).limit(limit)
    return list(db.session.scalars(statement))


def _columns(page: Any, end: str) -> list[Any]:
    names = ("id", "slug", "title", "title_en", "kind")
    return [getattr(page, name).label(f"{end}_{name}") for name in names]


# Relations of live pages with both ends; one whose target was deleted is left out. Written once.
_RELATIONS: Select[Any] = (
    select(
        PageRelation,
        PageLink.key.label("written"),
        *_columns(_From, "from"),
        *_columns(_To, "to"),
        _Own.name.label("own_name"),
        _Theirs.name.label("theirs_name"),
    )
    .join(
        PageLink,
        and_(
            PageLink.source_id == PageRelation.page_id,
            PageLink.field == RELATIONS.name,
            PageLink.position == PageRelation.position,
        ),
    )
    .join(_From, _From.id == PageRelation.page_id)
    .outerjoin(_To, _To.id == PageLink.target_id)
    .outerjoin(_Own, and_(_Own.page_id == PageRelation.page_id, _Own.key == PageRelation.own))
    .outerjoin(_Theirs, and_(_Theirs.page_id == PageLink.target_id, _Theirs.key == PageRelation.theirs))
    .where(_From.deleted_at.is_(None), _To.deleted_at.is_(None))
    .order_by(_From.title, PageRelation.page_id, PageRelation.position)
)
_IDS: Any = bindparam("ids", expanding=True)
_PLACES = union(
    select(PageRelation.page_id, PageRelation.position).where(PageRelation.page_id.in_(_IDS)),
    select(PageLink.source_id, PageLink.position).where(
        PageLink.target_id.in_(_IDS), PageLink.field == RELATIONS.name
    ),
).subquery()
_AROUND = _RELATIONS.join(
    _PLACES, and_(_PLACES.c.page_id == PageRelation.page_id, _PLACES.c.position == PageRelation.position)
).limit(bindparam("most", type_=Integer))
_EDGES = (
    select(PageRelation.page_id, PageLink.target_id, PageRelation.kind, PageRelation.state, PageRelation.row)
    .join(
        PageLink,
        and_(
            PageLink.source_id == PageRelation.page_id,
            PageLink.field == RELATIONS.name,
            PageLink.position == PageRelation.position,
        ),
    )
    .join(_From, _From.id == PageRelation.page_id)
    .join(_To, _To.id == PageLink.target_id)
    .where(_From.deleted_at.is_(None), _To.deleted_at.is_(None))
    .order_by(PageRelation.page_id, PageRelation.position)
    .limit(bindparam("most", type_=Integer))
)


def _related(found: Any) -> Related:
    relation = found.PageRelation
    source = _end(found, "from", relation.own, found.own_name)
    if found.to_id is None:
        target = End(0, "", found.written, None, True)
    else:
        target = _end(found, "to", relation.theirs, found.theirs_name)
    return Related(relation.key, relation.kind, relation.state, source, target, relation.row)


def _end(found: Any, end: str, definition: str, name: str | None) -> End:
    title, english = getattr(found, f"{end}_title"), getattr(found, f"{end}_title_en")
    is_english = language() == "en"
    return End(
        id=getattr(found, f"{end}_id"),
        slug=getattr(found, f"{end}_slug"),
        title=english if is_english and english else title,
        kind=getattr(found, f"{end}_kind"),
        is_dutch=is_english and not english,
        definition=definition,
        definition_name=name or "",
    )
