"""A scheduling proposal as people read it: what it moves and why, what it brings, and its own proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portfolio.models import ScheduleRun
from portfolio.queries import roadmap as queries
from portfolio.queries.capacity import list_capacity
from portfolio.queries.roadmap import Planned, Ties
from portfolio.queries.sources import ShutSource, list_shut_sources
from portfolio.rules.capacity import Overload, overloads
from portfolio.rules.quarters import Quarter
from portfolio.rules.roadmap import Bar, Item, bars
from portfolio.rules.schedule import Question, Roadmap, beside, tasks_of, tidied
from portfolio.rules.selection.scheduling import Aim, Schedule, measured, schedule
from portfolio.rules.terms import Kind
from portfolio.views.capacity_words import problem_of, together_words
from portfolio.views.roadmap_words import Problem, problems_of
from portfolio.views.use_case_story import quarter_words


@dataclass(frozen=True)
class Moved:
    """One use case that the proposal moves, or gives a place; ``before`` is None without a place now."""

    row: Planned
    bar: Bar
    before: tuple[int | None, int | None]
    after: tuple[int, int]
    shift: int | None
    is_promised: bool
    why: Sequence[str]


@dataclass(frozen=True)
class Proof:
    """One rule with what was checked of it, and whether it holds everywhere."""

    name: str
    what: str
    holds: bool


@dataclass(frozen=True)
class Stage:
    """A roadmap as one reader sees it, on which plans are tried."""

    roadmap: Roadmap
    rows: Mapping[str, Planned]
    ties: Ties
    shut: Mapping[str, Sequence[ShutSource]]
    names: Mapping[str, str]
    made_up: frozenset[str]
    day: date

    def placed(self, starts: Mapping[str, Quarter], durations: Mapping[str, int]) -> dict[str, Planned]:
        """Return the rows with these starts; those that are not named stay where they are."""
        return {
            code: replace(row, start=starts[code].index, quarters=durations[code]) if code in starts else row
            for code, row in self.rows.items()
        }

    def clashes(self, rows: Mapping[str, Planned], codes: Sequence[str] | None = None) -> list[Problem]:
        """Return what clashes with these places, in words; ``codes`` are those to look at (None: all)."""
        planned = {code: row for code, row in rows.items() if row.is_planned}
        needed = {
            code: replace(one, last=Quarter.from_index((row.start or 0) + (row.quarters or 1) - 1))
            if (row := planned.get(code)) is not None and not one.is_delivered
            else one
            for code, one in self.ties.needed.items()
        }
        ties = Ties(self.ties.needs, self.ties.gates, needed)
        wanted = [row for code, row in planned.items() if codes is None or code in codes]
        return problems_of(wanted, ties, self.day, None, self.shut)[0]

    def too_much(self, rows: Mapping[str, Planned], code: str = "") -> tuple[Overload, ...]:
        """Return where these places ask more than there is; with ``code`` only of what it draws on."""
        starts = {one: Quarter.from_index(row.start) for one, row in rows.items() if row.start is not None}
        roadmap = beside(self.roadmap, code) if code else self.roadmap
        return overloads(tasks_of(roadmap, starts), roadmap.limits, Quarter.of(self.day), with_remedy=False)

    def problem(self, one: Overload) -> Problem:
        """Return an overload in words; the name tells whether it is of all domains together."""
        slug = one.organisation.removesuffix("*")
        name = self.names.get(slug, slug)
        if slug != one.organisation:
            name = together_words(name)
        return problem_of(replace(one, organisation=slug), name, slug in self.made_up)


def stage_of(reader: Any, domain_id: int, roadmap: Roadmap, day: date) -> Stage:
    """Return the roadmap of a domain as ``reader`` sees it: nine queries."""
    noted = [*list_capacity(domain_id), *list_capacity(None)]
    return Stage(
        roadmap=roadmap,
        rows={row.code: row for row in queries.list_planned(reader, domain_id)},
        ties=queries.list_ties(reader, domain_id, planned_only=False),
        shut=list_shut_sources(reader, domain_id),
        names={one.organisation.slug: one.organisation.name for one in noted},
        made_up=frozenset(one.organisation.slug for one in noted if one.is_illustrative),
        day=day,
    )


@dataclass(frozen=True)
class Proposal:
    """A question with its answer, fast or exact, on the stage of one reader."""

    stage: Stage
    question: Question
    schedule: Schedule
    run: ScheduleRun | None = None

    @property
    def is_exact(self) -> bool:
        """Whether a solver gave the answer."""
        return self.run is not None

    @cached_property
    def now(self) -> Schedule:
        """The plan of now with its end and value."""
        return measured(
            self.question.candidates, self.question.terms, self.question.aim, self.question.before
        )

    @cached_property
    def durations(self) -> dict[str, int]:
        """The lengths in quarters by code."""
        return {one.code: one.duration for one in self.question.candidates}

    @cached_property
    def starts(self) -> dict[str, Quarter]:
        """The starts of what moves or gets a place, as far as this reader sees it."""
        before = self.question.before
        return {
            code: start
            for code, start in self.schedule.starts.items()
            if before.get(code) != start and code in self.stage.rows
        }

    @cached_property
    def after(self) -> dict[str, Planned]:
        """All rows as the proposal has them."""
        return self.stage.placed(self.starts, self.durations)

    @cached_property
    def problems_now(self) -> list[Problem]:
        """What clashes as it is planned now."""
        over = [self.stage.problem(one) for one in self.stage.too_much(self.stage.rows)]
        return [*over, *self.stage.clashes(self.stage.rows)]

    @cached_property
    def problems(self) -> list[Problem]:
        """What clashes still when all is taken over."""
        over = [self.stage.problem(one) for one in self.stage.too_much(self.after)]
        return [*over, *self.stage.clashes(self.after)]

    @cached_property
    def moves(self) -> list[Moved]:
        """What moves, soonest first."""
        grid = self.question.terms.horizon.quarters if self.question.terms.horizon else ()
        found = [self._moved(code, grid) for code in self.starts]
        return sorted(found, key=lambda one: (one.after, one.row.code))

    @property
    def fixed_initiatives(self) -> list[Planned]:
        """The initiatives on the roadmap: they take room and keep their place."""
        planned = (row for row in self.stage.rows.values() if row.is_planned)
        return [row for row in planned if row.kind is Kind.INITIATIVE]

    @property
    def unplaced(self) -> list[Planned]:
        """What found no place."""
        return [self.stage.rows[code] for code in self.schedule.unplaced if code in self.stage.rows]

    @cached_property
    def _still(self) -> set[tuple[str, Quarter]]:
        """Where more is asked than there is also when all is taken over."""
        return {(one.organisation, one.worst) for one in self.stage.too_much(self.after)}

    def _moved(self, code: str, grid: tuple[Quarter, ...]) -> Moved:
        row = self.stage.rows[code]
        start, quarters = self.starts[code], self.durations[code]
        old = self.question.before.get(code)
        item = Item(
            code, row.title, start, quarters, baseline_start=old, baseline_quarters=row.quarters or quarters
        )
        return Moved(
            row=row,
            bar=bars([item], grid)[0],
            before=(row.start, row.quarters),
            after=(start.index, quarters),
            shift=None if old is None else start - old,
            is_promised=code in self.stage.roadmap.promised,
            why=self._why(code, old, start),
        )

    def _why(self, code: str, old: Quarter | None, start: Quarter) -> list[str]:
        """Return why it can't stay: what would clash if it did while the rest moves; else what it gains."""
        if old is None:
            return [_("Is gekozen en had nog geen plek.")]
        tried = {**self.after, code: self.stage.rows[code]}
        near = [code, *(other for other, needs in self.stage.ties.needs.items() if code in needs)]
        known = {(one.kind, one.codes, one.what) for one in self.problems}
        there = self.stage.clashes(tried, near)
        over = [
            self.stage.problem(one)
            for one in self.stage.too_much(tried, code)
            if code in one.codes and (one.organisation, one.worst) not in self._still
        ]
        clashes = [one for one in there if (one.kind, one.codes, one.what) not in known]
        words = [_("Anders: %(what)s", what=_subject(one, code)) for one in [*clashes, *over]]
        if words:
            return words[:3]
        if start < old:
            gain = ngettext(
                "Kan %(num)s kwartaal eerder, en levert dan eerder op.",
                "Kan %(num)s kwartalen eerder, en levert dan eerder op.",
                old - start,
            )
            return [gain]
        return [_("Past zo het beste bij de andere verschuivingen.")]

    @property
    def proofs(self) -> list[Proof]:
        """Each rule with what was checked: reckoned anew from the roadmap, apart from the calculation."""
        rows = [row for row in self.after.values() if row.is_planned]
        kinds = {one.kind for one in self.problems}
        ties = self.stage.ties
        needs = sum(len(ties.needs.get(row.code, ())) for row in rows)
        gates = sum(len(ties.gates.get(row.code, ())) for row in rows)
        sources = sum(len(self.stage.shut.get(row.code, ())) for row in rows)
        limits = len(self.stage.roadmap.limits)
        horizon = self.question.terms.horizon
        quarters = horizon.count if horizon else 0
        kept = len(self.question.begun) + len(self.question.held)
        return [
            Proof(
                _("Capaciteit"),
                ngettext(
                    "%(num)s grens, in %(quarters)s kwartalen",
                    "%(num)s grenzen, elk in %(quarters)s kwartalen",
                    limits,
                    quarters=quarters,
                )
                if limits
                else _("niets ingevuld, dus niets te toetsen"),
                _("Capaciteit") not in kinds,
            ),
            Proof(
                _("Volgorde"),
                _("%(num)s keer wacht de een op de ander", num=needs),
                _("Volgorde") not in kinds,
            ),
            Proof(
                _("Randvoorwaarde"),
                ngettext(
                    "%(num)s harde randvoorwaarde waaraan nog niet is voldaan",
                    "%(num)s harde randvoorwaarden waaraan nog niet is voldaan",
                    gates,
                ),
                _("Randvoorwaarde") not in kinds,
            ),
            Proof(
                _("Bron"),
                ngettext(
                    "%(num)s bron die nog niet open is", "%(num)s bronnen die nog niet open zijn", sources
                ),
                _("Bron") not in kinds,
            ),
            Proof(
                _("Blijft staan"),
                ngettext(
                    "%(num)s use case die al loopt of beloofd is",
                    "%(num)s use cases die al lopen of beloofd zijn",
                    kept,
                ),
                not set(self.starts) & {*self.question.begun, *self.question.held},
            ),
        ]


