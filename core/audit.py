"""The audit trail: one event beside every write, in the same transaction.

An event keeps an actor's id and label but no relationship, so that it outlives
the account and this module needs to know no feature.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, db, utc_now


class Actor(Protocol):
    """Whoever acts: a person who is signed in, or the system itself."""

    @property
    def actor_id(self) -> int | None: ...

    @property
    def actor_label(self) -> str: ...


Listener = Callable[["AuditEvent"], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call ``listener`` with every event, in the transaction of its write.

    As each write records an event, what must follow a write (the search index,
    caches) hangs here and can't be forgotten by a new action.
    """
    if listener not in _listeners:
        _listeners.append(listener)


class System:
    """The actor of jobs, the loader and the command line."""

    actor_id: int | None = None
    actor_label: str = "system"


SYSTEM = System()


class AuditEvent(Model):
    """Who did what to which thing, when; never changed, but that a name can become a pseudonym."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_label: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(60), index=True)
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int | None] = mapped_column()
    object_label: Mapped[str] = mapped_column(String(200), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


def record(verb: str, subject: Any, *, by: Actor, label: str = "", **data: Any) -> AuditEvent:
    """Add an event about ``subject`` (a model with an id) to the running transaction.

    ``data`` must be JSON and must hold no personal data beyond ids, and no blind score.
    """
    db.session.flush()
    event = AuditEvent(
        actor_id=by.actor_id,
        actor_label=by.actor_label,
        verb=verb,
        object_type=type(subject).__tablename__,
        object_id=getattr(subject, "id", None),
        object_label=label or getattr(subject, "label", "") or str(getattr(subject, "code", "")),
        data=data,
    )
    db.session.add(event)
    for listener in _listeners:
        listener(event)
    return event
