"""The scorer's side of a round: fill in, hand in, reopen, declare an interest. None of these commits.

The trail learns that somebody began, handed in, reopened or declared; never which
use case, never a value, and nothing of each save in between: the moments of saves
would tell how somebody hesitated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Conflict, Invalid
from portfolio.actions.fields import check_seen
from portfolio.models import RoundInterest, RoundScorer, ScoringRound
from portfolio.models.round_blind import BlindScore, BlindSheet
from portfolio.queries import round_scores
from portfolio.queries.rounds import lock_round
from portfolio.rules.round_terms import CHANCE, InterestKind
from portfolio.rules.rounds import is_value, takes_scores


@dataclass(frozen=True, slots=True)
class Given:
    """What was filled in on one criterion: a value, *unknown*, or neither yet."""

    value: int | None = None
    is_unknown: bool = False
    comment: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether an answer was given."""
        return self.value is not None or self.is_unknown


def save_sheet(
    round_: ScoringRound,
    scorer: RoundScorer,
    use_case_id: int,
    *,
    given: Mapping[str, Given],
    comment: str,
    is_done: bool,
    by: Actor,
    version: int | None,
    now: datetime,
) -> BlindSheet:
    """Keep what a scorer filled in about one use case; unfinished is fine, unless he calls it done."""
    _check_open(round_, now)
    _require(scorer.submitted_at is None, "round_handed_in")
    _require(use_case_id not in _left_out(scorer), "round_interest_excludes")
    _check_given(round_, given, is_done=is_done)
    sheet = round_scores.own_sheet_to_change(scorer, use_case_id, by)
    if (sheet.version if sheet else 0) != (version or 0):
        raise Conflict("stale")
    if sheet is None:
        sheet = BlindSheet(scorer_id=scorer.id, use_case_id=use_case_id, scores=[])
        db.session.add(sheet)
    else:
        sheet.version = sheet.version + 1
    sheet.comment, sheet.is_done = comment.strip(), is_done
    rows = {row.criterion: row for row in sheet.scores}
    for code in codes_of(round_):
        row = rows.get(code)
        if row is None:
            row = BlindScore(criterion=code)
            sheet.scores.append(row)
        one = given.get(code, Given())
        row.value, row.is_unknown, row.comment = one.value, one.is_unknown, one.comment.strip()
    if not scorer.has_begun:
        scorer.has_begun = True
        _note("scoring_round.scoring_begun", round_, by)
    return sheet


def codes_of(round_: ScoringRound) -> list[str]:
    """Return what is asked of each use case: the criteria in order, and the chance."""
    return [*(row["code"] for row in round_.criteria.get("criteria", ())), CHANCE]


def _check_given(round_: ScoringRound, given: Mapping[str, Given], *, is_done: bool) -> None:
    wrong: list[tuple[str, str, dict[str, Any]]] = []
    for code, one in given.items():
        if code not in codes_of(round_):
            wrong.append(("", "unknown_criterion", {}))
        elif not is_value(one.value, is_chance=code == CHANCE):
            wrong.append((f"level_{code}", "round_value_not_valid", {}))
    if is_done:
        wrong += [
            (f"level_{code}", "round_not_filled", {})
            for code in codes_of(round_)
            if not given.get(code, Given()).is_filled
        ]
    if wrong:
        raise Invalid(wrong)


def submit_sheets(
    round_: ScoringRound, scorer: RoundScorer, *, by: Actor, version: int | None, now: datetime
) -> None:
    """Hand in: all use cases that the scorer may score are done."""
    _check_open(round_, now)
    check_seen(scorer, version)
    _require(scorer.submitted_at is None, "round_handed_in")
    done = {sheet.use_case_id for sheet in round_scores.own_sheets_to_change(scorer, by) if sheet.is_done}
    left = {entry.use_case_id for entry in round_.use_cases} - _left_out(scorer) - done
    _require(not left, "round_unfinished", count=len(left))
    scorer.submitted_at, scorer.has_begun = now, True
    _note("scoring_round.handed_in", round_, by)


def reopen_sheets(
    round_: ScoringRound, scorer: RoundScorer, *, by: Actor, version: int | None, now: datetime
) -> None:
    """Take back what was handed in, as long as the round is open."""
    _check_open(round_, now)
    check_seen(scorer, version)
    _require(scorer.submitted_at is not None, "round_not_handed_in")
    scorer.submitted_at = None
    _note("scoring_round.taken_back", round_, by)


def declare_interest(
    round_: ScoringRound,
    scorer: RoundScorer,
    use_case_id: int,
    kind: InterestKind,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Leave a scorer out of a use case; what he had filled in about it is erased."""
    _check_open(round_, now)
    if use_case_id in _left_out(scorer):
        return
    db.session.execute(
        delete(BlindSheet).where(BlindSheet.scorer_id == scorer.id, BlindSheet.use_case_id == use_case_id)
    )
    db.session.add(RoundInterest(scorer_id=scorer.id, use_case_id=use_case_id, kind=kind))
    _note("scoring_round.interest_declared", round_, by)


def withdraw_interest(
    round_: ScoringRound, scorer: RoundScorer, use_case_id: int, *, by: Actor, now: datetime
) -> None:
    """Take back an interest that was declared by mistake; not one that follows from the use case itself."""
    _check_open(round_, now)
    own = [row for row in scorer.interests if row.use_case_id == use_case_id]
    if not own:
        return
    _require(not own[0].is_known, "round_interest_known")
    # There is something to score again.
    scorer.submitted_at = None
    db.session.execute(delete(RoundInterest).where(RoundInterest.id == own[0].id))
    _note("scoring_round.interest_withdrawn", round_, by)


def erase_sheets(round_: ScoringRound) -> None:
    """Erase all that was filled in, when a round is cancelled."""
    scorers = select(RoundScorer.id).where(RoundScorer.round_id == round_.id)
    db.session.execute(delete(BlindSheet).where(BlindSheet.scorer_id.in_(scorers)))


def _check_open(round_: ScoringRound, now: datetime) -> None:
    """Refuse after the deadline or the reveal; the round is locked: no score slips in beside a reveal."""
    locked = lock_round(round_.id)
    _require(takes_scores(locked.state, locked.deadline, now), "round_closed")


def _left_out(scorer: RoundScorer) -> set[int]:
    return {row.use_case_id for row in scorer.interests}


def _note(verb: str, round_: ScoringRound, by: Actor) -> None:
    audit.record(verb, round_, by=by)


def _require(holds: bool, code: str, **params: Any) -> None:
    if not holds:
        raise Invalid([("", code, params)])
