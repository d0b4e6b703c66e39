"""Read definitions across pages and back in time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from core.database import db
from core.web.paging import Page as ListPage
from wiki.models import Definition, DefinitionVersion, Page
from wiki.queries.visibility import is_live
from wiki.rules.definitions import followed_by

MOST = 20_000
_PAGE = (Page.slug, Page.title, Page.title_en, Page.kind)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a pin leads to now: the definition, or the one that took it in; None when it is gone."""

    page: Any
    definition: Definition | None
    last: Definition
    has_moved: bool


def list_versions(page_id: int, key: str) -> Sequence[DefinitionVersion]:
    """Return the versions of a definition, newest first: one query."""
    statement = select(DefinitionVersion).where(
        DefinitionVersion.page_id == page_id, DefinitionVersion.key == key
    )
    return db.session.scalars(statement.order_by(DefinitionVersion.version.desc())).all()


def find_definition(page_id: int, key: str) -> Definition | None:
    """Return a definition that is or was on a page."""
    return db.session.get(Definition, (page_id, key))


def find_pointed(places: Collection[tuple[int, str]]) -> dict[tuple[int, str], Pointed]:
    """Return what these (page, key) lead to on live pages; two queries.

    A definition that was merged leads to the one that took it in.
    """
    pages = {page_id for page_id, _key in places}
    if not pages:
        return {}
    by_id = {
        row.id: row
        for row in db.session.execute(select(Page.id, *_PAGE).where(Page.id.in_(pages), is_live()))
    }
    rows = db.session.scalars(select(Definition).where(Definition.page_id.in_(by_id))).all()
    own = {(row.page_id, row.key): row for row in rows}
    taken = {
        (row.page_id, key): row
        for row in rows
        if row.gone_in is None
        for key in followed_by({"follows": row.follows})
    }
    found = {}
    for place in places:
        row = own.get(place)
        if row is None:
            continue
        if row.gone_in is None:
            found[place] = Pointed(by_id[place[0]], row, row, has_moved=False)
        else:
            found[place] = Pointed(by_id[place[0]], taken.get(place), row, has_moved=place in taken)
    return found


def list_chosen(places: Collection[tuple[int, str]]) -> list[tuple[Definition, Any]]:
    """Return these definitions, where they are on live pages, with their pages in the order asked for."""
    if not places:
        return []
    wanted = or_(*(and_(Definition.page_id == page_id, Definition.key == key) for page_id, key in places))
    rows = {
        (row.Definition.page_id, row.Definition.key): row for row in db.session.execute(_live().where(wanted))
    }
    return [(rows[place].Definition, rows[place]) for place in places if place in rows]


def list_definitions(typed: str, number: int, per_page: int = 50) -> ListPage[Any]:
    """Return one page of the definitions on live pages, by title; rows of Definition and its page."""
    statement = _live()
    if typed.strip():
        escaped = typed.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = f"%{escaped}%"
        statement = statement.where(
            func.lower(Page.title).like(like, escape="\\")
            | func.lower(Definition.name).like(like, escape="\\")
        )
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(number, max(1, -(-total // per_page)))
    rows = db.session.execute(statement.limit(per_page).offset((number - 1) * per_page)).all()
    return ListPage(rows, number, total, per_page)


def every_definition() -> Sequence[Any]:
    """Return all definitions on live pages with their pages, for an export and for choosing: one query."""
    return db.session.execute(_live().limit(MOST)).all()


def suggest_definitions(typed: str, limit: int = 5) -> Sequence[Any]:
    """Return definitions whose name or page title holds what was typed, with their pages: one query."""
    text = typed.strip().lower()
    if not text:
        return []
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    anywhere = [
        func.lower(column).like(f"%{escaped}%", escape="\\") for column in (Definition.name, Page.title)
    ]
    return db.session.execute(_live().where(or_(*anywhere)).limit(limit)).all()


def _live() -> Any:
    statement: Any = (
        select(Definition, Page.id.label("page_id"), *_PAGE)
        .join(Page, Page.id == Definition.page_id)
        .where(is_live(), Definition.gone_in.is_(None))
        .order_by(func.lower(Page.title), Page.id, Definition.position)
    )
    return statement


def list_datasets() -> Sequence[Page]:
    """Return the live datasets by title, for how FAIR they are: one query."""
    statement = select(Page).where(is_live(), Page.kind == "dataset")
    return db.session.scalars(statement.order_by(func.lower(Page.title), Page.id).limit(2000)).all()


def list_dataset_names() -> Sequence[Any]:
    """Return id, title and revision of the live datasets by title: one query."""
    statement = select(Page.id, Page.title, Page.revision).where(is_live(), Page.kind == "dataset")
    return db.session.execute(statement.order_by(func.lower(Page.title), Page.id).limit(2000)).all()
