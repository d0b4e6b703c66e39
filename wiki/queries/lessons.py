"""Read the lessons worth reading beside a use case, or before one begins (W6)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from core.database import db
from wiki.models import LessonUse, Page, PageLink, page_domain
from wiki.queries.names import find_targets
from wiki.queries.visibility import is_live
from wiki.rules.terms import PageKind

MOST = 5
# What a lesson and a use case can share, heaviest first: a dataset or law says more than a domain.
WEIGHTS = {"named": 4, "functions": 3, "domain": 1}


def list_lessons_for(
    code: str,
    functions: Collection[str] = (),
    phases: Collection[str] = (),
    most: int = MOST,
    *,
    named: Collection[str] = (),
    page_ids: Collection[int] = (),
    domain_ids: Collection[int] = (),
) -> list[tuple[Page, bool]]:
    """Return at most ``most`` lessons, with whether they name this use case; those go first.

    Alike are those of the same system functions, those that name the same datasets
    or laws (``named``: titles, aliases or addresses of pages; ``page_ids``), and those of the
    same domain: most in common first, then those that helped most people; in the
    same phase where both are known. At most six queries.
    """
    own = (
        db.session.scalars(
            _lessons()
            .where(Page.id.in_(_naming("use_cases", [code])))
            .order_by(Page.title, Page.id)
            .limit(most)
        ).all()
        if code
        else []
    )
    shared = _shared(functions, {*find_targets(named).values(), *page_ids}, domain_ids)
    if len(own) >= most or shared is None:
        return [(page, True) for page in own]
    uses = select(LessonUse.page_id, func.count().label("total")).group_by(LessonUse.page_id).subquery("uses")
    like = db.session.scalars(
        _lessons()
        .join(shared, shared.c.page_id == Page.id)
        .outerjoin(uses, uses.c.page_id == Page.id)
        .where(Page.id.not_in([page.id for page in own]))
        .order_by(shared.c.total.desc(), func.coalesce(uses.c.total, 0).desc(), Page.title, Page.id)
        .limit(50)
    ).all()
    wanted = set(phases)
    fitting = [page for page in like if not wanted or wanted & set(page.fields.get("phases", wanted))]
    return [*((page, True) for page in own), *((page, False) for page in fitting)][:most]


def _shared(functions: Collection[str], targets: Collection[int], domain_ids: Collection[int]) -> Any | None:
    """Return how much each page has in common, as rows of page_id and total; None when nothing is known."""
    parts: list[Any] = []
    if functions:
        parts.append(
            select(PageLink.source_id.label("page_id"), literal(WEIGHTS["functions"]).label("weight")).where(
                PageLink.field == "functions", PageLink.key.in_(functions)
            )
        )
    if targets:
        parts.append(
            select(PageLink.source_id, literal(WEIGHTS["named"])).where(PageLink.target_id.in_(targets))
        )
    if domain_ids:
        parts.append(
            select(page_domain.c.page_id, literal(WEIGHTS["domain"])).where(
                page_domain.c.domain_id.in_(domain_ids)
            )
        )
    if not parts:
        return None
    rows = union_all(*parts).subquery("rows")
    columns = list(rows.c)
    return (
        select(columns[0].label("page_id"), func.sum(columns[1]).label("total"))
        .group_by(columns[0])
        .subquery("shared")
    )


@dataclass(frozen=True, slots=True)
class Beginning:
    """A lesson for who begins something, and what it shares with that."""

    page: Page
    is_of_function: bool
    is_of_domain: bool


def list_lessons_to_begin(
    domain_id: int | None, functions: Collection[str] = (), most: int = MOST
) -> list[Beginning]:
    """Return lessons for who begins something, those of a phase in which one begins first.

    Then those of the system functions, of the domain, and those that helped most people. One query.
    """
    uses = select(LessonUse.page_id, func.count().label("total")).group_by(LessonUse.page_id).subquery("uses")
    shared = _shared(functions, (), [domain_id] if domain_id else [])
    total: Any = literal(0) if shared is None else func.coalesce(shared.c.total, 0)
    statement = _lessons().add_columns(total.label("shared")).outerjoin(uses, uses.c.page_id == Page.id)
    if shared is not None:
        statement = statement.outerjoin(shared, shared.c.page_id == Page.id)
    rows = db.session.execute(
        statement.order_by(total.desc(), func.coalesce(uses.c.total, 0).desc(), Page.title, Page.id).limit(50)
    ).all()
    early = {"idea", "candidate", "selected"}
    rows = sorted(rows, key=lambda row: not early & set(row.Page.fields.get("phases", early)))
    weight = WEIGHTS["functions"]
    return [Beginning(row.Page, row.shared >= weight, row.shared % weight > 0) for row in rows[:most]]


def names_use_case(code: str) -> bool:
    """Tell whether a live lesson was learned at this use case."""
    statement = _lessons().with_only_columns(Page.id).where(Page.id.in_(_naming("use_cases", [code])))
    return db.session.scalar(statement.limit(1)) is not None


def _lessons() -> Select[Any]:
    return select(Page).where(is_live(), Page.kind == PageKind.LESSON)


def _naming(field: str, keys: Collection[str]) -> Select[Any]:
    return select(PageLink.source_id).where(PageLink.field == field, PageLink.key.in_(keys))
