"""Write use cases: propose, edit, move, score, merge. None of these commits."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, update

from accounts.models import Domain, Person
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Conflict, Invalid, Refusal
from portfolio.actions.derive import derive, derive_value, model_version
from portfolio.actions.parts import PARTS, write_parts
from portfolio.actions.snapshot import snapshot
from portfolio.models import Assessment, Criterion, PhaseChange, Revision, Score, UrgentChallenge, UseCase, UseCaseAlias
from portfolio.queries.reference import weights as current_weights
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules import findings as rule
from portfolio.rules.chance import check_chance
from portfolio.rules.completeness import Dossier, Offer
from portfolio.rules.effort import Effort
from portfolio.rules.findings import Finding
from portfolio.rules.phases import Step, check_step
from portfolio.rules.preconditions import Gate
from portfolio.rules.size import SizeOverride, classify
from portfolio.rules.terms import Phase, PreconditionState

SCALARS = (
    *("kind", "title", "title_en", "summary", "summary_en", "challenge", "intended_result", "description"),
    *("practice", "government_role", "data_level", "personal_data", "dpia", "iama", "algorithm_register"),
    *("owner_organisation_id", "owner_id", "is_draft", "as_of", "has_no_preconditions", "has_no_risks"),
    *("effort_low", "effort_likely", "effort_high", "cost_cents", "planned_start", "planned_quarters"),
    *("size_override", "size_reason"),
)
# A mark stands on a group of fields that people see as one value.
MARKS = {
    "effort_low": "effort",
    "effort_likely": "effort",
    "effort_high": "effort",
    "cost_cents": "cost",
    "planned_start": "planned",
    "planned_quarters": "planned",
}


class PhaseNotAllowed(Refusal):
    """The step is not allowed; ``findings`` says all that stops it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].code, "phase", **findings[0].params)
        self.findings = findings


def propose_use_case(domain: Domain, values: Mapping[str, Any], *, by: Actor, code: str = "") -> UseCase:
    """Add a use case as an idea; it gets the next free code of its domain unless one is given."""
    use_case = UseCase(domain=domain, code=code or next_code(domain), title=values["title"], illustrative=[])
    use_case.version = 1
    if isinstance(by, Person):
        use_case.submitter_id = by.id
    db.session.add(use_case)
    for name in (*PARTS, "other_domains", "team", "challenges", "phase_changes"):
        setattr(use_case, name, [])
    use_case.assessment = None
    use_case.owner_organisation = None
    with db.session.no_autoflush:
        _write(use_case, values, keeps_marks=True)
    if not values.get("phase_changes"):
        use_case.phase_changes = [
            PhaseChange(phase=Phase.IDEA, happened_on=values.get("today") or utc_now().date(), by_label=by.actor_label)
        ]
    _settle(use_case, domain, by, "use_case.proposed", "")
    return use_case


