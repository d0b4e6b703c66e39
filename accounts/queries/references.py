"""What points at a row, in every table: read from the foreign keys, so that no feature is forgotten.

A merge moves all of it. Where the row that stays already has the same link (two
organisations that both take part in one use case), the double one cannot move.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Table, UniqueConstraint, and_, exists, func, select

from core.database import Base, db


@dataclass(frozen=True)
class Link:
    """A column that points at the table, and the sets of columns with it that must be unique."""

    table: Table
    column: Column[Any]
    unique_sets: tuple[tuple[Column[Any], ...], ...]

    def is_double(self, source_id: int, target_id: int) -> ColumnElement[bool] | None:
        """Return the condition for rows that cannot move to ``target_id``; None when all can."""
        other = self.table.alias()
        clashes = [
            exists()
            .where(
                other.c[self.column.name] == target_id,
                *(
                    other.c[column.name] == self.table.c[column.name]
                    for column in columns
                    if column.name != self.column.name
                ),
            )
            .correlate(self.table)
            for columns in self.unique_sets
        ]
        if not clashes:
            return None
        condition: ColumnElement[bool] = clashes[0]
        for clash in clashes[1:]:
            condition = condition | clash
        return and_(self.column == source_id, condition)


@dataclass(frozen=True)
class Reference:
    """How many rows of one table point at a row, and how many of those would be double after a merge."""

    table: str
    column: str
    total: int
    double: int


def links_to(table_name: str) -> list[Link]:
    """Return every column that points at ``table_name``, in a stable order.

    One that says ``stays_at_merge`` in its info is history: it goes on naming what it named.
    """
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.info.get("stays_at_merge"):
                continue
            if any(key.column.table.name == table_name for key in column.foreign_keys):
                found.append(Link(table, column, _unique_sets(table, column)))
    return found


def _unique_sets(table: Table, column: Column[Any]) -> tuple[tuple[Column[Any], ...], ...]:
    keys = [
        tuple(constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    keys.append(tuple(table.primary_key.columns))
    keys += [tuple(index.columns) for index in table.indexes if isinstance(index, Index) and index.unique]
    return tuple(key for key in keys if column.name in {part.name for part in key})


def count_references(table_name: str, source_id: int, target_id: int | None = None) -> list[Reference]:
    """Return what points at a row, per table and column; ``target_id`` also counts what would be double."""
    found = []
    for link in links_to(table_name):
        total = db.session.scalar(
            select(func.count()).select_from(link.table).where(link.column == source_id)
        )
        double = link.is_double(source_id, target_id) if total and target_id is not None else None
        doubles = (
            db.session.scalar(select(func.count()).select_from(link.table).where(double))
            if double is not None
            else 0
        )
        if total:
            found.append(Reference(link.table.name, link.column.name, total, doubles or 0))
    return found
