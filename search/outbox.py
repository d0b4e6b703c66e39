"""Tell the index that something changed, in the transaction of the change.

Nobody needs to call this: it listens to the audit events that stand beside every
write, for the tables that a feature made searchable.
"""

from core.audit import AuditEvent
from core.database import db
from search.models import SearchOutbox

_types: dict[str, str] = {}


def watch(table: str, type_: str) -> None:
    """Let events about rows of ``table`` renew the index entry of ``type_`` with the same id."""
    _types[table] = type_


def note(type_: str, id_: int) -> None:
    """Add a row for the index writer; type is that of core.links ("use-case", "page", …)."""
    db.session.add(SearchOutbox(type=type_, object_id=id_))


def note_event(event: AuditEvent) -> None:
    """Add a row when the event is about something searchable."""
    type_ = _types.get(event.object_type)
    if type_ is not None and event.object_id is not None:
        note(type_, event.object_id)
