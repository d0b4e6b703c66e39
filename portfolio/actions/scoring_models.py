"""Make the next version of a scoring model, and compute results anew by it. None of this commits."""

from collections.abc import Sequence

from sqlalchemy import select

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Conflict, Invalid
from portfolio.models import Criterion, ScoringModel, ScoringModelAnchor, ScoringModelItem
from portfolio.queries.scoring_models import current_model
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
