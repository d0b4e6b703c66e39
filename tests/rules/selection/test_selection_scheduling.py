"""Schedules: published completions proven by the same model, and a fast way that keeps every rule."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio.rules.effort import Effort
from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.plain import from_plain, to_plain
from portfolio.rules.selection.proposal import Status
from portfolio.rules.selection.scheduling import Aim, Schedule, schedule
from portfolio.rules.selection.terms import Candidate, Horizon, Load, Terms, TermsNotValid
from tests.rules.selection.reference import broken, question
from tests.rules.selection.test_selection_proof import published

FIRST = Quarter(2000, 1)
OPTIMA = {"j301_1": 43, "j301_2": 47, "j301_3": 47, "j301_4": 62}


def psplib(name: str) -> tuple[list[Candidate], Terms]:
    """Read an instance: an activity is a candidate, a resource an organisation, a period a quarter."""
    text = published(f"{name}.sm").read_text()

    def rows(title: str) -> list[list[int]]:
        block = text.split(title)[1].split("****")[0]
        return [
            [int(word) for word in line.split()] for line in block.splitlines() if re.match(r"\s*\d", line)
        ]

    follows = rows("PRECEDENCE RELATIONS:")
    available = rows("RESOURCEAVAILABILITIES:")[0]
    needs: dict[int, set[int]] = {row[0]: set() for row in follows}
    for job, _, _, *successors in follows:
        for successor in successors:
            needs[successor].add(job)
    activities = []
    for job, _, duration, *asked in rows("REQUESTS/DURATIONS:"):
        load = tuple(
            Load(f"R{kind}", offset, Decimal(amount))
            for kind, amount in enumerate(asked)
            if amount
            for offset in range(duration)
        )
        before = frozenset(f"J{other:02}" for other in needs[job] if 1 < other < len(follows))
        if duration:
            activities.append(
                Candidate(
                    f"J{job:02}",
                    None,
                    Decimal(1),
                    Effort.exact(1),
                    load=load,
                    depends_on=before,
                    duration=duration,
                )
            )
    periods = sum(activity.duration for activity in activities)
    capacity = {
        (f"R{kind}", FIRST + period): Decimal(amount)
        for kind, amount in enumerate(available)
        for period in range(periods)
    }
    return activities, Terms(capacity=capacity, horizon=Horizon(FIRST, periods), gap=Decimal(0))


@pytest.mark.parametrize("name", OPTIMA)
def test_published_shortest_completions_are_found_and_proven(name):
    activities, terms = psplib(name)
    found = schedule(activities, terms, Aim.COMPLETION, exact=True)
    assert found.is_proven and found.quarters == found.bound == OPTIMA[name]
    assert rules_broken(activities, terms, found) is None
    fast = schedule(activities, terms, Aim.COMPLETION)
    assert OPTIMA[name] <= fast.quarters <= OPTIMA[name] * 1.05
    assert rules_broken(activities, terms, fast) is None


def rules_broken(candidates: list[Candidate], terms: Terms, found: Schedule) -> str | None:
    """Return the first rule that a schedule breaks, by the reference and by the calendar."""
    only = Terms(capacity=terms.capacity, horizon=terms.horizon)
    placed = dict(found.starts)
    fault = broken(candidates, replace(only, mix=replace(only.mix, mode="off")), placed)
    for one in candidates:
        start = placed.get(one.code)
        if start is not None and terms.horizon is not None:
            is_late = start + one.duration > terms.horizon.first + terms.horizon.count
            is_early = start < max(terms.horizon.first, one.ready_from or terms.horizon.first)
            fault = fault or ("window" if (is_late or is_early) and one.code not in terms.locked_in else None)
    return fault


@pytest.mark.parametrize("aim", list(Aim))
@pytest.mark.parametrize("seed", range(12))
def test_the_fast_schedule_keeps_every_rule_and_is_never_better_than_the_proven_one(seed, aim):
    candidates, terms = question(seed, 7, quarters=12)
    candidates = [replace(one, is_blocked=False) for one in candidates]
    roomy = {key: max(limit, Decimal(6)) for key, limit in terms.capacity.items()}
    terms = Terms(capacity=roomy, horizon=terms.horizon, gap=Decimal(0))
    fast = schedule(candidates, terms, aim)
    exact = schedule(candidates, terms, aim, exact=True)
    assert not fast.unplaced and exact.is_proven and exact.status is Status.OPTIMAL
    assert rules_broken(candidates, terms, fast) is rules_broken(candidates, terms, exact) is None
    if aim is Aim.VALUE:
        assert fast.value <= exact.value == exact.bound
    else:
        assert fast.quarters >= exact.quarters == exact.bound
    assert fast == schedule(candidates[::-1], terms, aim)


def pair(**changes) -> list[Candidate]:
    """Two of two quarters that each fill the only organisation; B has the most value."""
    load = (Load("P", 0, Decimal(2)), Load("P", 1, Decimal(2)))
    rows = {"A": Decimal(10), "B": Decimal(90)}
    made = [Candidate(code, None, rows[code], Effort.exact(4), load=load, duration=2) for code in rows]
    return [replace(made[0], **changes), made[1]]


def grid(count: int = 6) -> Terms:
    """Room for one at a time."""
    quarters = {("P", FIRST + step): Decimal(2) for step in range(count)}
    return Terms(capacity=quarters, horizon=Horizon(FIRST, count))


@pytest.mark.parametrize("exact", [False, True])
def test_the_most_valuable_goes_first_and_a_locked_start_is_kept(exact):
    assert schedule(pair(), grid(), exact=exact).starts == {"A": FIRST + 2, "B": FIRST}
    locked = replace(grid(), locked_in={"A": FIRST + 1})
    assert schedule(pair(), locked, exact=exact).starts == {"A": FIRST + 1, "B": FIRST + 3}


@pytest.mark.parametrize("exact", [False, True])
def test_a_dependency_and_a_precondition_are_waited_for(exact):
    waiting = pair(depends_on=frozenset("B"), ready_from=FIRST + 3)
    assert schedule(waiting, grid(), exact=exact).starts == {"A": FIRST + 3, "B": FIRST}


def test_what_has_no_room_is_named_and_the_exact_way_says_that_it_can_not_be():
    fast = schedule(pair(), grid(3))
    assert fast.unplaced == ("A",) and not fast.is_proven
    exact = schedule(pair(), grid(3), exact=True)
    assert exact.status is Status.INFEASIBLE and exact.is_proven and exact.unplaced == ("A",)


def test_what_waits_for_a_locked_start_comes_after_it():
    waiting = pair(depends_on=frozenset("B"))
    found = schedule(waiting, replace(grid(), locked_in={"B": FIRST + 1}))
    assert found.starts == {"A": FIRST + 3, "B": FIRST + 1}


def test_a_circle_of_dependencies_is_left_unplaced():
    circle = [replace(one, depends_on=frozenset("AB") - {one.code}) for one in pair()]
    assert schedule(circle, grid()).unplaced == ("A", "B")


def test_a_schedule_needs_a_horizon_and_survives_json():
    with pytest.raises(TermsNotValid, match="horizon_needed"):
        schedule(pair(), Terms())
    found = schedule(pair(), grid(), exact=True)
    assert from_plain(Schedule, to_plain(found)) == found
