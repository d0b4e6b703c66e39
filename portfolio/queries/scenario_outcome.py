"""One calculation, read: its use cases with their figures, as they were kept with it.

A decision publishes the calculation that it rests on, not every use case in it: what a reader may
not read is taken out before anything is counted or told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from portfolio.models import DetailKind, RunDetail, ScenarioRun
from portfolio.rules.mix import Mix, MixItem, MixRule, measure_all
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import Ineligible, Settings
from portfolio.rules.selection.plain import from_plain
from portfolio.rules.selection.proposal import Proposal, Reason, Status
from portfolio.rules.selection.terms import Candidate, Terms
from portfolio.rules.terms import Basis, Phase, Size

_DROPPED = object()
MARKS = {"value": "scores", "chance": "chance", "effort": "effort", "cost": "cost"}


@dataclass(frozen=True, slots=True)
class Row:
    """One use case in a calculation. Effort is likely person-months, cost cents, utility points."""

    code: str
    title: str
    title_en: str
    size: Size | None
    phase: Phase
    value: tuple[Decimal, Decimal] | None
    chance: int | None
    effort: Decimal | None
    cost: int | None
    builds: tuple[str, ...]
    organisations: tuple[str, ...]
    illustrative: frozenset[str]
    utility: Decimal | None = None
    is_chosen: bool = False
    is_running: bool = False
    start: Quarter | None = None
    reason: Reason | None = None
    ineligible: tuple[Ineligible, ...] = ()
    override: Mapping[str, Any] | None = None

    def is_marked(self, figure: str) -> bool:
        """Tell whether this figure (value, chance, effort, cost) was made up."""
        return MARKS.get(figure, figure) in self.illustrative

    @property
    def is_illustrative(self) -> bool:
        """Whether any figure that counts was made up."""
        return any(mark in self.illustrative for mark in MARKS.values())


class Outcome:
    """A run, read: everything comes from what was kept, nothing from how things are now.

    ``shown``: the codes of the use cases that the reader may read; None for who reads them all.
    """

    def __init__(
        self,
        run: ScenarioRun,
        details: Mapping[DetailKind, Mapping[str, RunDetail]] | None = None,
        *,
        shown: Collection[str] | None = None,
    ) -> None:
        self.run = run
        self.hidden = frozenset() if shown is None else frozenset(run.context["facts"]) - frozenset(shown)
        self.context: Mapping[str, Any] = _without(run.context, self.hidden)
        self.inputs: Mapping[str, Any] = _without(run.inputs, self.hidden)
        self.result: Any = _without(run.result, self.hidden)
        self.details = details or {kind: {} for kind in DetailKind}

    @cached_property
    def settings(self) -> Settings:
        """What was asked, as the board reads it."""
        return from_plain(Settings, self.run.settings)

    @cached_property
    def terms(self) -> Terms:
        """What was asked, as the solver read it."""
        return from_plain(Terms, self.inputs["terms"])

    @cached_property
    def candidates(self) -> Mapping[str, Candidate]:
        """What the solver chose from, by code."""
        found = [from_plain(Candidate, plain) for plain in self.inputs["candidates"]]
        return {one.code: one for one in found}

    @cached_property
    def proposal(self) -> Proposal | None:
        """The answer; None while there is none."""
        return None if self.result is None else from_plain(Proposal, self.result)

    @property
    def has_answer(self) -> bool:
        """Whether there is a choice to show."""
        found = self.proposal
        return found is not None and found.status not in (Status.INFEASIBLE, Status.NOTHING_FOUND)

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """Every use case of the domain that took part or could not, by code."""
        starts = self.proposal.starts if self.proposal else {}
        reasons = {one.code: one.reason for one in self.proposal.left_out} if self.proposal else {}
        overrides = {one["code"]: one for one in self.context["overrides"]}
        running = set(self.context["running"])
        rows = {}
        for code, fact in self.context["facts"].items():
            candidate = self.candidates.get(code)
            low_high = fact["value"]
            rows[code] = Row(
                code=code,
                title=fact["title"],
                title_en=fact["title_en"],
                size=Size(fact["size"]) if fact["size"] else None,
                phase=Phase(fact["phase"]),
                value=(Decimal(low_high[0]), Decimal(low_high[1])) if low_high else None,
                chance=fact["chance"],
                effort=Decimal(fact["effort"][1]) if fact["effort"] else None,
                cost=fact["cost"],
                builds=tuple(fact["builds"]),
                organisations=tuple(fact["organisations"]),
                illustrative=frozenset(fact["illustrative"]),
                utility=candidate.utility if candidate else None,
                is_chosen=code in starts,
                is_running=code in running,
                start=starts.get(code),
                reason=reasons.get(code),
                ineligible=tuple(Ineligible(why) for why in self.context["ineligible"].get(code, ())),
                override=overrides.get(code),
            )
        return rows

    def lane(self, size: Size) -> list[Row]:
        """Return what could be chosen of one size, best first by its own leading criterion."""
        found = [row for row in self.rows.values() if row.size is size and row.code in self.candidates]
        low = {row.code: row.value[0] if row.value else Decimal(0) for row in found}

        def key(row: Row) -> tuple[Any, ...]:
            chance = row.chance or 0
            if size is Size.SMALL:
                per_month = low[row.code] / row.effort if row.effort else Decimal(0)
                return (-chance, -per_month, row.code)
            return (-low[row.code], -chance, row.code)

        return sorted(found, key=key)

    @property
    def chosen(self) -> list[Row]:
        """What is in, by code."""
        return [row for row in self.rows.values() if row.is_chosen]

    @property
    def new(self) -> list[Row]:
        """What is in and was not chosen before."""
        return [row for row in self.chosen if not row.is_running]

    @property
    def left_out(self) -> list[Row]:
        """What took part and is not in, nearest first: those that bring most for their effort."""
        found = [row for row in self.rows.values() if row.code in self.candidates and not row.is_chosen]
        return sorted(found, key=lambda row: (-(row.utility or 0), row.code))

    @property
    def ineligible(self) -> list[Row]:
        """What could not take part, by code."""
        return [row for row in self.rows.values() if row.ineligible]

    @cached_property
    def mixes(self) -> Mapping[Basis, Mix]:
        """The mix of what is in, on each basis."""
        mix = self.settings.mix
        middle, half = (mix.low + mix.high) * 50, (mix.high - mix.low) * 50
        items = [MixItem(row.code, Phase.SELECTED, row.size, row.effort, row.cost) for row in self.chosen]
        return measure_all(items, MixRule(middle, half))

    @property
    def is_illustrative(self) -> bool:
        """Whether the choice rests on made-up values."""
        return any(row.is_illustrative for row in self.rows.values() if row.code in self.candidates)

    @property
    def overrides(self) -> Sequence[Mapping[str, Any]]:
        """The board's own word at the time of the calculation."""
        return list(self.context["overrides"])

    def detail(self, kind: DetailKind, key: str = "") -> Any:
        """Return the data of an explanation; None while it is not there."""
        found = self.details[kind].get(key)
        return None if found is None else found.data


def _without(plain: Any, hidden: Collection[str]) -> Any:
    """Return plain data without these codes: in lists, as names, and every entry that is about one."""
    if not hidden:
        return plain
    found = _pruned(plain, hidden)
    return None if found is _DROPPED else found


def _pruned(plain: Any, hidden: Collection[str]) -> Any:
    if isinstance(plain, str):
        return _DROPPED if plain in hidden else plain
    if isinstance(plain, Mapping):
        kept = {name: _pruned(value, hidden) for name, value in plain.items() if name not in hidden}
        is_about_one = any(value is _DROPPED for value in kept.values())
        # a rule of the model makes no sense without one of its parts
        is_broken = len(kept.get("parts") or ()) != len(plain.get("parts") or ())
        return _DROPPED if is_about_one or is_broken else kept
    if isinstance(plain, (list, tuple)):
        entries = [_pruned(one, hidden) for one in plain]
        return [one for one in entries if one is not _DROPPED]
    return plain
