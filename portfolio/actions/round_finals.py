"""What the board makes of a revealed round: final values, and storing them as the scores. None commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Conflict, Invalid
from portfolio.actions.rankings import keep_ranking
from portfolio.actions.round_sheets import codes_of
from portfolio.actions.use_cases import settle, write_scores
from portfolio.models import RoundFinal, RoundUseCase, ScoringRound, UseCase
from portfolio.queries.round_scores import Outcome, whole_reveal
from portfolio.queries.rounds import Locked, lock_round, successor_of
from portfolio.queries.scoring_models import get_model
from portfolio.queries.use_cases import load_fresh
from portfolio.rules.round_terms import CHANCE, RoundState
from portfolio.rules.rounds import default_final, is_value, needs_reason


@dataclass(frozen=True, slots=True)
class Final:
    """A final level or chance; None is unknown. ``reason`` says why it is not the median."""

    value: int | None
    reason: str = ""


def own_entries(round_: ScoringRound) -> list[RoundUseCase]:
    """Return the use cases that are settled in this round: those that did not go on to a second one."""
    later = successor_of(round_)
    gone_on = {entry.use_case_id for entry in later.use_cases} if later else set()
    return [entry for entry in round_.use_cases if entry.use_case_id not in gone_on]


def finals_of(entry: RoundUseCase, outcome: Outcome) -> dict[str, Final]:
    """Return the final values as they stand: what was recorded, else the median."""
    recorded = {row.criterion: Final(row.value, row.reason) for row in entry.finals}
    return {
        item.criterion: recorded.get(item.criterion)
        or Final(default_final(item.summary, is_chance=item.is_chance))
        for item in outcome.items
    }


def set_finals(
    round_: ScoringRound,
    entry: RoundUseCase,
    finals: Mapping[str, Final],
    *,
    by: Actor,
    version: int | None,
) -> None:
    """Record the final values of one use case; one that is not the median needs a reason."""
    _check_revealed(lock_round(round_.id))
    if entry not in own_entries(round_):
        raise Invalid([("", "round_goes_on", {})])
    seen = db.session.scalar(select(RoundUseCase.version).where(RoundUseCase.id == entry.id))
    if version is not None and version != seen:
        raise Conflict("stale")
    outcome = whole_reveal(round_).outcomes[entry.use_case_id]
    wrong: list[tuple[str, str, dict[str, Any]]] = []
    for item in outcome.items:
        final = finals.get(item.criterion, Final(None))
        if not is_value(final.value, is_chance=item.is_chance):
            wrong.append((f"level_{item.criterion}", "round_value_not_valid", {}))
        elif needs_reason(final.value, item.summary, is_chance=item.is_chance) and not final.reason.strip():
            wrong.append((f"reason_{item.criterion}", "round_reason_missing", {}))
    if wrong:
        raise Invalid(wrong)
    rows = {row.criterion: row for row in entry.finals}
    for code in codes_of(round_):
        row = rows.get(code)
        if row is None:
            row = RoundFinal(criterion=code)
            entry.finals.append(row)
        final = finals.get(code, Final(None))
        row.value, row.reason = final.value, final.reason.strip()
    entry.version = entry.version + 1
    audit.record("scoring_round.finals_set", round_, by=by)


def settle_round(round_: ScoringRound, *, by: Actor, version: int | None, now: datetime) -> list[UseCase]:
    """Store the final values as the scores of the use cases, and keep the ranking that follows."""
    locked = lock_round(round_.id)
    _check_revealed(locked)
    if version is not None and version != locked.version:
        raise Conflict("stale")
    entries = own_entries(round_)
    if not entries:
        raise Invalid([("", "round_goes_on", {})])
    found = whole_reveal(round_)
    settled = [
        _store(round_, entry, finals_of(entry, found.outcomes[entry.use_case_id]), by) for entry in entries
    ]
    round_.state, round_.settled_at = RoundState.SETTLED, now
    audit.record("scoring_round.settled", round_, by=by, use_cases=len(settled))
    _settle_the_first(round_, by, now)
    keep_ranking(round_.domain, by=by, note=f"Scoringsronde {round_.number}")
    return settled


def _store(round_: ScoringRound, entry: RoundUseCase, finals: Mapping[str, Final], by: Actor) -> UseCase:
    """Write scores, reasons and chance with the model of the round, keep the finals, and derive again."""
    (use_case,) = load_fresh([entry.use_case_id])
    levels = {code: final.value for code, final in finals.items() if code != CHANCE}
    write_scores(
        use_case,
        levels=levels,
        reasons={code: finals[code].reason or _median_words(round_, value) for code, value in levels.items()},
        chance=finals[CHANCE].value,
        assessor_id=by.actor_id,
        is_illustrative=False,
        model=get_model(round_.scoring_model_id) if round_.scoring_model_id else None,
        round_id=round_.id,
    )
    known = {row.criterion for row in entry.finals}
    entry.finals += [
        RoundFinal(criterion=code, value=final.value, reason=final.reason)
        for code, final in finals.items()
        if code not in known
    ]
    settle(use_case, use_case.domain, by, "use_case.scored", f"Scoringsronde {round_.number}")
    return use_case


def _median_words(round_: ScoringRound, value: int | None) -> str:
    return f"De middelste score van scoringsronde {round_.number}." if value is not None else ""


def _settle_the_first(round_: ScoringRound, by: Actor, now: datetime) -> None:
    """A first round of which every use case went on to this one is settled with it."""
    first = round_.previous
    if first is None or first.state is not RoundState.REVEALED:
        return
    mine = {entry.use_case_id for entry in round_.use_cases}
    there = db.session.scalars(select(RoundUseCase.use_case_id).where(RoundUseCase.round_id == first.id))
    if set(there) <= mine:
        first.state, first.settled_at = RoundState.SETTLED, now
        audit.record("scoring_round.settled", first, by=by, use_cases=0)


def _check_revealed(locked: Locked) -> None:
    if locked.state is not RoundState.REVEALED:
        raise Invalid([("", "round_not_revealed", {})])
