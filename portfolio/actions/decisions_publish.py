"""Publish a decision: number it, move the use cases, and fix it for good. All or nothing; does not commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid
from portfolio.actions.decisions import Found, check_draft
from portfolio.actions.framework import publish_framework
from portfolio.actions.progress import promise_milestones
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.actions.rankings import keep_ranking
from portfolio.actions.use_cases import PhaseNotAllowed, dossier_of, move_use_case, publish
from portfolio.actions.writing import settle
from portfolio.models import Decision, DecisionItem, UseCase
from portfolio.queries.progress_inputs import last_adopted_on
from portfolio.queries.scoring_models import current_model
from portfolio.queries.use_cases import load_fresh
from portfolio.rules import findings as rule
from portfolio.rules.decisions import (
    NOT_CHOSEN,
    DecisionKind,
    DecisionState,
    Outcome,
    goes_on,
    next_phase,
    number_of,
)
from portfolio.rules.findings import Finding
from portfolio.rules.phases import Step, check_step
from portfolio.rules.terms import Phase

WITH_ITEMS = frozenset({DecisionKind.SELECTION, DecisionKind.PROPOSAL})


@dataclass(frozen=True)
class ItemCheck:
    """What stands in the way of one item, what is worth knowing, and the phase it goes to, if any."""

    item: DecisionItem
    use_case: UseCase
    to: Phase | None
    findings: list[Finding]

    @property
    def blocking(self) -> list[Finding]:
        return rule.blocking(self.findings)

    @property
    def warnings(self) -> list[Finding]:
        return rule.warnings(self.findings)


def load_use_cases(draft: Decision) -> dict[int, UseCase]:
    """Return the use cases of the items with everything loaded, by id."""
    ids = [item.use_case_id for item in draft.items]
    return {use_case.id: use_case for use_case in load_fresh(ids)}


def check_items(draft: Decision, today: date) -> list[ItemCheck]:
    """Return per item what stands in the way of publishing, as if it were done today."""
    known = load_use_cases(draft)
    day = draft.decided_on or today
    return [_check(item, known[item.use_case_id], day, today) for item in draft.items]


def _check(item: DecisionItem, use_case: UseCase, day: date, today: date) -> ItemCheck:
    to = next_phase(item.outcome, use_case.phase, item.aside)
    found: list[Finding] = []
    if use_case.merged_into_id is not None:
        found.append(Finding("item_is_merged"))
    if use_case.is_draft:
        found.append(Finding("item_is_draft"))
    if item.outcome is Outcome.CONTINUED and not goes_on(use_case.phase):
        found.append(Finding("nothing_to_continue"))
    if to is None and item.outcome is Outcome.SELECTED:
        found.append(Finding("already_selected", is_blocking=False))
    if not item.reason.strip():
        found.append(Finding("item_without_reason"))
    if to is not None:
        step = Step(to, day, item.reason.strip() or "–", "–")
        asked = check_step(dossier_of(use_case), step, today)
        found += [one for one in asked if one.code != "date_in_future"]  # said once, of the decision
    return ItemCheck(item, use_case, to, sorted(found, key=lambda finding: not finding.is_blocking))


def missing_in(draft: Decision, today: date) -> list[Found]:
    """Return (field, code, params) of what the decision itself lacks to be published."""
    wrong: list[Found] = []
    if draft.decided_on is None:
        wrong.append(("decided_on", "missing_decided_on", {}))
    elif draft.decided_on > today:
        wrong.append(("decided_on", "date_in_future", {"today": today}))
    if not draft.text.strip():
        wrong.append(("text", "missing_decision_text", {}))
    if not draft.reasons.strip():
        wrong.append(("reasons", "missing_reasons", {}))
    if draft.kind in WITH_ITEMS and not draft.items:
        wrong.append(("items", "missing_items", {}))
    if draft.kind is DecisionKind.ROADMAP and not (draft.adoption and draft.adoption.rows):
        wrong.append(("items", "missing_roadmap_rows", {}))
    if draft.adoption is not None and draft.decided_on is not None:
        adopted_on = last_adopted_on([row.use_case_id for row in draft.adoption.rows])
        if adopted_on is not None and draft.decided_on < adopted_on:
            wrong.append(("decided_on", "before_adopted", {"day": adopted_on}))
    if any(not one.reason.strip() for one in draft.overrides):
        wrong.append(("overrides", "override_without_reason", {}))
    if draft.supersedes_id is not None:
        wrong += _about_superseded(draft)
    return wrong


def _about_superseded(draft: Decision) -> list[Found]:
    before = db.session.get(Decision, draft.supersedes_id)
    if before is None or not before.is_published or before.domain_id != draft.domain_id:
        return [("supersedes", "supersedes_unknown", {})]
    followed = db.session.scalar(
        select(Decision.number).where(
            Decision.supersedes_id == before.id, Decision.state == DecisionState.PUBLISHED
        )
    )
    if followed:
        return [("supersedes", "superseded_twice", {"number": followed})]
    if draft.decided_on and before.decided_on and draft.decided_on < before.decided_on:
        return [("decided_on", "before_superseded", {"day": before.decided_on})]
    return []


def publish_decision(draft: Decision, *, by: Actor, today: date, version: int | None) -> Decision:
    """Publish a draft with everything loaded: it gets its number, its use cases move, it never changes again.

    Raises Invalid with all that stands in the way, of the decision and of each item.
    """
    check_draft(draft, version)
    board = db.session.execute(
        select(Domain.code, Domain.name).where(Domain.id == draft.domain_id).with_for_update()
    ).one()
    wrong = missing_in(draft, today)
    checks = check_items(draft, today)
    wrong += [
        ("items", "item_not_ready", {"item": check.use_case.code, "findings": check.blocking})
        for check in checks
        if check.blocking
    ]
    if wrong or draft.decided_on is None:
        raise Invalid(wrong)
    number = next_number(board.code, draft.decided_on.year)
    name = number[0]
    for check in checks:
        _carry_out(check, name, draft.decided_on, today=today, by=by)
    fix(draft, board.code, board.name, number)
    _follow(draft, by=by, today=today)
    return _published(draft, by)


def _follow(decision: Decision, *, by: Actor, today: date) -> None:
    """Keep the ranking that follows from it; an adopted roadmap is a promise, also of milestones."""
    keep_ranking(db.session.get_one(Domain, decision.domain_id), by=by, note=decision.label[:200])
    if decision.adoption is not None:
        ids = [row.use_case_id for row in decision.adoption.rows]
        promise_milestones(ids)
        db.session.flush()
        refresh_statuses(today, ids)


def _carry_out(check: ItemCheck, number: str, on: date, *, today: date, by: Actor) -> None:
    """Move one use case as its item says, and make public what the decision is about."""
    use_case, item = check.use_case, check.item
    item.title = use_case.title
    if item.outcome in NOT_CHOSEN or item.outcome is Outcome.CONTINUED or check.to is None:
        # A decision is read by everyone, so what it is about is too: also what was not chosen.
        publish(use_case, on)
        publish_framework(use_case, on=on, by=by)
    if check.to is None:
        settle(use_case, use_case.domain, by, "use_case.decided", number)
        return
    try:
        move_use_case(
            use_case, to=check.to, on=on, today=today, by=by, reason=item.reason.strip(), decision=number
        )
    except PhaseNotAllowed as refusal:  # what a check of its own would have found first
        params = {"item": use_case.code, "findings": refusal.findings}
        raise Invalid([("items", "item_not_ready", params)]) from refusal


def next_number(board: str, year: int) -> tuple[str, int, int]:
    """Return (number, year, serial) for the next decision; the board's row must be locked."""
    last = db.session.scalar(
        select(func.max(Decision.serial)).where(Decision.board_code == board, Decision.year == year)
    )
    serial = (last or 0) + 1
    return number_of(board, year, serial), year, serial


def fix(
    draft: Decision, board: str, board_name: str, number: tuple[str, int, int], at: datetime | None = None
) -> None:
    """Write the number; from this flush on the database lets nothing of it change."""
    version_now = current_model(draft.domain_id).label
    for revisit in draft.revisits:
        revisit.model_version = version_now
    db.session.flush()  # the rows first: their triggers look at the state of the decision
    draft.board_code, draft.board_name = board, board_name
    draft.number, draft.year, draft.serial = number
    draft.published_at = draft.changed_at = at or utc_now()
    draft.state = DecisionState.PUBLISHED
    db.session.flush()


def _published(decision: Decision, by: Actor) -> Decision:
    codes: Sequence[str] = [item.use_case.code for item in decision.items]
    audit.record("decision.published", decision, by=by, use_cases=list(codes))
    return decision
