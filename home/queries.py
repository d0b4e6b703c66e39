"""Read what the start page shows; every figure is filtered by what this reader may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from core.database import day_of, db
from core.i18n import format_day, is_only_dutch, localised
from portfolio.models import ActionPoint, PhaseChange, UseCase
from portfolio.queries.agenda import current_id
from portfolio.queries.use_cases import in_portfolio
from portfolio.queries.visibility import is_readable
from portfolio.rules.terms import Kind, Phase, Size
from wiki.labels import page_word
from wiki.queries.pages import list_recently_changed

RUNNING = (Phase.PREPARATION, Phase.PILOT, Phase.PRODUCTION, Phase.SCALE_UP)


@dataclass(frozen=True)
class Headline:
    """The figures on the start page; counts of use cases, domains and action points."""

    use_cases: int
    domains: int
    chosen: int
    running: int
    small: int
    sized: int
    reported: int
    actions: int

    @property
    def small_share(self) -> float | None:
        """The share of small use cases among the chosen ones of known size."""
        return self.small / self.sized if self.sized else None


def headline(reader: Any) -> Headline:
    """Return the figures: two queries."""
    is_chosen = in_portfolio()
    row = db.session.execute(
        select(
            func.count().filter(UseCase.kind == Kind.USE_CASE),
            func.count(UseCase.domain_id.distinct()),
            func.count().filter(is_chosen),
            func.count().filter(is_chosen, UseCase.phase.in_(RUNNING)),
            func.count().filter(is_chosen, UseCase.size == Size.SMALL),
            func.count().filter(is_chosen, UseCase.size.is_not(None)),
        ).where(is_readable(reader))
    ).one()
    actions = db.session.execute(
        select(func.count().filter(ActionPoint.is_reported.is_(True)), func.count(ActionPoint.id)).where(
            ActionPoint.agenda_id == current_id()
        )
    ).one()
    return Headline(*row, *actions)


def latest_steps(reader: Any, limit: int = 5) -> Sequence[PhaseChange]:
    """Return the last steps of published use cases, newest first, with their use case and domain."""
    statement = (
        select(PhaseChange)
        .join(PhaseChange.use_case)
        .where(is_readable(reader), UseCase.published_on.is_not(None))
        .options(contains_eager(PhaseChange.use_case).joinedload(UseCase.domain))
        .order_by(PhaseChange.happened_on.desc(), PhaseChange.id.desc())
        .limit(limit)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class Knowledge:
    """A page of the wiki as the start page shows it."""

    title: str
    url: str
    note: str
    is_dutch: bool


def latest_pages(limit: int = 5) -> list[Knowledge]:
    """Return the pages of the wiki that changed last, newest first: one query."""
    return [
        Knowledge(
            title=localised(page, "title"),
            url=url_for("wiki.show_page", slug=page.slug),
            note=f"{page_word(page.kind)}, {format_day(day_of(page.changed_at))}",
            is_dutch=is_only_dutch(page, "title"),
        )
        for page in list_recently_changed(limit)
    ]
