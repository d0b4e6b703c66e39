"""The past of one generated use case, for benchmarks: the same in every database with the same content.

Made up, but the statuses are those that the rules give for these days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from portfolio.rules.progress_status import (
    DEFAULT_LIMITS,
    Computed,
    Situation,
    Status,
    compute_status,
    gap,
    unchanged_for,
)
from portfolio.rules.progress_terms import AdoptionStage, ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase, PreconditionState

MILESTONES = 8
MONTH = 30
SILENT = 0.12
SILENCE = timedelta(days=DEFAULT_LIMITS.silence_days + 1)
SHUT = (PreconditionState.OPEN, PreconditionState.IN_PROGRESS)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gate:
    """A precondition: its id, whether it is hard, its state now and its date."""

    id: int
    is_hard: bool
    state: PreconditionState
    due_on: date | None


@dataclass(frozen=True)
class Life:
    """One use case as it is: its plan in quarters, since when and until when it was followed, its parts."""

    id: int
    number: int
    phase: Phase
    start: int
    quarters: int
    promised_start: int | None
    decided_on: date
    since: date | None
    ended_on: date | None
    gates: Sequence[Gate] = ()
    benefits: Sequence[int] = ()

    def dice(self, about: str) -> Random:
        """Return chance that falls the same way each time."""
        return Random(f"routekaart-{about}-{self.number}")  # noqa: S311 (test data)


@dataclass
class Made:
    """Rows by kind; the plans of a milestone stand at its place."""

    moves: list[Row] = field(default_factory=list)
    milestones: list[Row] = field(default_factory=list)
    plans: list[list[Row]] = field(default_factory=list)
    reports: list[Row] = field(default_factory=list)
    statuses: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    adoptions: list[Row] = field(default_factory=list)
    due: list[Row] = field(default_factory=list)
    measured: list[Row] = field(default_factory=list)


def told(life: Life, today: date, organisations: Sequence[int]) -> Made:
    """Return all that happened to a use case until ``today``."""
    made = Made()
    _tell_moves(life, made, today)
    _tell_milestones(life, made, today)
    _tell_gates(life, made)
    if life.since is not None:
        _tell_reports(life, made, today)
        _tell_statuses(life, made, today)
        _tell_benefits(life, made, today)
    if life.phase in (Phase.SCALE_UP, Phase.FINISHED):
        _tell_adoption(life, made, today, organisations)
    return made


def _tell_moves(life: Life, made: Made, today: date) -> None:
    """Move the plan from the promise to what it is now, a quarter at a time."""
    if life.promised_start is None or life.promised_start == life.start:
        return
    dice, at = life.dice("moves"), life.promised_start
    step = 1 if life.start > at else -1
    day = life.decided_on
    room = max((today - day).days // (abs(life.start - at) + 1), 1)
    while at != life.start:
        day += timedelta(days=dice.randint(room // 2, room))
        made.moves.append(
            {
                "use_case_id": life.id,
                "day": min(day, today),
                "from_start": at,
                "from_quarters": life.quarters,
                "to_start": at + step,
                "to_quarters": life.quarters,
                "reason": dice.choice(list(ReplanReason)),
            }
        )
        at += step


def _tell_milestones(life: Life, made: Made, today: date) -> None:
    dice = life.dice("milestones")
    promised = life.start if life.promised_start is None else life.promised_start
    begin = Quarter.from_index(promised).first_day
    slip = (Quarter.from_index(life.start).first_day - begin).days
    length = max(life.quarters * 91, 91)
    for place in range(MILESTONES):
        first = begin + timedelta(days=length * (place + 1) // MILESTONES)
        own = 0 if dice.random() < 0.5 else dice.randint(-20, 60)
        now = first + timedelta(days=slip + own)
        is_reached = life.promised_start is not None and now <= today and dice.random() < 0.85
        days = sorted({0, *(dice.randint(30, 900) for _ in range(dice.choice((0, 1, 1, 2))))})
        said = [life.decided_on + timedelta(days=day) for day in days]
        said = [day for day in said if day <= today] or [today]
        steps = len(said) - 1
        made.milestones.append(
            {
                "use_case_id": life.id,
                "position": place,
                "title": f"Mijlpaal {place + 1}",
                "title_en": f"Milestone {place + 1}",
                "first_planned_on": first if life.promised_start is not None else None,
                "planned_on": now if steps else first,
                "reached_on": (now if steps else first) if is_reached and (steps or first <= today) else None,
            }
        )
        made.plans.append(
            [
                {"on": day, "planned_on": first + (now - first) * at // steps if steps else first}
                for at, day in enumerate(said)
            ]
        )


def _tell_gates(life: Life, made: Made) -> None:
    for gate in life.gates:
        if gate.due_on is None:
            continue
        opened = gate.due_on - timedelta(days=400)
        states = [PreconditionState.OPEN, *([gate.state] if gate.state is not PreconditionState.OPEN else [])]
        for place, state in enumerate(states):
            on = opened + timedelta(days=200 * place)
            made.changes.append({"precondition_id": gate.id, "on": on, "state": state, "due_on": gate.due_on})


def _tell_reports(life: Life, made: Made, today: date) -> None:
    assert life.since is not None  # noqa: S101 (asked before)
    dice, last = life.dice("reports"), life.ended_on or today
    status, day = Status.GREEN, life.since + timedelta(days=dice.randint(1, MONTH))
    while day <= last:
        if dice.random() >= SILENT:
            if dice.random() < 0.2:
                status = dice.choices((Status.GREEN, Status.AMBER, Status.RED), (6, 3, 1))[0]
            made.reports.append({"use_case_id": life.id, "on": day, "status": status})
        day += timedelta(days=MONTH)


def _tell_statuses(life: Life, made: Made, today: date) -> None:
    """Compute the status on each day on which something may have changed."""
    assert life.since is not None  # noqa: S101 (asked before)
    reports = {row["on"]: row["status"] for row in made.reports}
    last = life.ended_on or today
    days = {life.since, last, *reports, *(on + SILENCE for on in reports)}
    reported_on, said, moves = None, [], list(made.moves)
    rows: list[Row] = []
    for day in sorted(one for one in days if life.since <= one <= last):
        if day in reports:
            reported_on = day
            said.append(reports[day])
        ended_on = life.ended_on if day == life.ended_on else None
        # generated moves and promises may come after the end; the rules see them too
        situation = _situation(life, moves, reported_on, today if ended_on else day)
        is_delivered = life.phase is not Phase.STOPPED
        computed = compute_status(situation, day, ended_on=ended_on, is_delivered=is_delivered)
        declared = said[-1] if said else Status.NOT_REPORTED
        if reported_on and not ended_on and (day - reported_on).days > DEFAULT_LIMITS.silence_days:
            declared = Status.NOT_REPORTED
        row = _row(life, day, computed, declared, reported_on, said)
        if not rows or _differs(rows[-1], row):
            rows.append(row)
    for row, following in pairwise(rows):
        row["until"] = following["on"] - timedelta(days=1)
    made.statuses = rows


def _situation(life: Life, moves: Sequence[Row], reported_on: date | None, day: date) -> Situation:
    start = life.start if life.promised_start is None else life.promised_start
    for move in moves:
        if move["day"] <= day:
            start = move["to_start"]
    ends_on = Quarter.from_index(start + life.quarters - 1).last_day
    late = sum(
        gate.is_hard and gate.state in SHUT and gate.due_on is not None and gate.due_on < day
        for gate in life.gates
    )
    if life.promised_start is None or day < life.decided_on:
        return Situation(None, None, ends_on, reported_on, late)
    first = Quarter.from_index(life.promised_start)
    return Situation(first.first_day, (first + (life.quarters - 1)).last_day, ends_on, reported_on, late)


def _row(
    life: Life,
    day: date,
    computed: Computed,
    declared: Status,
    reported_on: date | None,
    said: Sequence[Status],
) -> Row:
    return {
        "use_case_id": life.id,
        "on": day,
        "until": None,
        "status": computed.status,
        "declared": declared,
        "gap": gap(declared, computed.status),
        "drift": computed.drift,
        "causes": [cause.value for cause in computed.causes],
        "reported_on": reported_on,
        "unchanged_for": unchanged_for(said),
        "is_illustrative": True,
    }


def _differs(before: Row, after: Row) -> bool:
    return any(
        before[name] != after[name] for name in ("status", "declared", "causes", "reported_on", "drift")
    )


def _tell_benefits(life: Life, made: Made, today: date) -> None:
    dice = life.dice("benefits")
    for benefit in life.benefits:
        due = today + timedelta(days=dice.randint(-300, 300))
        made.due.append({"benefit_id": benefit, "due_on": due, "every_months": 6})
        for place in range(dice.randint(0, 4)):
            on = today - timedelta(days=180 * place + dice.randint(0, 90))
            value = Decimal(dice.randint(0, 120))
            made.measured.append({"benefit_id": benefit, "on": on, "value": value})


def _tell_adoption(life: Life, made: Made, today: date, organisations: Sequence[int]) -> None:
    dice = life.dice("adoption")
    for organisation in sorted(dice.sample(list(organisations), min(12, len(organisations)))):
        stage = dice.choices(list(AdoptionStage), (3, 3, 8, 1))[0]
        since = today - timedelta(days=dice.randint(10, 1500))
        is_used = stage in (AdoptionStage.IN_USE, AdoptionStage.STOPPED)
        made.adoptions.append(
            {
                "use_case_id": life.id,
                "organisation_id": organisation,
                "stage": stage,
                "since": today - timedelta(days=5) if stage is AdoptionStage.STOPPED else since,
                "in_use_on": since if is_used else None,
                "stopped_on": today - timedelta(days=5) if stage is AdoptionStage.STOPPED else None,
            }
        )
