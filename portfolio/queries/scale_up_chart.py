"""Read n of N over time for the chart of scale-up: counted in the database, by what a reader may see."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, String, case, cast, func, literal, null, select, union_all

from accounts.models import Domain, Organisation
from accounts.rules.terms import OrganisationKind
from core.database import db
from portfolio.models import Adoption, UseCase
from portfolio.models.progress import OrganisationAdoption
from portfolio.models.scale_up import AdoptionStep
from portfolio.queries.plain_rows import plain_rows, stored_word, words_of
from portfolio.queries.progress_charts import Asked
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.rules.terms import Phase

WORKS = (Phase.PRODUCTION, Phase.SCALE_UP)
_KINDS = words_of(OrganisationKind)


class ReachRow(NamedTuple):
    """One use case and one kind of organisation on a day. ``adopted`` is n: counted, or more by name.

    ``is_illustrative`` is about n, ``named_is_illustrative`` about those known by name; ``works`` tells
    that the use case is in production or scale-up now.
    """

    use_case_id: int
    code: str
    title: str
    title_en: str
    domain: str
    kind: OrganisationKind
    adopted: int
    counted: int
    total: int | None
    in_use: int
    preparing: int
    exploring: int
    stopped: int
    is_illustrative: bool
    named_is_illustrative: bool
    works: bool = False


class Change(NamedTuple):
    """On a day so many more (or fewer) of those known by name use it."""

    use_case_id: int
    kind: OrganisationKind
    on: date
    more: int


class Figure(NamedTuple):
    """What a source counted on a day."""

    use_case_id: int
    kind: OrganisationKind
    on: date
    adopted: int


def _known(asked: Asked, use_case_ids: Collection[int] | None) -> Any:
    """Return the subquery with all that is known per use case and kind on the day."""
    conditions = [*asked.conditions, UseCase.published_on.is_not(None)]
    if use_case_ids is not None:
        conditions.append(UseCase.id.in_(use_case_ids))
    newest = (
        select(AdoptionStep.adoption_id, func.max(AdoptionStep.on).label("on"))
        .where(AdoptionStep.on <= asked.on)
        .group_by(AdoptionStep.adoption_id)
        .subquery()
    )
    stages = [
        func.sum(case((AdoptionStep.stage == stage, 1), else_=0)).label(stage.value)
        for stage in (
            *(AdoptionStage.IN_USE, AdoptionStage.PREPARING),
            *(AdoptionStage.EXPLORING, AdoptionStage.STOPPED),
        )
    ]
    made_up = func.max(case((AdoptionStep.is_illustrative.is_(True), 1), else_=0))
    named = (
        select(
            UseCase.id.label("id"),
            Organisation.kind.label("kind"),
            *stages,
            literal(0).label("counted"),
            cast(null(), Adoption.total.type).label("total"),
            made_up.label("named_marked"),
            literal(0).label("counted_marked"),
        )
        .select_from(AdoptionStep)
        .join(newest, (newest.c.adoption_id == AdoptionStep.adoption_id) & (newest.c.on == AdoptionStep.on))
        .join(OrganisationAdoption, OrganisationAdoption.id == AdoptionStep.adoption_id)
        .join(Organisation, Organisation.id == OrganisationAdoption.organisation_id)
        .join(UseCase, UseCase.id == OrganisationAdoption.use_case_id)
        .where(*conditions)
        .group_by(UseCase.id, Organisation.kind)
    )
    last = (
        select(Adoption.use_case_id, Adoption.kind, func.max(Adoption.as_of).label("as_of"))
        .where(Adoption.as_of <= asked.on)
        .group_by(Adoption.use_case_id, Adoption.kind)
        .subquery()
    )
    zero = [literal(0)] * 4
    counted = (
        select(
            *(UseCase.id, Adoption.kind, *zero, Adoption.adopted, Adoption.total, literal(0)),
            case((cast(Adoption.illustrative, String) != "[]", 1), else_=0),
        )
        .select_from(Adoption)
        .join(
            last,
            (last.c.use_case_id == Adoption.use_case_id)
            & (last.c.kind == Adoption.kind)
            & (last.c.as_of == Adoption.as_of),
        )
        .join(UseCase, UseCase.id == Adoption.use_case_id)
        .where(*conditions)
    )
    both = union_all(named, counted).subquery()
    sums = [func.sum(both.c[stage]).label(stage) for stage in ("in_use", "preparing", "exploring", "stopped")]
    most = [
        func.max(both.c[name]).label(name) for name in ("counted", "total", "named_marked", "counted_marked")
    ]
    return select(both.c.id, both.c.kind, *sums, *most).group_by(both.c.id, both.c.kind).subquery()


def _adopted(known: Any) -> Any:
    return case((known.c.in_use > known.c.counted, known.c.in_use), else_=known.c.counted)


def list_reach(asked: Asked) -> list[ReachRow]:
    """Return n per use case and kind of organisation, the largest first: one query."""
    known = _known(asked, None)
    adopted = _adopted(known)
    marked = case((known.c.in_use > known.c.counted, known.c.named_marked), else_=known.c.counted_marked)
    statement: Any = (
        select(
            *(UseCase.id, UseCase.code, UseCase.title, UseCase.title_en, Domain.slug),
            *(stored_word(known.c.kind), adopted, known.c.counted, known.c.total),
            *(known.c.in_use, known.c.preparing, known.c.exploring, known.c.stopped),
            *(marked, known.c.named_marked, case((UseCase.phase.in_(WORKS), 1), else_=0)),
        )
        .join(known, known.c.id == UseCase.id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .order_by(adopted.desc(), UseCase.code, known.c.kind)
    )
    return [_reach(*values) for values in plain_rows(statement)]


def _reach(id_: int, code: str, title: str, title_en: str, domain: str, kind: str, *rest: Any) -> ReachRow:
    *counts, marked, named_marked, works = rest
    told: Any = (id_, code, title, title_en, domain, _KINDS[kind], *counts)
    marks: Any = (marked == 1, named_marked == 1, works == 1)
    return ReachRow._make((*told, *marks))


def adopted_on(
    asked: Asked, use_case_ids: Collection[int] | None = None
) -> dict[tuple[int, OrganisationKind], int]:
    """Return n by use case and kind of organisation, and nothing else: one query."""
    known = _known(asked, use_case_ids)
    statement: Any = select(known.c.id, stored_word(known.c.kind), _adopted(known))
    return {(id_, _KINDS[kind]): adopted for id_, kind, adopted in plain_rows(statement)}


def count_working(asked: Asked) -> int:
    """Return how many use cases are in production or scale-up now: one query."""
    statement = (
        select(func.count())
        .select_from(UseCase)
        .where(*asked.conditions, UseCase.published_on.is_not(None), UseCase.phase.in_(WORKS))
    )
    return db.session.scalar(statement) or 0


def wide_among(rows: Iterable[ReachRow]) -> int:
    """Return how many use cases that work are in use at two or more."""
    found: dict[int, int] = {}
    for row in rows:
        if row.works:
            found[row.use_case_id] = found.get(row.use_case_id, 0) + row.adopted
    return sum(adopted > 1 for adopted in found.values())


def list_changes(asked: Asked, use_case_ids: Collection[int]) -> list[Change]:
    """Return from which day on how many more of those known by name use it: one query."""
    stage = AdoptionStep.stage
    before = func.lag(stage, type_=stage.type).over(
        partition_by=AdoptionStep.adoption_id, order_by=AdoptionStep.on
    )
    steps = (
        select(
            OrganisationAdoption.use_case_id.label("id"),
            Organisation.kind.label("kind"),
            AdoptionStep.on.label("on"),
            case((stage == AdoptionStage.IN_USE, 1), else_=0).label("now"),
            func.coalesce(case((before == AdoptionStage.IN_USE, 1), else_=0), 0).label("before"),
        )
        .join(OrganisationAdoption, OrganisationAdoption.id == AdoptionStep.adoption_id)
        .join(Organisation, Organisation.id == OrganisationAdoption.organisation_id)
        .where(OrganisationAdoption.use_case_id.in_(use_case_ids), AdoptionStep.on <= asked.on)
        .subquery()
    )
    more = func.sum(steps.c.now - steps.c.before)
    statement: Select[Any] = (
        select(steps.c.id, steps.c.kind, steps.c.on, more)
        .group_by(steps.c.id, steps.c.kind, steps.c.on)
        .having(more != 0)
        .order_by(steps.c.id, steps.c.kind, steps.c.on)
    )
    return [Change(id_, kind, on, int(total)) for id_, kind, on, total in db.session.execute(statement)]


def list_figures(asked: Asked, use_case_ids: Collection[int]) -> Sequence[Figure]:
    """Return what sources counted up to the day, by day: one query."""
    statement: Any = (
        select(Adoption.use_case_id, Adoption.kind, Adoption.as_of, Adoption.adopted)
        .where(Adoption.use_case_id.in_(use_case_ids), Adoption.as_of <= asked.on)
        .order_by(Adoption.as_of)
    )
    return [Figure(*row) for row in db.session.execute(statement)]
