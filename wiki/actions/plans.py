"""Say how far an organisation is with a step of a plan. Does not commit."""

from datetime import date

from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Conflict, Invalid, NotFound
from wiki.models import Page, PlanProgress
from wiki.queries.plans import find_progress
from wiki.rules.plan import StepState, steps_of

LONGEST_NOTE = 300


def set_progress(
    page: Page,
    step: str,
    *,
    organisation_id: int,
    state: StepState,
    on: date,
    note: str,
    today: date,
    seen_version: int,
    by: Actor,
    is_illustrative: bool = False,
) -> PlanProgress:
    """Keep how far an organisation is; ``seen_version`` is that of what its author saw, 0 for nothing.

    Refuses with Conflict when a colleague said something else meanwhile.
    """
    if step not in {one.key for one in steps_of(page.fields)}:
        raise NotFound("step_not_found")
    if on > today:
        raise Invalid([("on", "step_in_future", {})])
    if len(note) > LONGEST_NOTE:
        raise Invalid([("note", "text_too_long", {"most": LONGEST_NOTE})])
    progress = find_progress(page.id, organisation_id, step)
    if (progress.version if progress else 0) != seen_version:
        raise Conflict("stale")
    if progress is None:
        progress = PlanProgress(page_id=page.id, organisation_id=organisation_id, step=step)
        db.session.add(progress)
    progress.state, progress.on, progress.note = state, on, note.strip()
    progress.at, progress.by_id, progress.by_label = utc_now(), by.actor_id, by.actor_label
    progress.is_illustrative = is_illustrative
    audit.record("plan.progress", progress, by=by, label=page.title, page_id=page.id, state=state.value)
    return progress
