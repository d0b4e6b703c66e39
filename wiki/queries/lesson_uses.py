"""Read by whom a lesson was reused: organisations and use cases, never people."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from accounts.models import Organisation
from core.database import db
from core.errors import NotFound
from wiki.models import LessonUse

MOST = 200


def find_use(page_id: int, person_id: int, use_case: str) -> LessonUse | None:
    """Return what a person said before, or None."""
    return db.session.scalars(
        select(LessonUse).where(
            LessonUse.page_id == page_id, LessonUse.person_id == person_id, LessonUse.use_case == use_case
        )
    ).one_or_none()


def get_own_use(page_id: int, use_id: int, person_id: int) -> LessonUse:
    """Return one of a person's own rows; NotFound for those of others."""
    found = db.session.get(LessonUse, use_id)
    if found is None or found.page_id != page_id or found.person_id != person_id:
        raise NotFound("not_found")
    return found


def list_uses(page_id: int) -> Sequence[Any]:
    """Return id, person_id, use_case, at, organisation and slug of each reuse, newest first: one query."""
    return db.session.execute(
        select(
            LessonUse.id,
            LessonUse.person_id,
            LessonUse.use_case,
            LessonUse.at,
            Organisation.name.label("organisation"),
            Organisation.slug,
        )
        .outerjoin(Organisation, Organisation.id == LessonUse.organisation_id)
        .where(LessonUse.page_id == page_id)
        .order_by(LessonUse.id.desc())
        .limit(MOST)
    ).all()