def fast_proposal(stage: Stage, question: Question) -> Proposal:
    """Return the answer of the fast way, that moves no more than needed."""
    found = schedule(question.candidates, question.terms, question.aim)
    return Proposal(stage, question, tidied(question, found))


def quality_words(proposal: Proposal) -> str:
    """Return how good the answer is, and how sure that is."""
    found = proposal.schedule
    if not proposal.is_exact:
        return _("Dit is snel berekend. Er kan een betere planning zijn; hoeveel beter, is niet bewezen.")
    if found.bound is None:
        return _("De exacte berekening vond niets beters dan de snelle.")
    if found.aim is Aim.COMPLETION:
        least = int(found.bound.to_integral_value(rounding="ROUND_CEILING"))
        if least >= found.quarters:
            return _("Bewezen: binnen deze voorwaarden kan niet alles eerder klaar zijn.")
        early = quarter_words(found.end + (least - found.quarters - 1))
        return _("Bewezen: eerder dan %(quarter)s kan niet alles klaar zijn.", quarter=early)
    gap = (found.bound - found.value) / found.value * 100 if found.value else None
    if gap is None or gap < GAP_OF_ROUNDING:
        return _("Bewezen: binnen deze voorwaarden brengt geen planning meer waarde.")
    return _("Bewezen: hooguit %(gap)s procent meer waarde is mogelijk.", gap=f"{gap:.1f}".replace(".", ","))


GAP_OF_ROUNDING = 0.05
"""Percent below which a gap is the rounding of the solver."""


def _subject(one: Problem, code: str) -> str:
    """Return a clash with whose it is, when that is another."""
    if one.row is None:
        return f"{one.name} {one.what}"
    return one.what if one.row.code == code else f"{one.row.code} {one.what}"
