"""The optimiser is right: published optima, trying everything, and a second solver that is not ours."""

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bench.selection_instances import Shape, generated
from portfolio.rules.effort import Effort
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.proposal import Status
from portfolio.rules.selection.terms import Candidate, Load, MixMode, Terms
from tests.rules.selection.lp_file import cbc, solve_with_cbc
from tests.rules.selection.reference import FIRST, best_by_trying, broken, question

OPTIMA = ("3800", "8706.1", "4015", "6120", "12400", "10618", "16537")


def published(name: str) -> Path:
    """Return a published instance, or skip by name."""
    given = os.environ.get("ROUTEKAART_TEST_DATA")
    folder = Path(given) if given else Path(__file__).resolve().parents[4] / "shared"
    path = folder / "instances" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here: set ROUTEKAART_TEST_DATA to the folder that has instances/ in it")
    return path


def petersen(number: int) -> tuple[list[Candidate], Terms, Decimal]:
    """Read one of the seven problems: each constraint is an organisation with one quarter of capacity."""
    words = iter(published("mknap1.txt").read_text().split())
    for _ in range(int(next(words))):
        count, limits, optimum = int(next(words)), int(next(words)), Decimal(next(words))
        values = [Decimal(next(words)) for _ in range(count)]
        weights = [[Decimal(next(words)) for _ in range(count)] for _ in range(limits)]
        capacity = {(f"R{row}", FIRST): Decimal(next(words)) for row in range(limits)}
        if number:
            number -= 1
            continue
        projects = [
            Candidate(
                code=f"P{place:02}",
                size=None,
                utility=values[place],
                effort=Effort.exact(1),
                load=tuple(Load(f"R{row}", 0, weights[row][place]) for row in range(limits)),
                planned_start=FIRST,
            )
            for place in range(count)
        ]
        return projects, Terms(capacity=capacity), optimum
    raise AssertionError("the file holds fewer problems")


@pytest.mark.parametrize(("number", "optimum"), list(enumerate(OPTIMA)))
def test_the_published_selections_of_petersen_are_found_and_proven(number, optimum):
    projects, terms, in_file = petersen(number)
    proposal = propose(projects, terms)
    assert proposal.is_exact
    assert proposal.objective == Decimal(optimum) == in_file
    assert broken(projects, terms, proposal.starts) is None


@pytest.mark.parametrize("block", range(10))
def test_two_hundred_small_portfolios_are_as_good_as_trying_everything(block):
    for seed in range(block * 20, block * 20 + 20):
        count = 14 if seed % 40 == 0 else 4 + seed % 7
        candidates, terms = question(seed, count) if seed % 4 else question(seed, 4 + seed % 2, quarters=3)
        _same_as_trying(candidates, terms, seed)


def _same_as_trying(candidates, terms, seed):
    expected = best_by_trying(candidates, terms)
    proposal = propose(candidates, terms)
    assert proposal.objective == expected, seed
    if expected is None:
        assert proposal.status is Status.INFEASIBLE and proposal.conflict.together, seed
    else:
        assert proposal.is_exact and broken(candidates, terms, proposal.starts) is None, seed


@pytest.mark.parametrize("seed", range(20))
def test_larger_portfolios_are_as_good_as_those_of_a_second_solver(seed, tmp_path):
    cbc()
    if seed % 2:
        candidates, terms = generated(seed, Shape(30 + seed, organisations=3, scheduled=False, tightness=0.4))
    else:
        candidates, terms = generated(seed, Shape(8 + seed // 4, organisations=2, functions=2, quarters=5))
    if seed % 5 == 4:
        terms = replace(terms, mix=replace(terms.mix, mode=MixMode.HARD))
    terms = replace(terms, gap=Decimal(0))
    expected = solve_with_cbc(candidates, terms, tmp_path)
    proposal = propose(candidates, terms)
    if expected is None:
        assert proposal.status is Status.INFEASIBLE
    else:
        assert proposal.is_exact
        assert abs(proposal.objective - expected) < Decimal("0.001")
        assert broken(candidates, terms, proposal.starts) is None
