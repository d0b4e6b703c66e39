"""Record how use cases ended, and keep the chance they were selected with. None of these commits."""

from datetime import date

from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Conflict, Invalid, Refusal
from core.versions import touch
from portfolio.models import Outcome, SelectionChance, UseCase
from portfolio.queries.outcomes import find_outcome, find_selection_chance
from portfolio.rules.calibration import Result, check_outcome
from portfolio.rules.terms import Phase

ENDED = frozenset({Phase.FINISHED, Phase.STOPPED})


def keep_chance(use_case: UseCase, *, on: date) -> SelectionChance:
    """Keep the chance that is on record now as that of the selection on this day.

    Selected anew, after it went back, is a new choice with the chance of then. Called
    by whatever selects a use case; its event is that of the selection.
    """
    kept = find_selection_chance(use_case.id)
    if kept is None:
        kept = SelectionChance(use_case_id=use_case.id)
        db.session.add(kept)
    kept.chance, kept.selected_on, kept.is_later = use_case.chance, on, False
    kept.is_illustrative = use_case.is_illustrative("chance")
    return kept


def record_outcome(
    use_case: UseCase,
    *,
    result: Result,
    ended_on: date,
    explanation: str,
    today: date,
    by: Actor,
    version: int | None = None,
    illustrative: tuple[str, ...] = (),
) -> Outcome:
    """Record whether a use case that ended succeeded as intended, or change what was recorded.

    ``version`` is what was opened (0: nothing yet; None asks nothing, the loader).
    Refusal when it has not ended; Invalid for a missing explanation or a wrong day.
    """
    outcome = find_outcome(use_case.id)
    if version is not None and version != (outcome.version if outcome else 0):
        raise Conflict("stale")
    if use_case.phase not in ENDED:
        raise Refusal("outcome_not_ended")
    changes = use_case.phase_changes
    since = changes[-1].happened_on if changes else None
    found = check_outcome(explanation, ended_on, since, today)
    if found:
        fields = {"outcome_without_explanation": "explanation"}
        raise Invalid([(fields.get(one.code, "ended_on"), one.code, dict(one.params)) for one in found])
    if outcome is None:
        outcome = Outcome(use_case_id=use_case.id)
        db.session.add(outcome)
    elif (outcome.result, outcome.ended_on, outcome.explanation) == (result, ended_on, explanation.strip()):
        return outcome
    else:
        touch(outcome)
    outcome.result, outcome.ended_on, outcome.explanation = result, ended_on, explanation.strip()
    outcome.by_label, outcome.illustrative = by.actor_label, list(illustrative)
    audit.record("use_case_outcome.set", outcome, by=by, label=use_case.code)
    return outcome
