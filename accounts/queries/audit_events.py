"""Read the audit trail."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from core.audit import AuditEvent
from core.database import db


def select_events(
    *, verb: str = "", actor: str = "", object_type: str = "", object_id: int | None = None
) -> Select[Any]:
    """Return the statement for the trail, newest first, for ``page_of``.

    ``actor`` is a part of the name that was kept with the event.
    """
    found = select(AuditEvent).order_by(AuditEvent.id.desc())
    if verb:
        found = found.where(AuditEvent.verb == verb)
    if actor:
        found = found.where(AuditEvent.actor_label.icontains(actor, autoescape=True))
    if object_type:
        found = found.where(AuditEvent.object_type == object_type)
    if object_id is not None:
        found = found.where(AuditEvent.object_id == object_id)
    return found


def list_verbs() -> Sequence[str]:
    """Return every verb in the trail, in alphabetical order."""
    return db.session.scalars(select(AuditEvent.verb).distinct().order_by(AuditEvent.verb)).all()


def list_object_types() -> Sequence[str]:
    """Return every kind of thing in the trail, in alphabetical order."""
    found = select(AuditEvent.object_type).distinct().order_by(AuditEvent.object_type)
    return db.session.scalars(found).all()
