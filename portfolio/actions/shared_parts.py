"""Keep a precondition that is shared equal to the shared one, whatever form is saved. Never commits."""

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Person
from core.audit import Actor
from core.database import db
from core.errors import Invalid
from portfolio.models import Precondition, UseCase
from portfolio.models.progress import PreconditionShare
from portfolio.queries.part_history import shared_of


def keep_shared(use_case: UseCase, values: Mapping[str, Any], by: Actor) -> Mapping[str, Any]:
    """Return ``values`` with the state and date of what is shared as they are.

    A person who changes them is refused, and told where it can be done; what the loader
    brings gives way to the shared one. One query when there are preconditions.
    """
    rows = values.get("preconditions")
    ids = [row.id for row in use_case.preconditions if row.id is not None]
    if rows is None or not ids:
        return values
    shared = shared_of(ids)
    if not shared:
        return values
    wrong: list[tuple[str, str, dict[str, Any]]] = []
    kept = []
    for place, row in enumerate(rows):
        thing = shared.get(row.get("id") or 0)
        if thing is None:
            kept.append(row)
            continue
        if isinstance(by, Person) and (row["state"], row["due_on"]) != (thing.state, thing.due_on):
            wrong.append((f"preconditions-{place}-state", "precondition_is_shared", {}))
        kept.append({**row, "state": thing.state, "due_on": thing.due_on})
    if wrong:
        raise Invalid(wrong)
    return {**values, "preconditions": kept}


def carry_shares(pairs: Iterable[tuple[Precondition, Precondition]]) -> None:
    """Let copies be shared as their originals are; both must be flushed. For a merge of use cases."""
    copies = {original.id: copy.id for original, copy in pairs}
    if not copies:
        return
    for original_id, shared in shared_of(list(copies)).items():
        db.session.add(PreconditionShare(precondition_id=copies[original_id], shared_id=shared.id))
