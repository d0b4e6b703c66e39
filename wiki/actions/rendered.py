"""Keep HTML that was made, and forget what is old. Never stands in the way of who reads or saves."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from core.database import count_changed, db, is_reading, utc_now, writing
from core.web.log import logger
from wiki.models.rendered_html import RenderedHtml

PATIENCE = 250  # milliseconds that a reader waits for SQLite's only writer
KEPT_FOR = timedelta(days=90)


def keep_html(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Add or replace these rows of RenderedHtml; return whether that went well.

    In a transaction that writes they join it. A request that only reads has a
    short transaction of its own for them.
    """
    if not rows:
        return True
    try:
        with _place() as connection:
            connection.execute(_upsert(connection), [{"made_at": utc_now(), **row} for row in rows])
    except SQLAlchemyError as error:
        logger.warning("html not kept", error=type(error).__name__)
        return False
    return True


def forget_old_html(renderer: str) -> int:
    """Delete what another version of the renderer made, and what is old; return how many."""
    stale = or_(RenderedHtml.renderer != renderer, RenderedHtml.made_at < utc_now() - KEPT_FOR)
    return count_changed(delete(RenderedHtml).where(stale))


def _upsert(connection: Connection) -> Any:
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(RenderedHtml.__table__)
    changed = {name: statement.excluded[name] for name in ("renderer", "html", "toc", "notice", "made_at")}
    return statement.on_conflict_do_update(index_elements=["key"], set_=changed)


@contextmanager
def _place() -> Iterator[Connection]:
    if db.session().in_transaction() and not is_reading():
        # On the connection, not the session: what the caller still has in hand is not flushed by us.
        connection = db.session.connection()
        with connection.begin_nested():
            yield connection
        return
    with writing(), db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
        if raw is not None:
            raw.cursor().execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            with connection.begin():
                yield connection
        finally:
            if raw is not None:
                raw.cursor().execute("PRAGMA busy_timeout=10000")
