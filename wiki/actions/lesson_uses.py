"""Say that a lesson was of use, and take that back. None of this commits."""

from typing import Any

from core import audit
from core.database import db
from core.errors import Invalid, Refusal
from core.links import Reference, resolve_many
from wiki.models import LessonUse, Page
from wiki.queries.lesson_uses import find_use
from wiki.rules.terms import PageKind


def note_use(page: Page, *, use_case: str, by: Any) -> LessonUse:
    """Keep that ``by`` reused a lesson, in the name of his organisation; the same twice is once.

    ``use_case`` is a code that ``by`` may read, "" for none.
    """
    if page.kind is not PageKind.LESSON or page.is_deleted:
        raise Refusal("lesson_only")
    reference = Reference("use-case", use_case)
    if use_case and resolve_many([reference], by)[reference] is None:
        raise Invalid([("use_case", "use_case_not_there", {})])
    known = find_use(page.id, by.id, use_case)
    if known is not None:
        return known
    row = LessonUse(page_id=page.id, person_id=by.id, organisation_id=by.organisation_id, use_case=use_case)
    db.session.add(row)
    audit.record("lesson_use.added", row, by=by, label=page.title, page=page.id)
    return row


def take_back(row: LessonUse, *, by: Any) -> None:
    """Take back that a lesson was of use."""
    audit.record("lesson_use.removed", row, by=by, page=row.page_id)
    db.session.delete(row)
    db.session.flush()
