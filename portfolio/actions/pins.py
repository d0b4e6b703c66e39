"""Let a dataset of a use case follow a version of a definition in the wiki. None of these commits."""

from core.audit import Actor
from core.errors import Conflict
from portfolio.actions.writing import settle
from portfolio.models import Dataset, UseCase


def pin_definition(
    use_case: UseCase,
    dataset: Dataset,
    *,
    definition: str,
    version: int | None,
    title: str,
    seen: int | None,
    by: Actor,
) -> bool:
    """Pin a version of a definition, or with "" none any more; return whether that changed anything.

    ``title`` is what the history calls it, ``seen`` the version of the use case that its author saw.
    """
    if seen != use_case.version:
        raise Conflict("stale")
    wanted = (definition, version if definition else None)
    before = (dataset.definition, dataset.definition_version)
    if wanted == before:
        return False
    dataset.definition, dataset.definition_version = wanted
    dataset.illustrative = [mark for mark in dataset.illustrative if mark != "definition"]
    note = f"{dataset.name} → {title} ({version})" if definition else f"{dataset.name} → –"
    settle(use_case, use_case.domain, by, "use_case.pinned", note)
    return True
