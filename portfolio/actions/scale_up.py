"""Record how far organisations are with adopting a use case (R9). None of these commits."""

from datetime import date

from sqlalchemy import select

from accounts.models import Organisation
from core.audit import Actor, record
from core.database import db, today
from core.errors import Conflict, Invalid, Refusal
from portfolio.models import UseCase
from portfolio.models.progress import OrganisationAdoption
from portfolio.models.scale_up import AdoptionStep
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.rules.scale_up import Step, is_change, standing

EARLIEST = date(2000, 1, 1)
LONGEST_NOTE = 600
LONGEST_CONTACT = 200


def record_adoption(
    use_case: UseCase,
    organisation: Organisation,
    *,
    stage: AdoptionStage,
    on: date,
    by: Actor,
    contact: str = "",
    note: str = "",
    version: int | None = None,
    is_illustrative: bool = False,
) -> OrganisationAdoption:
    """Say that from ``on`` an organisation is this far; earlier days may be told afterwards.

    ``version`` is that of the row which the author saw, 0 for none; None asks nothing (the
    loader). What is said twice for one day replaces what was said of it first.
    """
    if use_case.published_on is None:
        raise Refusal("adoption_not_published")
    if not EARLIEST <= on <= today():
        raise Invalid([("on", "adoption_day", {})])
    adoption = find(use_case.id, organisation.id)
    if version is not None and version != (adoption.version if adoption else 0):
        raise Conflict("stale")
    if adoption is None:
        adoption = OrganisationAdoption(use_case_id=use_case.id, organisation_id=organisation.id, stage=stage)
    steps = {step.on: step for step in _steps(adoption)}
    told = [Step(step.on, step.stage) for step in steps.values()]
    same_day = steps.get(on)
    if same_day is not None:
        same_day.stage, same_day.by_label, same_day.is_illustrative = stage, by.actor_label, is_illustrative
        told = [one for one in told if one.on != on] + [Step(on, stage)]
    elif is_change(told, Step(on, stage)):
        told.append(Step(on, stage))
        same_day = AdoptionStep(on=on, stage=stage, by_label=by.actor_label, is_illustrative=is_illustrative)
    now = standing(told)
    assert now is not None  # noqa: S101 (there is a step now)
    adoption.stage, adoption.since = now.stage, now.since
    adoption.in_use_on, adoption.stopped_on = now.in_use_on, now.stopped_on
    adoption.contact, adoption.note = contact.strip()[:LONGEST_CONTACT], note.strip()[:LONGEST_NOTE]
    adoption.is_illustrative = is_illustrative
    db.session.add(adoption)
    db.session.flush()
    if same_day is not None:
        same_day.adoption_id = adoption.id
        db.session.add(same_day)
    _log("adoption.recorded", adoption, use_case, organisation, by)
    return adoption


def remove_adoption(
    adoption: OrganisationAdoption,
    use_case: UseCase,
    organisation: Organisation,
    *,
    by: Actor,
    version: int | None = None,
) -> None:
    """Take away what was recorded by mistake, with its steps; the trail keeps that it was there."""
    if version is not None and version != adoption.version:
        raise Conflict("stale")
    _log("adoption.removed", adoption, use_case, organisation, by)
    for step in _steps(adoption):
        db.session.delete(step)
    db.session.flush()
    db.session.delete(adoption)


def find(use_case_id: int, organisation_id: int) -> OrganisationAdoption | None:
    """Return the row of one organisation, if there is one."""
    statement = select(OrganisationAdoption).where(
        OrganisationAdoption.use_case_id == use_case_id,
        OrganisationAdoption.organisation_id == organisation_id,
    )
    return db.session.scalars(statement).one_or_none()


def _steps(adoption: OrganisationAdoption) -> list[AdoptionStep]:
    if adoption.id is None:
        return []
    return list(db.session.scalars(select(AdoptionStep).where(AdoptionStep.adoption_id == adoption.id)))


def _log(
    verb: str, adoption: OrganisationAdoption, use_case: UseCase, organisation: Organisation, by: Actor
) -> None:
    record(
        verb,
        adoption,
        by=by,
        label=f"{use_case.code} {organisation.name}"[:200],
        use_case=use_case.code,
        organisation=organisation.slug,
        stage=adoption.stage.value,
        since=adoption.since.isoformat() if adoption.since else None,
    )
