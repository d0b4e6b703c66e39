"""Give generated use cases a past, for benchmarks: promises, moves, milestones, reports, statuses, adoption.

Written many at a time; what each row says is made in scale_life. All of it is
marked as illustrative.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

from sqlalchemy import func, insert, literal, select, true, union_all

from accounts.models import Domain, Organisation
from core.audit import SYSTEM
from core.database import db, today, utc_now
from portfolio.models import (
    AdoptedRow,
    Benefit,
    Decision,
    PhaseChange,
    Precondition,
    RoadmapAdoption,
    UseCase,
)
from portfolio.models.progress import (
    BenefitDue,
    BenefitMeasurement,
    ComputedStatus,
    Milestone,
    MilestonePlan,
    OrganisationAdoption,
    PlanMove,
    PreconditionChange,
    StatusReport,
)
from portfolio.models.scale_up import AdoptionStep
from portfolio.queries.progress_inputs import FOLLOWED
from portfolio.rules.decisions import DecisionKind, DecisionState
from portfolio.rules.progress_terms import AdoptionStage, MilestoneKind
from portfolio.rules.terms import PUBLISHED_PHASES, Phase
from seed.ledger import Ledger
from seed.scale_life import Gate, Life, Made, Row, told

KEY = "scale-progress"
BATCH = 250
DECIDED_ON = date(2021, 12, 15)
ENDED = (Phase.FINISHED, Phase.STOPPED)
SLIPS, HOW_OFTEN = (-1, 0, 1, 2, 3, 6), (5, 50, 20, 12, 8, 5)
Watch = Callable[[Iterable[Any], str], Iterable[Any]]


def generate_progress(ids: Sequence[int], watch: Watch | None = None) -> int:
    """Give the use cases ``ids``, in their order, a past as far as they have none; return how many got one.

    Commits every so many use cases, so that it goes on where it was stopped.
    """
    known = Ledger().hash_of(KEY)
    done = int(known) if known else 0
    lives = _lives(list(ids[done:]), done)
    if not lives:
        return 0
    organisations = list(db.session.scalars(select(Organisation.id).order_by(Organisation.slug)))
    day = today()
    starts = range(0, len(lives), BATCH)
    for start in watch(starts, "Generating progress") if watch else starts:
        batch = lives[start : start + BATCH]
        _promise(batch)
        _add([told(life, day, organisations) for life in batch])
        Ledger().note(KEY, str(done + start + len(batch)))
        db.session.commit()
    return len(lives)


def _lives(ids: list[int], first: int) -> list[Life]:
    """Return what is known of each use case; a plan that slipped was promised earlier."""
    wanted = frozenset(ids)
    steps: dict[int, list[tuple[Phase, date]]] = defaultdict(list)
    for id_, phase, day in db.session.execute(
        select(PhaseChange.use_case_id, PhaseChange.phase, PhaseChange.happened_on).order_by(PhaseChange.id)
    ):
        if id_ in wanted:
            steps[id_].append((phase, day))
    gates: dict[int, list[Gate]] = defaultdict(list)
    for row in db.session.execute(
        select(
            *(Precondition.use_case_id, Precondition.id, Precondition.is_hard),
            *(Precondition.state, Precondition.due_on),
        ).order_by(Precondition.id)
    ):
        gates[row[0]].append(Gate(*row[1:]))
    benefits: dict[int, list[int]] = defaultdict(list)
    for id_, benefit in db.session.execute(
        select(Benefit.use_case_id, Benefit.id).where(Benefit.indicator != "").order_by(Benefit.id)
    ):
        benefits[id_].append(benefit)
    plans = {
        row.id: row
        for row in db.session.execute(
            select(UseCase.id, UseCase.phase, UseCase.planned_start, UseCase.planned_quarters)
        )
        if row.id in wanted
    }
    lives = []
    for number, id_ in enumerate(ids, start=first):
        plan = plans[id_]
        chosen = next((day for phase, day in steps[id_] if phase in PUBLISHED_PHASES), None)
        is_followed = chosen is not None and plan.phase in FOLLOWED
        dice = Random(f"routekaart-slip-{number}")  # noqa: S311 (test data)
        slip = dice.choices(SLIPS, HOW_OFTEN)[0]
        lives.append(
            Life(
                *(id_, number, plan.phase, plan.planned_start, plan.planned_quarters),
                promised_start=plan.planned_start - slip if is_followed else None,
                decided_on=DECIDED_ON,
                since=chosen if is_followed else None,
                ended_on=steps[id_][-1][1] if is_followed and plan.phase in ENDED else None,
                gates=gates[id_],
                benefits=benefits[id_],
            )
        )
    return lives


def _promise(lives: Sequence[Life]) -> None:
    """Adopt a roadmap per domain that holds what was promised: the first baseline."""
    promised = {life.id: life for life in lives if life.promised_start is not None}
    rows: dict[int, list[Row]] = defaultdict(list)
    cases = select(UseCase.id, UseCase.domain_id, UseCase.title, UseCase.size).where(UseCase.id.in_(promised))
    for id_, domain_id, title, size in db.session.execute(cases):
        life = promised[id_]
        rows[domain_id].append(
            {
                "use_case_id": id_,
                "start": life.promised_start,
                "quarters": life.quarters,
                "title": title,
                "size": size,
                "is_illustrative": True,
            }
        )
    for domain in db.session.scalars(select(Domain).where(Domain.id.in_(rows)).order_by(Domain.id)):
        decision = _draft(domain)
        adoption = RoadmapAdoption(decision=decision, taken_at=decision.created_at)
        db.session.add_all([decision, adoption])
        db.session.flush()
        _insert(AdoptedRow, [{**row, "adoption_id": adoption.id} for row in rows[domain.id]])
        decision.serial = 1 + (
            db.session.scalar(
                select(func.max(Decision.serial)).where(
                    Decision.board_code == domain.code, Decision.year == DECIDED_ON.year
                )
            )
            or 0
        )
        decision.year, decision.board_code = DECIDED_ON.year, domain.code
        decision.board_name, decision.published_at = domain.name, decision.created_at
        decision.number = f"{domain.code}-{decision.year}-{decision.serial:03}"
        decision.state = DecisionState.PUBLISHED
        db.session.flush()


def _draft(domain: Domain) -> Decision:
    moment = datetime.combine(DECIDED_ON, time(12), tzinfo=UTC)
    return Decision(
        domain=domain,
        domain_id=domain.id,
        kind=DecisionKind.ROADMAP,
        decided_on=DECIDED_ON,
        subject="Gegenereerde routekaart",
        subject_en="Generated roadmap",
        text="Gegenereerd voor een meting.",
        illustrative=["subject", "text", "decided_on"],
        created_at=moment,
        changed_at=moment,
    )


def _add(made: Sequence[Made]) -> None:
    """Insert all rows, each kind at once."""
    who = SYSTEM.actor_label
    _insert(PlanMove, [_move(row, who) for one in made for row in one.moves])
    now = utc_now()
    milestones = [
        {
            **row,
            "kind": MilestoneKind.SOCIETAL_VALUE,
            "illustrative": ["title", "planned_on", "reached_on"],
            "version": 1,
            "created_at": now,
            "updated_at": now,
        }
        for one in made
        for row in one.milestones
    ]
    ids = db.session.scalars(
        insert(Milestone).returning(Milestone.id, sort_by_parameter_order=True), milestones
    ).all()
    plans = [plans for one in made for plans in one.plans]
    _insert(
        MilestonePlan,
        [
            {**row, "milestone_id": id_, "reason": None, "by_label": who, "is_illustrative": True}
            for id_, own in zip(ids, plans, strict=True)
            for row in own
        ],
    )
    marked = {"is_illustrative": True, "by_label": who}
    _insert(StatusReport, [{**row, **marked, "created_at": now} for one in made for row in one.reports])
    _insert(ComputedStatus, [row for one in made for row in one.statuses])
    _insert(PreconditionChange, [{**row, **marked} for one in made for row in one.changes])
    _insert(BenefitDue, [{**row, "is_illustrative": True} for one in made for row in one.due])
    _insert(BenefitMeasurement, [{**row, **marked} for one in made for row in one.measured])
    _insert(
        OrganisationAdoption,
        [
            {**row, "is_illustrative": True, "version": 1, "created_at": now, "updated_at": now}
            for one in made
            for row in one.adoptions
        ],
    )
    _insert_steps([row["use_case_id"] for one in made for row in one.adoptions[:1]])


def _insert_steps(use_case_ids: Sequence[int]) -> None:
    """Give adoptions their dated steps: in use and then stopped, or the stage they are in."""
    is_stopped = OrganisationAdoption.stage == AdoptionStage.STOPPED
    is_new = OrganisationAdoption.use_case_id.in_(use_case_ids)
    used = literal(AdoptionStage.IN_USE, AdoptionStep.stage.type)
    columns = ("adoption_id", "on", "stage", "by_label", "is_illustrative")
    now = select(
        OrganisationAdoption.id, OrganisationAdoption.since, OrganisationAdoption.stage, literal(""), true()
    ).where(is_new, OrganisationAdoption.since.is_not(None))
    before = select(OrganisationAdoption.id, OrganisationAdoption.in_use_on, used, literal(""), true()).where(
        is_new, is_stopped, OrganisationAdoption.in_use_on < OrganisationAdoption.since
    )
    db.session.execute(insert(AdoptionStep).from_select(columns, union_all(now, before)))


def _move(row: Row, who: str) -> Row:
    at = datetime.combine(row["day"], time(9), tzinfo=UTC)
    kept = {name: value for name, value in row.items() if name != "day"}
    return {**kept, "at": at, "by_label": who, "is_illustrative": True}


def _insert(model: Any, rows: list[Row]) -> None:
    if rows:
        db.session.execute(insert(model), rows)
