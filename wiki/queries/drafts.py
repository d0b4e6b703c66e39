"""Read drafts: only ever one's own."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.database import db
from core.errors import NotFound
from wiki.models import KeptDraft, Page
from wiki.rules.draft import Draft
from wiki.rules.terms import PageKind


def place_of(page: Page | None, kind: PageKind) -> str:
    """Return what a draft is for: this page, or a new one of this kind."""
    return f"page:{page.id}" if page is not None else f"new:{kind.value}"


def find_draft(person_id: int, place: str) -> KeptDraft | None:
    """Return the draft of this person for this place."""
    statement = select(KeptDraft).where(KeptDraft.person_id == person_id, KeptDraft.place == place)
    return db.session.scalar(statement)


def get_own_draft(id_: int, person_id: int) -> KeptDraft:
    """Return a draft of this person with its page, or refuse with NotFound."""
    found = db.session.scalar(
        select(KeptDraft)
        .where(KeptDraft.id == id_, KeptDraft.person_id == person_id)
        .options(joinedload(KeptDraft.page))
    )
    if found is None:
        raise NotFound("draft_not_found")
    return found


def list_drafts(person_id: int) -> Sequence[KeptDraft]:
    """Return the drafts of this person with their pages, kept last first."""
    statement = select(KeptDraft).where(KeptDraft.person_id == person_id)
    statement = statement.options(joinedload(KeptDraft.page))
    return db.session.scalars(statement.order_by(KeptDraft.kept_at.desc(), KeptDraft.id.desc())).all()


def count_drafts(person_id: int) -> int:
    """Return how many drafts this person has."""
    statement = select(func.count()).select_from(KeptDraft).where(KeptDraft.person_id == person_id)
    return db.session.scalar(statement) or 0


def text_of_draft(kept: KeptDraft) -> Draft:
    """Return what a draft holds."""
    return Draft.of(kept.title, kept.body, kept.values)
