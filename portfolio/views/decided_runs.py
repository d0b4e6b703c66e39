"""Addresses from a decision to the proposal under it, and to "why not" of each use case left out."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import url_for

from portfolio.queries.decided_runs import DecidedRun, decided_runs


@dataclass(frozen=True, slots=True)
class Proposals:
    """The calculations under some decisions, by the id of the decision."""

    runs: dict[int, DecidedRun]

    def proposal(self, decision_id: int) -> str:
        """Return the address of the proposal that a decision rests on; empty for none."""
        run = self.runs.get(decision_id)
        if run is None:
            return ""
        return url_for("portfolio.show_scenario", slug=run.slug, number=run.scenario, run=run.run)

    def has_made_up_prices(self, decision_id: int) -> bool:
        """Tell whether prices under this decision were calculated with made-up figures."""
        run = self.runs.get(decision_id)
        return run is not None and run.is_illustrative

    def why_not(self, decision_id: int, code: str) -> str:
        """Return where a reader finds why this use case is not in the proposal; empty when it is."""
        run = self.runs.get(decision_id)
        if run is None or code not in run.left_out:
            return ""
        return url_for("portfolio.show_why_not", slug=run.slug, number=run.scenario, code=code, run=run.run)


def proposals_of(decision_ids: Collection[int]) -> Proposals:
    """Return the calculations under these decisions."""
    return Proposals(decided_runs(decision_ids))
