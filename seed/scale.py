"""Generate use cases for benchmarks: the same ones each time, spread as a real portfolio might be.

They have all that a real one has (parts, history, scores, a revision), and what
the rules derive is derived by the rules; only the way into the database is short.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select

from accounts.models import Domain, Organisation
from accounts.rules.terms import OrganisationKind
from core.audit import SYSTEM
from core.database import db, utc_now
from portfolio.actions.filing import ToldStep, file_history, file_many
from portfolio.models import (
    Adoption,
    Assessment,
    Benefit,
    Contribution,
    Criterion,
    Dataset,
    Partner,
    Precondition,
    Risk,
    Score,
    Source,
    SystemFunction,
    UrgentChallenge,
    UseCase,
)
from portfolio.queries.scoring_models import current_model
from portfolio.rules.phases import LIFE
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import (
    Commitment,
    ContributionLevel,
    DataLevel,
    GovernmentRole,
    Grade,
    Kind,
    PersonalData,
    Phase,
    PreconditionKind,
    PreconditionState,
)
from seed.ledger import Ledger
from seed.reading import SeedError
from seed.scale_progress import generate_progress

SCALE = "scale"
BATCH = 200
PRACTICE = "Gegenereerd."
FIRST_NUMBER = 1001  # leaves room below it for content
SHARES = {
    **{Phase.IDEA: 20, Phase.CANDIDATE: 20, Phase.SELECTED: 10, Phase.PREPARATION: 10, Phase.PILOT: 12},
    **{Phase.PRODUCTION: 8, Phase.SCALE_UP: 6, Phase.FINISHED: 6, Phase.STOPPED: 4, Phase.PARKED: 4},
}
"""How often a phase occurs, in parts of the whole."""

MARKS = [
    *("title", "summary", "challenge", "intended_result", "description", "practice", "owner", "phase"),
    *("other_domains", "challenges", "effort", "cost", "planned", "chance", "scores", "personal_data"),
]
WORDS = (
    *("schulden", "zorg", "wonen", "water", "verkeer", "energie", "onderwijs", "veiligheid", "natuur"),
    *("wijk", "gemeente", "register", "sensor", "kaart", "model", "signaal", "monitor", "toezicht"),
)

Watch = Callable[[Iterable[Any], str], Iterable[Any]]


def generate(total: int, watch: Watch | None = None) -> int:
    """Bring the number of generated use cases to ``total`` and commit; return how many were added."""
    ledger = Ledger()
    known = ledger.hash_of(SCALE)
    done = int(known) if known else 0
    starts = range(done, total, BATCH)
    maker = Generator(ledger.base_quarter().index)
    for start in watch(starts, "Generating use cases") if watch else starts:
        end = min(start + BATCH, total)
        made = [maker.use_case(number) for number in range(start, end)]
        file_many(made, by=SYSTEM)
        for use_case in made:
            db.session.expunge(use_case)
        Ledger().note(SCALE, str(end))
        db.session.commit()
    generate_progress(_generated(total), watch)
    return max(total - done, 0)


def _generated(total: int) -> list[int]:
    statement = select(UseCase.id).where(UseCase.practice == PRACTICE).order_by(UseCase.id).limit(total)
    return list(db.session.scalars(statement))


class Generator:
    """Makes use cases in memory; the n-th is the same in every database with the same content."""

    def __init__(self, base: int) -> None:
        self.base = base
        self.day = Quarter.from_index(base).first_day
        self.domains = _all(Domain, Domain.slug)
        self.organisations = _all(Organisation, Organisation.slug)
        self.functions = _all(SystemFunction, SystemFunction.code)
        self.challenges = _all(UrgentChallenge, UrgentChallenge.slug)
        if not (self.domains and self.organisations and self.functions):
            raise SeedError("There are no domains, organisations or system functions: load the content first")
        self.model = current_model(None)
        by_code = {row.code: row for row in _all(Criterion, Criterion.code)}
        self.criteria = [by_code[code] for code in self.model.weights]
        self.numbers = _last_numbers()
        self.earlier: dict[int, tuple[int, str]] = {}

    def use_case(self, number: int) -> UseCase:
        """Return use case ``number``, not yet in the session."""
        dice = Random(f"routekaart-{number}")  # noqa: S311 (test data, on purpose the same each time)
        domain = self.domains[number % len(self.domains)]
        self.numbers[domain.code] += 1
        use_case = UseCase(
            code=f"{domain.code}-{self.numbers[domain.code]}", domain=domain, version=1, is_draft=False
        )
        self._text(use_case, dice, number)
        self._figures(use_case, dice)
        self._relations(use_case, dice)
        self._parts(use_case, dice, number)
        use_case.assessment = self._assessment(dice)
        phase = dice.choices(list(SHARES), list(SHARES.values()))[0]
        steps = self._steps(dice, phase)
        file_history(use_case, steps, by=SYSTEM)
        if phase in (Phase.FINISHED, Phase.STOPPED):
            length = use_case.planned_quarters or 1
            use_case.planned_start = Quarter.of(steps[-1].on).index - length + 1
        if phase in (Phase.SCALE_UP, Phase.FINISHED):
            self._adopt(use_case, dice, steps[-1].on)
        return use_case

    def _text(self, use_case: UseCase, dice: Random, number: int) -> None:
        subject = " ".join(dice.sample(WORDS, 2))
        use_case.title = f"Gegenereerd {number + 1}: {subject}"
        use_case.title_en = f"Generated {number + 1}"
        use_case.summary = f"Gegenereerd voor een meting, over {subject}."
        use_case.summary_en = "Generated for a benchmark."
        for name in ("challenge", "intended_result", "description"):
            setattr(use_case, name, " ".join(dice.choices(WORDS, k=60)).capitalize() + ".")
        use_case.practice = PRACTICE
        use_case.dpia = use_case.iama = use_case.algorithm_register = use_case.size_reason = ""
        use_case.illustrative = list(MARKS)

    def _figures(self, use_case: UseCase, dice: Random) -> None:
        likely = Decimal(dice.randint(1, 6) if dice.random() < 0.75 else dice.randint(7, 40))
        use_case.effort_low, use_case.effort_likely = likely / 2, likely
        use_case.effort_high = likely * 2
        use_case.cost_cents = int(likely) * dice.randint(8, 16) * 100_000
        use_case.planned_start = self.base + dice.randint(-6, 8)
        use_case.planned_quarters = dice.randint(1, 6)
        use_case.chance = None if dice.random() < 0.05 else dice.randrange(10, 100, 5)
        use_case.kind = Kind.INITIATIVE if dice.random() < 0.05 else Kind.USE_CASE
        use_case.government_role = dice.choice(list(GovernmentRole))
        use_case.data_level = dice.choice(list(DataLevel))
        use_case.personal_data = dice.choice(list(PersonalData))
        use_case.has_no_preconditions = use_case.has_no_risks = False
        use_case.as_of = date(2021, 10, 1)

    def _relations(self, use_case: UseCase, dice: Random) -> None:
        owner = dice.choice(self.organisations)
        use_case.owner_organisation, use_case.owner_organisation_id = owner, owner.id
        use_case.owner = None
        use_case.team = []
        others = [domain for domain in self.domains if domain is not use_case.domain]
        use_case.other_domains = dice.sample(others, dice.choice((0, 0, 1))) if others else []
        use_case.challenges = dice.sample(self.challenges, min(dice.choice((0, 1)), len(self.challenges)))

    def _parts(self, use_case: UseCase, dice: Random, number: int) -> None:
        partners = dice.sample(
            self.organisations, min(dice.choice((0, 1, 1, 2, 2, 5)), len(self.organisations))
        )
        use_case.partners = [
            Partner(
                organisation=partner,
                organisation_id=partner.id,
                role="doet mee",
                role_en="takes part",
                commitment=dice.choice(list(Commitment)),
                illustrative=["organisation_id", "role", "commitment"],
            )
            for partner in partners
        ]
        use_case.contributions = [
            Contribution(
                function=function,
                level=level,
                deliverable="" if level is ContributionLevel.USES else "Een herbruikbare bron",
                deliverable_en="" if level is ContributionLevel.USES else "A reusable source",
                illustrative=["function_id", "level", "deliverable"],
            )
            for function in dice.sample(self.functions, min(dice.randint(1, 4), len(self.functions)))
            for level in [dice.choice(list(ContributionLevel))]
        ]
        use_case.preconditions = [
            Precondition(
                kind=dice.choice(list(PreconditionKind)),
                is_hard=dice.random() < 0.5,
                text="Een voorwaarde",
                text_en="A precondition",
                state=dice.choice(list(PreconditionState)),
                due_on=self.day + timedelta(days=dice.randint(-900, 700)),
                illustrative=["text", "state", "due_on"],
            )
            for _ in range(dice.randint(0, 3))
        ]
        use_case.risks = [
            Risk(
                text="Een risico",
                text_en="A risk",
                likelihood=dice.choice(list(Grade)),
                impact=dice.choice(list(Grade)),
                illustrative=["text", "likelihood", "impact"],
            )
            for _ in range(dice.randint(0, 3))
        ]
        use_case.benefits = [
            Benefit(
                text="Een baat",
                text_en="A benefit",
                indicator="doorlooptijd" if number % 2 else "",
                unit="dagen",
                baseline=Decimal(100),
                target=Decimal(40),
                illustrative=["text", "indicator", "baseline", "target"],
            )
        ]
        use_case.datasets = [Dataset(name="Een bron", holder=None, illustrative=["name"])]
        use_case.sources = [Source(source="000", passage="gegenereerd", illustrative=["source"])]
        use_case.dependencies = []
        use_case.adoptions = []
        for name in ("partners", "contributions", "preconditions", "risks"):
            for place, row in enumerate(getattr(use_case, name)):
                row.position = place

    def _assessment(self, dice: Random) -> Assessment:
        levels = [None if dice.random() < 0.1 else dice.randint(0, 5) for _ in self.criteria]
        return Assessment(
            assessed_at=utc_now(),
            model_id=self.model.id or None,
            is_illustrative=True,
            version=1,
            scores=[
                Score(criterion=criterion, level=level, reason="")
                for criterion, level in zip(self.criteria, levels, strict=True)
            ],
        )

    def _steps(self, dice: Random, phase: Phase) -> list[ToldStep]:
        """Return a life up to ``phase``; what was stopped or parked got somewhere first."""
        reached = LIFE.index(phase) if phase in LIFE else dice.randint(0, 4)
        path = [*LIFE[: reached + 1], *([] if phase in LIFE else [phase])]
        day = date(2019, 1, 1) + timedelta(days=dice.randint(0, 365))
        steps = []
        for step in path:
            steps.append(ToldStep(step, day, "Gegenereerd", illustrative=("happened_on", "reason")))
            day += timedelta(days=dice.randint(60, 360))
        return steps

    def _adopt(self, use_case: UseCase, dice: Random, on: date) -> None:
        kind = OrganisationKind.MUNICIPALITY
        use_case.adoptions = [
            Adoption(
                kind=kind,
                adopted=dice.randint(1, 352),
                total=352,
                as_of=on,
                source="gegenereerd",
                illustrative=["adopted"],
            )
        ]


def _all(model: Any, order: Any) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(order)))


def _last_numbers() -> dict[str, int]:
    """Return the last number in use per prefix, at least where generated ones begin."""
    numbers: dict[str, int] = defaultdict(lambda: FIRST_NUMBER - 1)
    for code in db.session.scalars(select(UseCase.code)):
        prefix, _, number = code.rpartition("-")
        if number.isdigit():
            numbers[prefix] = max(numbers[prefix], int(number))
    return numbers
