"""Tell the index that something changed, in the transaction of the change."""

from core.database import db
from search.models import SearchOutbox


def note(type_: str, id_: int) -> None:
    """Add a row for the index writer; type is that of core.links ("use-case", "page", …)."""
    db.session.add(SearchOutbox(type=type_, object_id=id_))
