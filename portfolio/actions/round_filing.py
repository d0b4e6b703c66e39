"""File a round that was held before, as it is told: for the loader of the demo. None of this commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Domain
from accounts.rules.terms import Layer
from core import audit
from core.audit import Actor
from core.database import db
from portfolio.actions.round_criteria import frozen_criteria
from portfolio.actions.round_finals import Final
from portfolio.models import RoundFinal, RoundScorer, RoundUseCase, ScoringRound, UseCase
from portfolio.models.round_blind import BlindScore, BlindSheet
from portfolio.queries.rounds import next_number
from portfolio.rules.agreement import summarise
from portfolio.rules.round_terms import CHANCE, RoundState, Viewpoint
from portfolio.rules.rounds import default_final, needs_reason


@dataclass(frozen=True)
class ToldScorer:
    """Who scored, for whom, from which layer of government."""

    person_id: int
    viewpoint: Viewpoint
    layer: Layer


@dataclass(frozen=True)
class ToldOutcome:
    """What was scored of a use case, by criterion in the order of the scorers; None is *unknown*.

    ``comments`` are by (place of the scorer, criterion; "" for the whole use case).
    ``finals`` are those that the board set by itself; the others are the medians.
    """

    use_case: UseCase
    values: Mapping[str, Sequence[int | None]]
    comments: Mapping[tuple[int, str], str] = field(default_factory=dict)
    finals: Mapping[str, Final] = field(default_factory=dict)


def file_round(
    domain: Domain,
    title: str,
    scorers: Sequence[ToldScorer],
    outcomes: Sequence[ToldOutcome],
    *,
    opened_at: datetime,
    deadline: datetime,
    settled_at: datetime,
    by: Actor,
) -> ScoringRound:
    """Add a settled, illustrative round; an assessment with the very same values is linked to it."""
    model_id, criteria = frozen_criteria(domain.id)
    round_ = ScoringRound(
        domain_id=domain.id,
        series=domain.code,
        number=next_number(domain),
        title=title,
        state=RoundState.SETTLED,
        deadline=deadline,
        scoring_model_id=model_id,
        criteria=criteria,
        extensions=[],
        opened_at=opened_at,
        closed_at=deadline,
        revealed_at=deadline,
        settled_at=settled_at,
        is_illustrative=True,
        use_cases=[],
        scorers=[],
    )
    round_.scorers = [
        RoundScorer(
            person_id=one.person_id,
            viewpoint=one.viewpoint,
            layer=one.layer,
            has_begun=True,
            submitted_at=deadline,
            interests=[],
        )
        for one in scorers
    ]
    db.session.add(round_)
    codes = [*(row["code"] for row in criteria["criteria"]), CHANCE]
    for place, outcome in enumerate(outcomes):
        finals = {code: _final(outcome, code) for code in codes}
        rows = [
            RoundFinal(criterion=code, value=one.value, reason=one.reason) for code, one in finals.items()
        ]
        round_.use_cases.append(RoundUseCase(use_case_id=outcome.use_case.id, position=place, finals=rows))
    db.session.flush()
    for outcome in outcomes:
        for place, scorer in enumerate(round_.scorers):
            db.session.add(_sheet(outcome, codes, place, scorer.id))
        _link(round_, outcome, codes)
    audit.record("scoring_round.filed", round_, by=by)
    return round_


def _final(outcome: ToldOutcome, code: str) -> Final:
    is_chance = code == CHANCE
    summary = summarise(value for value in outcome.values.get(code, ()) if value is not None)
    final = outcome.finals.get(code) or Final(default_final(summary, is_chance=is_chance))
    if needs_reason(final.value, summary, is_chance=is_chance) and not final.reason:
        raise ValueError(f"{outcome.use_case.code} {code}: {final.value} is no median and has no reason")
    return final


def _sheet(outcome: ToldOutcome, codes: Sequence[str], place: int, scorer_id: int) -> BlindSheet:
    rows = []
    for code in codes:
        value = outcome.values[code][place] if code in outcome.values else None
        comment = outcome.comments.get((place, code), "")
        rows.append(BlindScore(criterion=code, value=value, is_unknown=value is None, comment=comment))
    comment = outcome.comments.get((place, ""), "")
    return BlindSheet(
        scorer_id=scorer_id, use_case_id=outcome.use_case.id, comment=comment, is_done=True, scores=rows
    )


def _link(round_: ScoringRound, outcome: ToldOutcome, codes: Sequence[str]) -> None:
    """Say of the scores of a use case that they come from this round, when they are the same."""
    assessment = outcome.use_case.assessment
    if assessment is None:
        return
    levels = {score.criterion.code: score.level for score in assessment.scores}
    known = levels | {CHANCE: outcome.use_case.chance}
    if all(known.get(code) == _final(outcome, code).value for code in codes):
        assessment.round_id = round_.id
