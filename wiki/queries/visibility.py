"""Who may read which page: everyone what is there, curators also what was deleted."""

from typing import Any

from sqlalchemy import ColumnElement, true

from accounts.permissions import Permission, may
from wiki.models import Page


def reads_deleted(reader: Any) -> bool:
    """Tell whether ``reader`` may also open what was deleted."""
    return may(Permission.WIKI_CURATE, reader=reader)


def is_readable(reader: Any) -> ColumnElement[bool]:
    """Return the condition under which ``reader`` may open a page."""
    return true() if reads_deleted(reader) else is_live()


def is_live() -> ColumnElement[bool]:
    """Return the condition for lists, counts and links: only what is there."""
    return Page.deleted_at.is_(None)
