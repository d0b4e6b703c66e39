"""Small questions in one line."""

from decimal import Decimal

import pytest

from portfolio.rules.effort import Effort
from portfolio.rules.selection.terms import Candidate, Terms
from portfolio.rules.terms import Size


@pytest.fixture
def small_choice():
    """``small_choice((code, utility, effort), …, budget=n)``: small ones only, under a budget."""

    def make(*rows: tuple[str, int, int], budget: int | None = None) -> tuple[list[Candidate], Terms]:
        candidates = [
            Candidate(code, Size.SMALL, Decimal(utility), Effort.exact(effort))
            for code, utility, effort in rows
        ]
        return candidates, Terms(budget_months=None if budget is None else Decimal(budget))

    return make
