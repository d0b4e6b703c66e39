"""Write use cases: propose, edit, move, score, merge. None of these commits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update

from accounts.models import Domain, Person
from core.audit import Actor
from core.database import db, today, utc_now
from core.errors import Conflict, Invalid, Refusal
from portfolio.actions.derive import derive
from portfolio.actions.framework import publish_framework
from portfolio.actions.outcomes import keep_chance
from portfolio.actions.part_changes import note_changes, stood
from portfolio.actions.parts import PARTS
from portfolio.actions.plan_log import check_plan_free, has_promise, log_plan, plan_of
from portfolio.actions.shared_parts import carry_shares, keep_shared
from portfolio.actions.writing import MARKS as MARKS
from portfolio.actions.writing import SCALARS as SCALARS
from portfolio.actions.writing import empty_use_case, settle, write_values
from portfolio.models import (
    Assessment,
    Criterion,
    Dependency,
    PhaseChange,
    Score,
    UseCase,
    UseCaseAlias,
)
from portfolio.queries.scoring_models import Models, current_model
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules import findings as rule
from portfolio.rules.chance import check_chance
from portfolio.rules.completeness import Dossier, Offer
from portfolio.rules.effort import Effort
from portfolio.rules.findings import Finding
from portfolio.rules.phases import Step, check_step
from portfolio.rules.preconditions import Gate
from portfolio.rules.scoring_model import ScoringModelView
from portfolio.rules.terms import Phase, PreconditionState


class PhaseNotAllowed(Refusal):
    """The step is not allowed; ``findings`` says all that stops it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].code, "phase", **findings[0].params)
        self.findings = findings


def propose_use_case(domain: Domain, values: Mapping[str, Any], *, by: Actor, code: str = "") -> UseCase:
    """Add a use case as an idea; it gets the next free code of its domain unless one is given."""
    code = code or next_code(domain)
    with db.session.no_autoflush:
        use_case = empty_use_case(domain, code, values["title"])
        if isinstance(by, Person):
            use_case.submitter_id = by.id
        write_values(use_case, values, keeps_marks=not isinstance(by, Person))
        first = PhaseChange(
            phase=Phase.IDEA, happened_on=values.get("today") or today(), by_label=by.actor_label
        )
        use_case.phase_changes = [first]
    settle(use_case, domain, by, "use_case.proposed", "")
    return use_case


def edit_use_case(
    use_case: UseCase, values: Mapping[str, Any], *, by: Actor, version: int | None = None, note: str = ""
) -> UseCase:
    """Change what ``values`` names and keep the rest; refuse when it changed since ``version``."""
    check_version(use_case, version)
    with db.session.no_autoflush:
        check_plan_free(use_case, values, by)
        values = keep_shared(use_case, values, by)
        before, parts = plan_of(use_case), stood(use_case)
        is_changed = write_values(use_case, values, keeps_marks=not isinstance(by, Person))
        log_plan(use_case, before, by=by, note=note)
    if is_changed:
        settle(use_case, use_case.domain, by, "use_case.edited", note)
        note_changes(use_case, parts, by=by)
    return use_case


def move_use_case(
    use_case: UseCase,
    *,
    to: Phase,
    on: date,
    today: date,
    by: Actor,
    reason: str = "",
    decision: str = "",
    version: int | None = None,
) -> list[Finding]:
    """Move to another phase when the rules allow it; return the warnings that go along.

    *Selected* is published with the decision it names, and its scores and assessment with it.
    """
    check_version(use_case, version)
    found = check_step(dossier_of(use_case), Step(to, on, reason, decision), today)
    if rule.blocking(found):
        raise PhaseNotAllowed(rule.blocking(found))
    use_case.phase_changes.append(
        PhaseChange(phase=to, happened_on=on, reason=reason, decision=decision, by_label=by.actor_label)
    )
    use_case.phase = to
    use_case.illustrative = [mark for mark in use_case.illustrative if mark != "phase"]
    use_case.is_draft = False
    if to is Phase.SELECTED:
        publish(use_case, on)
        publish_framework(use_case, on=on, by=by)
        keep_chance(use_case, on=on)
    settle(use_case, use_case.domain, by, "use_case.moved", reason)
    return rule.warnings(found)


def publish(use_case: UseCase, on: date) -> None:
    """Make a use case and its scores public, as a decision does; the first day stays."""
    use_case.published_on = use_case.published_on or on
    if use_case.assessment and not use_case.assessment.published_on:
        use_case.assessment.published_on = on


