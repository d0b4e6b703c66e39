"""A mark of the state of all content: it changes in every transaction that changes content.

Whole pages may be kept as long as the mark stays the same (core/web/page_cache.py).
The mark is drawn by lot, not counted, so that it never repeats: not after a
restored backup either.
"""

import re
import secrets
from typing import Any

from flask import Flask
from sqlalchemy import BigInteger, Connection, event
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, db

# What these tables hold shows on no page for visitors.
UNSEEN = frozenset({"login_session", "sign_in_attempt", "audit_event", "search_outbox", "rendered_html"}) | {
    "alembic_version",
    "kept_draft",
    "follow",
    "job",
    "blind_sheet",
    "blind_score",
    "notice",
    "notice_choice",
    "mail_message",
}
_WRITE = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+[\"`]?(\w+)", re.IGNORECASE)
_IS_CHANGED = "content_is_changed"
_RENEW = (
    "INSERT INTO content_version (id, mark) VALUES (1, {mark}) "
    "ON CONFLICT (id) DO UPDATE SET mark = excluded.mark"
)


class ContentVersion(Model):
    """One row with the mark."""

    __tablename__ = "content_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[int] = mapped_column(BigInteger)


def _note(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    found = _WRITE.match(statement)
    if found and found[1] not in UNSEEN:
        connection.info[_IS_CHANGED] = True


def _renew(connection: Connection) -> None:
    """Draw a new mark as the last statement of a transaction that wrote."""
    if connection.info.pop(_IS_CHANGED, False):
        cursor = connection.connection.cursor()
        cursor.execute(_RENEW.format(mark=secrets.randbits(62)))
        cursor.close()


def _forget(connection: Connection) -> None:
    connection.info.pop(_IS_CHANGED, None)


def init_content_version(app: Flask) -> None:
    """Draw a new mark in every transaction on the database of ``app`` that changes content."""
    with app.app_context():
        engine = db.engine
    if not event.contains(engine, "commit", _renew):
        event.listen(engine, "before_cursor_execute", _note)
        event.listen(engine, "commit", _renew)
        event.listen(engine, "rollback", _forget)
