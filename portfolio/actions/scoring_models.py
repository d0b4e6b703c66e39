"""Make the next version of a scoring model, and compute results anew by it. None of this commits."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Conflict, Invalid
from portfolio.actions.writing import settle
from portfolio.models import (
    Assessment,
    Criterion,
    ScoringModel,
    ScoringModelAnchor,
    ScoringModelItem,
    UseCase,
)
from portfolio.queries.scoring_models import current_model
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules import findings as rule
from portfolio.rules.scoring_model import (
    CriterionView,
    ScoringModelView,
    Thresholds,
    WeightMethod,
    check_criteria,
    check_thresholds,
    whole_shares,
)
from portfolio.rules.value import check_weights


def make_version(
    domain: Domain | None,
    criteria: Sequence[CriterionView],
    *,
    method: WeightMethod,
    thresholds: Thresholds,
    reason: str,
    by: Actor,
    seen: int | None = None,
    is_illustrative: bool = False,
) -> ScoringModel:
    """Add the next version for ``domain`` (None: the default of all boards) and make it current.

    ``seen`` is the id of the version that the author had before him; another current one is a
    conflict. Existing results keep the version they were made with. Weights that do not add up
    to exactly 1 by rounding are brought there.
    """
    number, now = _next_number(domain)
    if seen is not None and seen != now.id:
        raise Conflict("stale")
    _check(criteria, thresholds, reason)
    shares = whole_shares({one.code: one.weight for one in criteria})
    model = ScoringModel(
        domain_id=domain.id if domain else None,
        number=number,
        based_on_id=now.id or None,
        method=method,
        value_floor=thresholds.value_floor,
        chance_floor=thresholds.chance_floor,
        reason=reason.strip(),
        made_by_id=by.actor_id,
        made_by_label=by.actor_label,
        is_illustrative=is_illustrative,
    )
    known = {row.code: row for row in db.session.scalars(select(Criterion))}
    model.items = [
        ScoringModelItem(
            criterion=known.get(one.code) or Criterion(code=one.code),
            position=place,
            weight=shares[one.code],
            points=one.points,
            name=one.name.strip(),
            name_en=one.name_en.strip(),
            help=one.help,
            help_en=one.help_en,
            anchors=[
                ScoringModelAnchor(level=level, text=dutch, text_en=english)
                for level, (dutch, english) in sorted(one.anchors.items())
            ],
        )
        for place, one in enumerate(criteria)
    ]
    db.session.add(model)
    label = f"{domain.slug if domain else 'standaard'} {number}"
    audit.record("scoring_model.made", model, by=by, label=label, method=method.value)
    return model


def _check(criteria: Sequence[CriterionView], thresholds: Thresholds, reason: str) -> None:
    """Refuse what would make no model, each beside the field that it is about."""
    wrong = []
    for field, check in (
        ("criteria", lambda: check_criteria(criteria)),
        ("weights", lambda: check_weights({one.code: one.weight for one in criteria})),
        ("chance_floor", lambda: check_thresholds(thresholds)),
    ):
        try:
            check()
        except rule.Refusal as refusal:
            wrong.append((field, refusal.code, dict(refusal.params)))
    if not reason.strip():
        wrong.append(("reason", "missing_reason", {}))
    if wrong:
        raise Invalid(wrong)


def _next_number(domain: Domain | None) -> tuple[int, ScoringModelView]:
    """Return the number of the next version and the current one; two at once never get the same."""
    if domain is not None:
        db.session.execute(select(Domain.id).where(Domain.id == domain.id).with_for_update())
    now = current_model(domain.id if domain else None)
    return now.number + 1, now


def recalculate(
    domain: Domain, ids: Collection[int], *, reason: str, by: Actor, seen: int | None = None
) -> int:
    """Compute the values of these use cases of ``domain`` with its current version; return how many.

    An explicit step, since results keep their version: each gets a revision and an event.
    ``seen`` is the version whose outcome the author had before him.
    """
    model = current_model(domain.id)
    if seen is not None and seen != model.id:
        raise Conflict("stale")
    if not reason.strip():
        raise Invalid([("reason", "missing_reason", {})])
    statement = (
        select(UseCase)
        .join(Assessment, Assessment.use_case_id == UseCase.id)
        .where(
            UseCase.domain_id == domain.id,
            UseCase.id.in_(ids),
            or_(Assessment.model_id != model.id, Assessment.model_id.is_(None)),
        )
        .order_by(UseCase.code)
        .options(*EVERYTHING)
    )
    found = db.session.scalars(statement).unique().all()
    if not found:
        raise Invalid([("reason", "nothing_to_recalculate", {})])
    for use_case in found:
        if use_case.assessment is not None:
            use_case.assessment.model_id = model.id
        settle(use_case, use_case.domain, by, "use_case.recalculated", reason)
    return len(found)