def score_use_case(
    use_case: UseCase,
    *,
    levels: Mapping[str, int | None],
    reasons: Mapping[str, str],
    chance: int | None,
    by: Actor,
    version: int | None = None,
    is_illustrative: bool = False,
) -> Assessment:
    """Record the scores of the one assessor; a level left out or None is unknown, never 0."""
    check_version(use_case, version)
    assessment = write_scores(
        use_case,
        levels=levels,
        reasons=reasons,
        chance=chance,
        assessor_id=by.actor_id,
        is_illustrative=is_illustrative,
    )
    settle(use_case, use_case.domain, by, "use_case.scored", "")
    return assessment


def write_scores(
    use_case: UseCase,
    *,
    levels: Mapping[str, int | None],
    reasons: Mapping[str, str],
    chance: int | None,
    assessor_id: int | None,
    is_illustrative: bool,
    model: ScoringModelView | None = None,
    round_id: int | None = None,
) -> Assessment:
    """Fill in the assessment of ``use_case``, by the board's current model unless one is given.

    ``round_id`` is the round whose outcome this is. The caller settles.
    """
    _check_scores(levels, chance)
    with db.session.no_autoflush:
        model = model or current_model(use_case.domain.id)
        criteria = criteria_of(model)
    assessment = use_case.assessment or Assessment(scores=[])
    use_case.assessment = assessment
    assessment.assessed_at = utc_now()
    assessment.assessor_id = assessor_id
    assessment.model_id = model.id or None
    assessment.round_id = round_id
    assessment.is_illustrative = is_illustrative
    is_chosen = use_case.phase not in (Phase.IDEA, Phase.CANDIDATE)
    if use_case.published_on and is_chosen and assessment.published_on is None:
        assessment.published_on = use_case.published_on
    known = {score.criterion.code: score for score in assessment.scores}
    for criterion in criteria:
        score = known.get(criterion.code)
        if score is None:
            score = Score(criterion=criterion)
            assessment.scores.append(score)
        score.level = levels.get(criterion.code)
        score.reason = reasons.get(criterion.code, "")
    use_case.chance = chance
    if not is_illustrative:
        marks = ("scores", "score_reasons", "chance")
        use_case.illustrative = [mark for mark in use_case.illustrative if mark not in marks]
    return assessment


def criteria_of(model: ScoringModelView) -> Sequence[Criterion]:
    """Return the rows of a model's criteria, in its order."""
    rows = db.session.scalars(select(Criterion).where(Criterion.code.in_(list(model.weights))))
    by_code = {row.code: row for row in rows}
    return [by_code[code] for code in model.weights]


def _check_scores(levels: Mapping[str, int | None], chance: int | None) -> None:
    try:
        check_chance(chance)
    except rule.Refusal as refusal:
        raise Invalid([("chance", refusal.code, dict(refusal.params))]) from refusal
    wrong = [code for code, level in levels.items() if level is not None and not 0 <= level <= 5]
    if wrong:
        raise Invalid([(f"level_{code}", "unknown_level", {}) for code in wrong])


def rederive_all(domain: Domain | None = None) -> int:
    """Recompute size and value, each by the model it was scored with; return how many changed."""
    statement = select(UseCase).options(*EVERYTHING)
    if domain is not None:
        statement = statement.where(UseCase.domain_id == domain.id)
    models = Models()
    changed = 0
    for use_case in db.session.scalars(statement).unique():
        derive(use_case, use_case.domain, models)
        changed += db.session.is_modified(use_case)
    return changed


def merge_use_cases(
    source: UseCase, target: UseCase, *, by: Actor, reason: str, version: int | None = None
) -> UseCase:
    """Let ``source`` go on as ``target``: its code keeps working, its history and text are kept.

    What only ``source`` has is added to ``target``: partners, contributions,
    preconditions, risks, benefits, datasets and sources. Nothing of ``target`` changes.
    What was promised to the public does not go away so: a ``source`` with a promise is refused.
    """
    check_version(source, version)
    if source.id == target.id:
        raise Invalid([("target", "merge_with_itself", {})])
    if source.merged_into_id or target.merged_into_id:
        raise Invalid([("target", "merge_twice", {})])
    if has_promise(source):
        raise Invalid([("target", "merge_promised", {"use_case": source.code})])
    if not reason.strip():
        raise Invalid([("reason", "missing_reason", {})])
    goes = what_goes_along(source, target)
    copies = {name: [_copy(row) for row in rows] for name, rows in goes.items()}
    for name, rows in copies.items():
        getattr(target, name).extend(rows)
    source.merged_into_id = target.id
    _point_dependents_at(source, target)
    db.session.execute(
        update(UseCaseAlias).where(UseCaseAlias.use_case_id == source.id).values(use_case_id=target.id)
    )
    db.session.add(UseCaseAlias(code=source.code, use_case_id=target.id))
    settle(source, source.domain, by, "use_case.merged", reason)
    settle(target, target.domain, by, "use_case.received", f"{source.code}: {reason}")
    carry_shares(zip(goes["preconditions"], copies["preconditions"], strict=True))
    return target


