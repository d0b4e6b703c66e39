"""Look up HTML that was made before."""

from collections.abc import Collection

from sqlalchemy import select

from core.database import db, reading
from wiki.models.rendered_html import RenderedHtml


def find_html(key: str) -> RenderedHtml | None:
    """Return the HTML that is kept under ``key``, or None."""
    return db.session.get(RenderedHtml, key)


def list_kept(keys: Collection[str]) -> set[str]:
    """Return which of ``keys`` are kept; reads in a transaction of its own."""
    with reading(), db.engine.connect() as connection:
        found = connection.scalars(select(RenderedHtml.key).where(RenderedHtml.key.in_(keys)))
        return set(found)
