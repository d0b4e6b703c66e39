"""The core of every write of a use case: check, fill in, derive, keep a revision. None of this commits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from accounts.models import Domain, Person
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid
from portfolio.actions.derive import derive
from portfolio.actions.parts import PARTS, write_parts
from portfolio.actions.snapshot import snapshot
from portfolio.models import Revision, UrgentChallenge, UseCase
from portfolio.queries.scoring_models import Models
from portfolio.queries.use_cases import load_fresh
from portfolio.rules import findings as rule
from portfolio.rules.effort import Effort
from portfolio.rules.size import SizeOverride, classify

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
    "owner_organisation_id": "owner",
    "owner_id": "owner_person",
}


def empty_use_case(domain: Domain, code: str, title: str) -> UseCase:
    """Add a use case without anything in it; every relation is there, so that nothing needs loading."""
    use_case = UseCase(domain=domain, code=code, title=title, illustrative=[])
    use_case.version = 1
    for name in (*PARTS, "other_domains", "team", "challenges", "phase_changes"):
        setattr(use_case, name, [])
    use_case.assessment = None
    use_case.framework = None
    db.session.add(use_case)
    return use_case


def write_values(use_case: UseCase, values: Mapping[str, Any], *, keeps_marks: bool) -> bool:
    """Set what ``values`` names, check it first; return whether anything changed."""
    check_values(use_case, values)
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
        name
        for name in PARTS
        if name in values and write_parts(use_case, name, values[name], keeps_marks=keeps_marks)
    }
    marks = {MARKS.get(name, name) for name in changed}
    if keeps_marks and "illustrative" in values:
        use_case.illustrative = list(values["illustrative"])
    elif marks & set(use_case.illustrative):
        use_case.illustrative = [mark for mark in use_case.illustrative if mark not in marks]
    return bool(changed)


def check_values(use_case: UseCase, values: Mapping[str, Any]) -> None:
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


def settle(
    use_case: UseCase,
    domain: Domain,
    by: Actor,
    verb: str,
    note: str,
    *,
    models: Models | None = None,
    is_whole: bool = False,
) -> None:
    """Derive, keep a revision and record the event: the end of every write.

    ``models`` are those that several writes share. ``is_whole`` says that nothing it refers
    to changed, so that it need not be loaded again for the revision.
    """
    with db.session.no_autoflush:
        # One flush, so that one save is one version.
        derive(use_case, domain, models or Models())
    use_case.updated_at = utc_now()
    db.session.flush()
    if not is_whole:
        load_fresh([use_case.id])
    number = (
        db.session.scalar(select(func.max(Revision.number)).where(Revision.use_case_id == use_case.id)) or 0
    )
    db.session.add(revision_of(use_case, number + 1, by, note))
    # The trail is the administrator's, who reads no drafts.
    label, told = (use_case.code, "") if use_case.is_draft else (use_case.label, note[:300])
    audit.record(verb, use_case, by=by, label=label, note=told)


def revision_of(use_case: UseCase, number: int, by: Actor, note: str) -> Revision:
    """Return what ``use_case`` looks like now, to be kept; it must be flushed, with all relations loaded."""
    return Revision(
        use_case_id=use_case.id,
        number=number,
        version=use_case.version,
        actor_id=by.actor_id,
        actor_label=by.actor_label,
        note=note[:300],
        snapshot=snapshot(use_case),
    )
