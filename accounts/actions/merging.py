"""Move everything that points at one row to another, in every table, and let the features follow."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, update

from accounts import queries
from core.database import count_changed, db, utc_now

AfterMerge = Callable[[int, int], None]
AfterChange = Callable[[int], None]
_after: dict[str, list[AfterMerge]] = {}
_after_change: dict[str, list[AfterChange]] = {}


def register_after_merge(table_name: str, tidy: AfterMerge) -> None:
    """Call ``tidy(source_id, target_id)`` after two rows of a table were merged.

    For what only a feature knows, such as figures that it derives from the links.
    """
    known = _after.setdefault(table_name, [])
    if tidy not in known:
        known.append(tidy)


def register_after_change(table_name: str, follow: AfterChange) -> None:
    """Call ``follow(id)`` after a row of a table was changed, for what a feature derives from it."""
    known = _after_change.setdefault(table_name, [])
    if follow not in known:
        known.append(follow)


def follow_change(table_name: str, id_: int) -> None:
    """Let the features follow a change, in the same transaction."""
    db.session.flush()
    for follow in _after_change.get(table_name, []):
        follow(id_)


def move_references(table_name: str, source_id: int, target_id: int) -> dict[str, int]:
    """Point every reference to ``source_id`` at ``target_id``; return how many moved, per column.

    A row that would be double is deleted. A row with a version counts up, so that
    a form that was open on it is refused.
    """
    db.session.flush()
    moved = {}
    for link in queries.links_to(table_name):
        double = link.is_double(source_id, target_id)
        if double is not None:
            db.session.execute(
                delete(link.table).where(double), execution_options={"synchronize_session": False}
            )
        values: dict[str, Any] = {link.column.name: target_id}
        if "version" in link.table.c:
            values["version"] = link.table.c.version + 1
        if "updated_at" in link.table.c:
            values["updated_at"] = utc_now()
        changed = count_changed(
            update(link.table).where(link.column == source_id).values(values), synchronize_session=False
        )
        if changed:
            moved[f"{link.table.name}.{link.column.name}"] = changed
    db.session.expire_all()
    for tidy in _after.get(table_name, []):
        tidy(source_id, target_id)
    return moved
