"""What a membership may be. Source: domain.md §5 (boards), contract.md "People and rights"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.rules.terms import ROLES_OF_A_DOMAIN, BoardRole, Role, Sector


@dataclass(frozen=True, slots=True)
class Term:
    """A role from a day to a day (both included), in one domain or everywhere."""

    role: Role
    domain_id: int | None
    starts_on: date
    ends_on: date | None
    board_role: BoardRole | None = None
    sector: Sector | None = None

    def meets(self, other: "Term") -> bool:
        """Tell whether it gives the same role in the same place on at least one same day."""
        return self.domain_id == other.domain_id and self.is_same_role(other)

    def is_same_role(self, other: "Term") -> bool:
        """Tell whether it gives the same role on at least one same day, wherever."""
        if self.role != other.role:
            return False
        starts_in_time = other.ends_on is None or self.starts_on <= other.ends_on
        ends_late_enough = self.ends_on is None or other.starts_on <= self.ends_on
        return starts_in_time and ends_late_enough


def problems(term: Term, others: Iterable[Term]) -> list[tuple[str, str]]:
    """Return (field, code) for everything that is wrong with ``term`` beside the person's other roles."""
    found = []
    if term.role in ROLES_OF_A_DOMAIN and term.domain_id is None:
        found.append(("domain_id", "role_needs_domain"))
    if term.role not in ROLES_OF_A_DOMAIN and term.domain_id is not None:
        found.append(("domain_id", "role_is_everywhere"))
    if term.ends_on is not None and term.ends_on < term.starts_on:
        found.append(("ends_on", "role_ends_before_start"))
    if term.role is not Role.BOARD_MEMBER and (term.board_role or term.sector):
        found.append(("board_role", "only_in_a_board"))
    if not found and any(term.meets(other) for other in others):
        found.append(("role", "role_held_already"))
    return found
