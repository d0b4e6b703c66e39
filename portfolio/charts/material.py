"""What charts are made of, read once per request however many charts a page has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from accounts.models import Domain, Organisation
from accounts.queries import list_domains
from portfolio.charts.narrow import Narrow
from portfolio.models import Agenda
from portfolio.queries import agenda as agendas
from portfolio.queries import charts as queries
from portfolio.queries.charts import Function, Given, Row
from portfolio.queries.decided_runs import Calculation, codes_for, list_decided, read_outcome
from portfolio.queries.narrowing import Within, list_owners
from portfolio.queries.outcomes import EndedRow, list_ended
from portfolio.queries.plan_moves import Promise, list_promises
from portfolio.queries.roadmap import codes_with_plan, has_open_plan
from portfolio.queries.scenario_outcome import Outcome
from portfolio.rules.phase_history import DatedStep, phase_on, steps_by_code
from portfolio.rules.terms import SHOWN_PHASES, Phase


class Material:
    """The rows for one reader, narrowed; each kind is read when it is first asked for."""

    def __init__(self, reader: Any, narrow: Narrow) -> None:
        self.reader = reader
        self.narrow = narrow
        self._outcomes: dict[int, tuple[Outcome, frozenset[str]]] = {}

    @property
    def _unsized(self) -> Within:
        """What narrows, but for the size: a mix of one size says nothing."""
        return replace(self.narrow.within, size=None)

    @cached_property
    def rows(self) -> list[Row]:
        """Everything that the reader may read, of the chosen domain, layer and owner."""
        return queries.list_rows(self.reader, self._unsized)

    @cached_property
    def sized_rows(self) -> list[Row]:
        """Those of the chosen size; all when none is chosen."""
        size = self.narrow.size
        return [row for row in self.rows if size is None or row.size is size]

    @cached_property
    def steps(self) -> Mapping[str, Sequence[DatedStep]]:
        """The dated steps by code."""
        return steps_by_code(queries.list_steps(self.reader, self._unsized))

    @cached_property
    def mix_steps(self) -> Mapping[str, Sequence[DatedStep]]:
        """The steps by which use cases began or stopped to count in the mix, by code."""
        return steps_by_code(queries.list_mix_steps(self.reader, self._unsized))

    @cached_property
    def phases(self) -> Mapping[str, Phase]:
        """The phase of each use case on the reference date; what was not there yet is absent."""
        if not self.narrow.is_dated:
            return {row.code: row.phase for row in self.rows}
        found = {row.code: phase_on(self.steps.get(row.code, ()), self.narrow.on) for row in self.rows}
        return {code: phase for code, phase in found.items() if phase is not None}

    @cached_property
    def planned_rows(self) -> list[Row]:
        """Those of the chosen size whose plan the reader may see."""
        if "rows" not in vars(self):
            phases = frozenset(Phase) if self.narrow.is_dated else SHOWN_PHASES
            return queries.list_rows(self.reader, self.narrow.within, has_open_plan(self.reader, phases))
        seen = codes_with_plan(self.reader, self.narrow.domain_id)
        return [row for row in self.sized_rows if row.code in seen]

    @cached_property
    def planned_phases(self) -> Mapping[str, Phase]:
        """The phases on the reference date of what has a plan."""
        if self.narrow.is_dated:
            return self.phases
        return {row.code: row.phase for row in self.planned_rows}

    @cached_property
    def promises(self) -> Mapping[str, Promise]:
        """The first baselines as they were on the reference date, by code."""
        on = self.narrow.on if self.narrow.is_dated else None
        return list_promises(self.narrow.domain_id, on)

    @cached_property
    def contributions(self) -> list[Given]:
        """What is contributed to system functions by what was ever chosen, of the chosen size."""
        return queries.list_contributions(self.reader, self.narrow.within)

    @cached_property
    def giving_phases(self) -> Mapping[str, Phase]:
        """The phases on the reference date of what contributes: a chart of that needs no other rows."""
        if self.narrow.is_dated:
            return self.phases
        return {one.code: one.phase for one in self.contributions}

    @cached_property
    def ended(self) -> Sequence[EndedRow]:
        """What was selected and ended, with its chance and outcome."""
        return list_ended(self.reader, self._unsized)

    @cached_property
    def functions(self) -> list[Function]:
        """The system functions in order, each followed by its parts."""
        return queries.list_functions()

    @cached_property
    def domains(self) -> Sequence[Domain]:
        """The domains in use, by name."""
        return list_domains()

    @cached_property
    def owners(self) -> Sequence[Organisation]:
        """The organisations that own what the reader may read, by name."""
        return list_owners(self.reader)

    @cached_property
    def agenda(self) -> Agenda | None:
        """The agenda asked for, else the current one, with its actions and budget."""
        return agendas.find_agenda(self.narrow.agenda or None, self.reader)

    @cached_property
    def calculations(self) -> Sequence[Calculation]:
        """The calculations that published decisions rested on by the reference date, the newest first."""
        return list_decided(self.narrow.on)

    def outcome(self, run_id: int) -> tuple[Outcome, frozenset[str]]:
        """Return a calculation with its studies, and the codes in it that the reader may read."""
        if run_id not in self._outcomes:
            outcome = read_outcome(run_id)
            self._outcomes[run_id] = outcome, codes_for(self.reader, outcome.rows)
        return self._outcomes[run_id]
