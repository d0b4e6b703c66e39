"""Write the parts of a use case from rows of plain values, touching only what changed.

A row is found again by its id, or by what makes it unique (the partner's
organisation, the function, the needed use case), so that an untouched row keeps
its marks. A mark "illustrative" goes when a person changes the value it is on.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portfolio.models import (
    Adoption,
    Benefit,
    Contribution,
    Dataset,
    Dependency,
    Partner,
    Precondition,
    Risk,
    Source,
    UseCase,
)

Row = Mapping[str, Any]
PARTS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "partners": (Partner, ("organisation_id",)),
    "preconditions": (Precondition, ("id",)),
    "risks": (Risk, ("id",)),
    "dependencies": (Dependency, ("needs_id",)),
    "contributions": (Contribution, ("function_id",)),
    "benefits": (Benefit, ("id",)),
    "adoptions": (Adoption, ("kind", "as_of")),
    "datasets": (Dataset, ("id",)),
    "sources": (Source, ("id",)),
}


def write_parts(use_case: UseCase, name: str, rows: Sequence[Row], *, keeps_marks: bool) -> bool:
    """Make the rows of part ``name`` equal to ``rows``; return whether anything changed."""
    model, key = PARTS[name]
    present = list(getattr(use_case, name))
    by_key = {_key(row, key): row for row in present}
    wanted = []
    is_changed = False
    for place, values in enumerate(rows):
        row = by_key.pop(_key_of(values, key), None)
        if row is None:
            row = model()
            row.illustrative = list(values.get("illustrative", []))
            is_changed = True
        is_changed |= _fill(row, {**values, "position": place}, keeps_marks=keeps_marks)
        wanted.append(row)
    is_changed |= bool(by_key)
    if is_changed:
        setattr(use_case, name, wanted)
    return is_changed


def _key(row: Any, key: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in key)


def _key_of(values: Row, key: Iterable[str]) -> tuple[Any, ...]:
    return tuple(values.get(name) for name in key)


def _fill(row: Any, values: Row, *, keeps_marks: bool) -> bool:
    changed = [
        name
        for name, value in values.items()
        if name not in ("id", "illustrative") and getattr(row, name, None) != value
    ]
    for name in changed:
        setattr(row, name, values[name])
    if keeps_marks and "illustrative" in values:
        row.illustrative = list(values["illustrative"])
    elif row.id is not None and set(changed) & set(row.illustrative):
        row.illustrative = [name for name in row.illustrative if name not in changed]
    return bool([name for name in changed if name != "position"])