def edit_use_case(
    use_case: UseCase, values: Mapping[str, Any], *, by: Actor, version: int | None = None, note: str = ""
) -> UseCase:
    """Change what ``values`` names and keep the rest; refuse when it changed since ``version``."""
    check_version(use_case, version)
    with db.session.no_autoflush:
        is_changed = _write(use_case, values, keeps_marks=not isinstance(by, Person))
    if is_changed:
        _settle(use_case, use_case.domain, by, "use_case.edited", note)
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

    *Selected* is published with the decision it names, and its scores with it.
    """
    check_version(use_case, version)
    found = check_step(dossier_of(use_case), Step(to, on, reason, decision), today)
    if rule.blocking(found):
        raise PhaseNotAllowed(rule.blocking(found))
    use_case.phase_changes.append(
        PhaseChange(phase=to, happened_on=on, reason=reason, decision=decision, by_label=by.actor_label)
    )
    use_case.phase = to
    use_case.is_draft = False
    if to is Phase.SELECTED:
        publish(use_case, on)
    _settle(use_case, use_case.domain, by, "use_case.moved", reason)
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
    weights = current_weights()
    criteria = {criterion.code: criterion for criterion in db.session.scalars(select(Criterion))}
    try:
        check_chance(chance)
    except rule.Refusal as refusal:
        raise Invalid([("chance", refusal.code, dict(refusal.params))]) from refusal
    _check_levels(levels)
    assessment = use_case.assessment or Assessment(scores=[])
    use_case.assessment = assessment
    assessment.assessed_at = utc_now()
    assessment.assessor_id = by.actor_id
    assessment.model_version = model_version(weights)
    assessment.is_illustrative = is_illustrative
    if use_case.published_on and use_case.phase is not Phase.CANDIDATE and assessment.published_on is None:
        assessment.published_on = use_case.published_on
    known = {score.criterion.code: score for score in assessment.scores}
    for code, criterion in criteria.items():
        score = known.get(code)
        if score is None:
            score = Score(criterion=criterion)
            assessment.scores.append(score)
        score.level = levels.get(code)
        score.reason = reasons.get(code, "")
    use_case.chance = chance
    if not is_illustrative:
        use_case.illustrative = [mark for mark in use_case.illustrative if mark not in ("scores", "chance")]
    _settle(use_case, use_case.domain, by, "use_case.scored", "")
    return assessment


def _check_levels(levels: Mapping[str, int | None]) -> None:
    wrong = [code for code, level in levels.items() if level is not None and not 0 <= level <= 5]
    if wrong:
        raise Invalid([(f"level_{code}", "unknown_level", {}) for code in wrong])


def rederive_all(domain: Domain | None = None) -> int:
    """Recompute size and value after weights or a domain's limits changed; return how many changed."""
    statement = select(UseCase).options(*EVERYTHING)
    if domain is not None:
        statement = statement.where(UseCase.domain_id == domain.id)
    weights = current_weights()
    changed = 0
    for use_case in db.session.scalars(statement).unique():
        derive(use_case, use_case.domain, weights)
        derive_value(use_case, weights)
        changed += db.session.is_modified(use_case)
    return changed


def merge_use_cases(source: UseCase, target: UseCase, *, by: Actor, reason: str, version: int | None = None) -> UseCase:
    """Let ``source`` go on as ``target``: its code keeps working, its history and text are kept.

    What only ``source`` has is added to ``target``: partners, contributions,
    preconditions, risks, benefits, datasets and sources. Nothing of ``target`` changes.
    """
    check_version(source, version)
    if source.id == target.id:
        raise Invalid([("target", "merge_with_itself", {})])
    if source.merged_into_id or target.merged_into_id:
        raise Invalid([("target", "merge_twice", {})])
    if not reason.strip():
        raise Invalid([("reason", "missing_reason", {})])
    for name, (_model, key) in PARTS.items():
        _take_over(name, key, source, target)
    source.merged_into_id = target.id
    db.session.execute(update(UseCaseAlias).where(UseCaseAlias.use_case_id == source.id).values(use_case_id=target.id))
    db.session.add(UseCaseAlias(code=source.code, use_case_id=target.id))
    _settle(source, source.domain, by, "use_case.merged", reason)
    _settle(target, target.domain, by, "use_case.received", f"{source.code}: {reason}")
    return target


def _take_over(name: str, key: tuple[str, ...], source: UseCase, target: UseCase) -> None:
    unique = key if key != ("id",) else ("text",) if name in ("preconditions", "risks", "benefits") else ("name",)
    unique = ("source", "passage") if name == "sources" else unique
    present = {tuple(getattr(row, part) for part in unique) for row in getattr(target, name)}
    for row in getattr(source, name):
        signature = tuple(getattr(row, part) for part in unique)
        points_at_target = name == "dependencies" and row.needs_id == target.id
        if signature in present or points_at_target:
            continue
        columns = {
            column.key: getattr(row, column.key)
            for column in type(row).__mapper__.column_attrs
            if column.key not in ("id", "use_case_id")
        }
        getattr(target, name).append(type(row)(**columns))


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
            Gate(row.text, row.is_hard, PreconditionState(row.state), row.due_on) for row in use_case.preconditions
        ),
        has_no_preconditions=use_case.has_no_preconditions,
        risks=len(use_case.risks),
        has_no_risks=use_case.has_no_risks,
        offers=tuple(Offer(row.function.code, row.level, row.deliverable) for row in use_case.contributions),
        commitments=tuple(row.commitment for row in use_case.partners),
        data_level=use_case.data_level,
        personal_data=use_case.personal_data,
        dpia=use_case.dpia,
    )


