"""Owners, confirmations, doubt and a discussion on pages of the demo; all of it illustrative."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.models import Person
from core.audit import SYSTEM
from core.database import db, today
from seed.ledger import Item
from seed.lookups import Lookups
from seed.reading import Shape, check_rows, is_filled, is_whole, read_yaml
from wiki.actions import comments, doubts, life
from wiki.models import Comment, Doubt, Page, PageLife
from wiki.queries.pages import read_page
from wiki.rules.life import DoubtState

FILE = "page_life.yaml"
WRITER = "bijdrager@voorbeeld.nl"
ANSWERER = "redacteur@voorbeeld.nl"
OWNER: Shape = {"page": is_filled, "organisation": is_filled, "function": is_filled, "confirmed": is_whole}
DOUBT: Shape = {
    "page": is_filled,
    "field": is_filled,
    "text": is_filled,
    "answer": is_filled,
    "state": DoubtState,
}
COMMENT: Shape = {"page": is_filled, "text": is_filled, "reply": is_filled}


def page_life_items(content: Path) -> Iterator[Item]:
    """Yield one item per owner, report and first message, for the pages that are there."""
    path = content / FILE
    rows: dict[str, list[dict[str, Any]]] = read_yaml(path) if path.is_file() else {}
    check_rows(rows.get("owners", []), OWNER, f"{FILE}.owners", optional=("confirmed",))
    check_rows(rows.get("doubts", []), DOUBT, f"{FILE}.doubts", optional=("answer", "state"))
    check_rows(rows.get("comments", []), COMMENT, f"{FILE}.comments", optional=("reply",))
    known = Lookups()
    for row in rows.get("owners", []):
        page = read_page(Page.slug == row["page"])
        ids = known.organisation_ids([row["organisation"]])
        if page is not None and ids:
            act = partial(_own, page, row, ids[0])
            find = partial(_find_owned, page.id)
            yield Item(key=f"page-life:{page.slug}", content=row, find=find, add=act, update=act)
    for row in rows.get("doubts", []):
        page = read_page(Page.slug == row["page"])
        if page is not None:
            yield Item(
                key=f"page-doubt:{page.slug}",
                content=row,
                find=partial(_find, Doubt, page.id),
                add=partial(_doubt, page, row),
                update=_leave,
            )
    for row in rows.get("comments", []):
        page = read_page(Page.slug == row["page"])
        if page is not None:
            yield Item(
                key=f"page-comment:{page.slug}",
                content=row,
                find=partial(_find, Comment, page.id),
                add=partial(_talk, page, row),
                update=_leave,
            )


def _find_owned(page_id: int) -> PageLife | None:
    row = db.session.get(PageLife, page_id)
    return row if row is not None and row.organisation_id is not None else None


def _find(model: Any, page_id: int) -> Any | None:
    return db.session.scalars(select(model).where(model.page_id == page_id).order_by(model.id)).first()


def _own(page: Page, row: dict[str, Any], organisation_id: int, _present: Any = None) -> PageLife:
    life.set_owner(
        page,
        organisation_id=organisation_id,
        function=row["function"],
        interval_months=None,
        by=SYSTEM,
        is_illustrative=True,
    )
    if row.get("confirmed") is not None:
        day = today() - timedelta(days=row["confirmed"])
        life.confirm_page(page, base_revision=page.revision, by=SYSTEM, on=day)
    return life.get_life(page.id)


def _actor(email: str) -> Any:
    return db.session.scalars(select(Person).where(Person.email == email)).one_or_none() or SYSTEM


def _doubt(page: Page, row: dict[str, Any]) -> Doubt:
    doubt = doubts.report_doubt(
        page, text=row["text"], field=row["field"], by=_actor(WRITER), is_released=True, is_illustrative=True
    )
    if row.get("answer"):
        doubts.reply_to_doubt(
            doubt,
            text=row["answer"],
            state=DoubtState(row["state"]),
            release=True,
            may_answer=True,
            version=doubt.version,
            by=_actor(ANSWERER),
        )
    return doubt


def _talk(page: Page, row: dict[str, Any]) -> Comment:
    first = comments.add_comment(page, text=row["text"], parent=None, by=_actor(WRITER), is_illustrative=True)
    if row.get("reply"):
        comments.add_comment(page, text=row["reply"], parent=first, by=_actor(ANSWERER), is_illustrative=True)
    return first


def _leave(_present: Any) -> None:
    """What people said is not written over."""
