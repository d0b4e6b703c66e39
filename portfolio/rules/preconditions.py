"""Preconditions: what must hold first; a hard one is a gate (methods.md §1)."""

from dataclasses import dataclass
from datetime import date

from portfolio.rules.terms import PreconditionState


@dataclass(frozen=True, slots=True)
class Gate:
    """A precondition as the rules see it; ``key`` names it to the caller."""

    key: str
    is_hard: bool
    state: PreconditionState
    due_on: date | None = None

    @property
    def is_unmet(self) -> bool:
        """Whether it still has to be met."""
        return self.state not in {PreconditionState.MET, PreconditionState.NOT_NEEDED}

    @property
    def is_shut(self) -> bool:
        """Whether it stands in the way: hard and unmet."""
        return self.is_hard and self.is_unmet