def _point_dependents_at(source: UseCase, target: UseCase) -> None:
    """Let what needed ``source`` need ``target``, unless it did already or is ``target`` itself."""
    waiting = select(Dependency.use_case_id).where(Dependency.needs_id == target.id)
    already = set(db.session.scalars(waiting))
    for row in db.session.scalars(select(Dependency).where(Dependency.needs_id == source.id)).all():
        if row.use_case_id in already | {target.id, source.id}:
            db.session.delete(row)
        else:
            row.needs_id = target.id


SAME = {"sources": ("source", "passage"), "datasets": ("name",)}
"""By what a row without a key of its own is the same as another; else by its text."""


def what_goes_along(source: UseCase, target: UseCase) -> dict[str, list[Any]]:
    """Return, per part, the rows of ``source`` that ``target`` lacks; all relations must be loaded."""
    return {name: _only_in_source(name, key, source, target) for name, (_model, key) in PARTS.items()}


def _only_in_source(name: str, key: tuple[str, ...], source: UseCase, target: UseCase) -> list[Any]:
    unique = key if key != ("id",) else SAME.get(name, ("text",))

    def signature(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, part) for part in unique)

    present = {signature(row) for row in getattr(target, name)}
    return [
        row
        for row in getattr(source, name)
        if signature(row) not in present and not (name == "dependencies" and row.needs_id == target.id)
    ]


def _copy(row: Any) -> Any:
    columns = {
        column.key: getattr(row, column.key)
        for column in type(row).__mapper__.column_attrs
        if column.key not in ("id", "use_case_id")
    }
    return type(row)(**columns)


def check_version(use_case: UseCase, version: int | None) -> None:
    """Refuse when ``use_case`` was saved since ``version`` was opened."""
    if version is not None and version != use_case.version:
        raise Conflict("stale")


def next_code(domain: Domain) -> str:
    """Return the next free code of a domain; the domain's row is locked, so two never get the same."""
    db.session.execute(select(Domain.id).where(Domain.id == domain.id).with_for_update())
    prefix = f"{domain.code}-"
    used = [
        *db.session.scalars(select(UseCase.code).where(UseCase.code.startswith(prefix))),
        *db.session.scalars(select(UseCaseAlias.code).where(UseCaseAlias.code.startswith(prefix))),
    ]
    numbers = [int(code.removeprefix(prefix)) for code in used if code.removeprefix(prefix).isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1:03}"


def dossier_of(use_case: UseCase) -> Dossier:
    """Return what the rules of phases need to know; all relations must be loaded."""
    changes = use_case.phase_changes
    before_parking = [change.phase for change in changes if change.phase is not Phase.PARKED]
    return Dossier(
        phase=use_case.phase,
        phase_since=changes[-1].happened_on if changes else None,
        parked_from=before_parking[-1] if use_case.phase is Phase.PARKED and before_parking else None,
        challenge=use_case.challenge,
        intended_result=use_case.intended_result,
        practice=use_case.practice,
        has_owner=bool(use_case.owner_organisation_id or use_case.owner_id),
        effort=Effort.of(use_case.effort_low, use_case.effort_likely, use_case.effort_high),
        gates=tuple(
            Gate(row.text, row.is_hard, PreconditionState(row.state), row.due_on)
            for row in use_case.preconditions
        ),
        has_no_preconditions=use_case.has_no_preconditions,
        risks=len(use_case.risks),
        has_no_risks=use_case.has_no_risks,
        offers=tuple(Offer(row.function.code, row.level, row.deliverable) for row in use_case.contributions),
        commitments=tuple(row.commitment for row in use_case.partners),
        data_level=use_case.data_level,
        personal_data=use_case.personal_data,
        dpia=use_case.dpia,
        verdict=use_case.framework.established_verdict if use_case.framework else None,
    )
