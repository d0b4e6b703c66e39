"""Read the lessons worth reading beside a use case (W6)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select

from core.database import db
from wiki.models import Page, PageLink
from wiki.queries.visibility import is_live
from wiki.rules.terms import PageKind

MOST = 5


def list_lessons_for(
    code: str, functions: Collection[str] = (), phases: Collection[str] = (), most: int = MOST
) -> list[tuple[Page, bool]]:
    """Return at most ``most`` lessons, with whether they name this use case; those go first.

    Alike are those of the same system functions (most in common first), in the
    same phase where both are known. Two queries.
    """
    own = db.session.scalars(
        _lessons().where(Page.id.in_(_naming("use_cases", [code]))).order_by(Page.title, Page.id).limit(most)
    ).all()
    if len(own) >= most or not functions:
        return [(page, True) for page in own]
    shared = (
        select(PageLink.source_id, func.count().label("total"))
        .where(PageLink.field == "functions", PageLink.key.in_(functions))
        .group_by(PageLink.source_id)
        .subquery()
    )
    like = db.session.scalars(
        _lessons()
        .join(shared, shared.c.source_id == Page.id)
        .where(Page.id.not_in([page.id for page in own]))
        .order_by(shared.c.total.desc(), Page.title, Page.id)
        .limit(50)
    ).all()
    wanted = set(phases)
    fitting = [page for page in like if not wanted or wanted & set(page.fields.get("phases", wanted))]
    return [*((page, True) for page in own), *((page, False) for page in fitting)][:most]


def _lessons() -> Select[Any]:
    return select(Page).where(is_live(), Page.kind == PageKind.LESSON)


def _naming(field: str, keys: Collection[str]) -> Select[Any]:
    return select(PageLink.source_id).where(PageLink.field == field, PageLink.key.in_(keys))