def _write(use_case: UseCase, values: Mapping[str, Any], *, keeps_marks: bool) -> bool:
    _check(use_case, values)
    changed = {name for name in SCALARS if name in values and getattr(use_case, name) != values[name]}
    for name in changed:
        setattr(use_case, name, values[name])
    if "domain" in values and values["domain"].id != use_case.domain_id:
        use_case.domain = values["domain"]
        changed.add("domain")
    for name, model in (("other_domains", Domain), ("team", Person), ("challenges", UrgentChallenge)):
        if name in values and {row.id for row in getattr(use_case, name)} != set(values[name]):
            wanted = db.session.scalars(select(model).where(model.id.in_(values[name]))).all()
            setattr(use_case, name, list(wanted))
            changed.add(name)
    changed |= {
        name for name in PARTS if name in values and write_parts(use_case, name, values[name], keeps_marks=keeps_marks)
    }
    marks = {MARKS.get(name, name) for name in changed}
    if keeps_marks and "illustrative" in values:
        use_case.illustrative = list(values["illustrative"])
    elif marks & set(use_case.illustrative):
        use_case.illustrative = [mark for mark in use_case.illustrative if mark not in marks]
    return bool(changed)


def _check(use_case: UseCase, values: Mapping[str, Any]) -> None:
    """Check what is true of any use case in any phase; collect all that is wrong."""
    wrong: list[tuple[str, str, dict[str, Any]]] = []

    def now(name: str) -> Any:
        return values[name] if name in values else getattr(use_case, name)

    if not str(now("title")).strip():
        wrong.append(("title", "missing_title", {}))
    efforts = {name: now(f"effort_{name}") for name in ("low", "likely", "high")}
    given: dict[str, Decimal] = {name: amount for name, amount in efforts.items() if amount is not None}
    if given:
        try:
            Effort.of(efforts["low"], efforts["likely"], efforts["high"])
        except rule.Refusal as refusal:
            wrong.append(("effort_likely", refusal.code, dict(refusal.params)))
    if (now("planned_start") is None) != (now("planned_quarters") is None):
        wrong.append(("planned_quarters", "planned_incomplete", {}))
    if now("size_override"):
        try:
            classify(None, 0, SizeOverride(now("size_override"), now("size_reason") or ""))
        except rule.Refusal as refusal:
            wrong.append(("size_reason", refusal.code, dict(refusal.params)))
    for place, row in enumerate(values.get("contributions", ())):
        if row["level"] != "uses" and not row.get("deliverable", "").strip():
            wrong.append((f"contributions-{place}-deliverable", "missing_deliverable", {}))
    for place, row in enumerate(values.get("adoptions", ())):
        if row.get("total") is not None and row["adopted"] > row["total"]:
            wrong.append((f"adoptions-{place}-adopted", "adopted_above_total", {"total": row["total"]}))
    if wrong:
        raise Invalid(wrong)


def _reload(use_case: UseCase) -> None:
    """Load what was written with all it refers to, for the snapshot."""
    statement = select(UseCase).where(UseCase.id == use_case.id).options(*EVERYTHING)
    db.session.scalars(statement, execution_options={"populate_existing": True}).unique().one()


def _settle(use_case: UseCase, domain: Domain, by: Actor, verb: str, note: str) -> None:
    """Derive, keep a revision and record the event: the end of every write."""
    with db.session.no_autoflush:
        # One flush, so that one save is one version.
        derive(use_case, domain, current_weights())
    use_case.updated_at = utc_now()
    db.session.flush()
    _reload(use_case)
    number = db.session.scalar(select(func.max(Revision.number)).where(Revision.use_case_id == use_case.id)) or 0
    db.session.add(
        Revision(
            use_case_id=use_case.id,
            number=number + 1,
            version=use_case.version,
            actor_id=by.actor_id,
            actor_label=by.actor_label,
            note=note[:300],
            snapshot=snapshot(use_case),
        )
    )
    audit.record(verb, use_case, by=by, label=use_case.label, note=note[:300])
