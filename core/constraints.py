"""A driver's error about a constraint, translated once, by the constraint's name.

Two people can pass the same check at the same moment; then the database refuses
the second. Features register which field and text belong to each constraint.
"""

import re

from sqlalchemy.exc import IntegrityError

from core.errors import Refusal

_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")
_CHECK = re.compile(r"CHECK constraint failed: (\w+)")
_refusals: dict[str, tuple[str, str]] = {}


def register_constraints(refusals: dict[str, tuple[str, str]]) -> None:
    """Add, by constraint name, the field it is about and the code of the text to show."""
    _refusals.update(refusals)


def constraint_of(error: IntegrityError) -> str | None:
    """Return the name of the constraint that was broken; None where the driver does not tell."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if name:
        return str(name)
    text = str(error.orig)
    if found := _CHECK.search(text):
        return found[1]
    if found := _UNIQUE.search(text):
        columns = [column.strip().split(".") for column in found[1].split(",")]
        return "_".join(["uq", columns[0][0], *(column[-1] for column in columns)])
    return None


def refusal_of(error: IntegrityError) -> Refusal | None:
    """Return the refusal to show for a broken constraint; None when nobody registered it."""
    known = _refusals.get(constraint_of(error) or "")
    return Refusal(known[1], known[0]) if known else None
