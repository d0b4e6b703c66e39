"""The optimiser: seconds to one percent, the gap of the fast schedule, and whether pages wait for it."""

import subprocess
import sys
import time
from dataclasses import dataclass, replace
from decimal import Decimal

from bench.load import Figure, measure, show
from bench.selection_instances import Shape, generated
from bench.servers import PROJECT
from core.jobs.manners import step_aside
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.proposal import Proposal
from portfolio.rules.selection.scheduling import Aim, schedule
from portfolio.rules.selection.terms import Candidate, MixMode, Terms

SEEDS = (1, 2, 3)
SHAPES = (
    ("choice alone", Shape(60, scheduled=False)),
    ("choice alone, budgets only", Shape(200, scheduled=False, tightness=0.35, organisations=0)),
    ("choice and quarter", Shape(200, organisations=4)),
    ("choice and quarter", Shape(1000, organisations=10)),
    ("choice and quarter", Shape(1000, organisations=20)),
    ("choice and quarter, few months each", Shape(200, organisations=10)),
)
ROADMAPS = 50


@dataclass(frozen=True)
class Run:
    """One solve: seconds of the clock and of the processor, and what came out."""

    wall: float
    processor: float
    proposal: Proposal


def run(candidates: list[Candidate], terms: Terms) -> Run:
    """Solve and time it."""
    wall, processor = time.perf_counter(), time.process_time()
    proposal = propose(candidates, terms)
    return Run(time.perf_counter() - wall, time.process_time() - processor, proposal)


def measure_solver() -> None:
    """Print one line per shape and seed."""
    heads = f"{'n':>6}{'org':>5}{'seed':>6}{'wall s':>9}{'CPU s':>8}{'gap %':>8}{'chosen':>8}"
    print(f"{'question':<38}{heads}  status")
    for name, shape in SHAPES:
        for seed in SEEDS:
            candidates, terms = generated(seed, replace(shape, organisations=shape.organisations or 10))
            if not shape.organisations:
                terms = replace(terms, capacity={})
            made = run(candidates, replace(terms, work=400_000))
            gap = "–" if made.proposal.gap is None else f"{made.proposal.gap * 100:.2f}"
            print(
                f"{name:<38}{shape.candidates:>6}{shape.organisations:>5}{seed:>6}{made.wall:>9.1f}"
                f"{made.processor:>8.1f}{gap:>8}{len(made.proposal.chosen):>8}  {made.proposal.status}",
                flush=True,
            )


def measure_schedules() -> None:
    """Print how far the fast schedule is from the proven one, over generated roadmaps."""
    for aim in Aim:
        gaps, same, seconds, proven = [], 0, 0.0, 0
        for seed in range(ROADMAPS):
            candidates, terms = roadmap(seed)
            started = time.perf_counter()
            fast = schedule(candidates, terms, aim)
            seconds += time.perf_counter() - started
            exact = schedule(candidates, replace(terms, gap=Decimal(0), work=100_000), aim, exact=True)
            if fast.unplaced or exact.unplaced or exact.bound is None:
                continue
            proven += exact.is_proven
            best = Decimal(exact.quarters) if aim is Aim.COMPLETION else exact.bound
            found = Decimal(fast.quarters) if aim is Aim.COMPLETION else fast.value
            gaps.append(float(abs(found - best) / best * 100) if best else 0.0)
            same += found == best
        print(
            f"fast schedule, {aim}: {len(gaps)} roadmaps, {proven} proven;"
            f" gap mean {sum(gaps) / len(gaps):.2f} %, worst {max(gaps):.2f} %;"
            f" as good as the best in {same}; {seconds / ROADMAPS * 1000:.0f} ms each"
        )


def roadmap(seed: int) -> tuple[list[Candidate], Terms]:
    """Return what a board has chosen and now has to place: 12 to 20 use cases, four organisations, tight."""
    count = 12 + seed % 9
    made, terms = generated(seed, Shape(count, organisations=4, functions=2, quarters=24))
    ready = [replace(one, is_blocked=False) for one in made]
    asked: dict[str, Decimal] = {}
    peak: dict[str, Decimal] = {}
    for load in (load for one in ready for load in one.load):
        asked[load.organisation] = asked.get(load.organisation, Decimal(0)) + load.person_months
        peak[load.organisation] = max(peak.get(load.organisation, Decimal(0)), load.person_months)
    room = {name: max(peak[name], (asked[name] / 9).quantize(Decimal("0.1"))) for name in asked}
    capacity = {key: room[key[0]] for key in terms.capacity}
    return ready, replace(terms, capacity=capacity, mix=replace(terms.mix, mode=MixMode.OFF))


def measure_meanwhile(empty_port: int, port: int, times: int) -> None:
    """Print pages per second without and with a solve beside them, in its own process as the worker is."""
    empty: Figure = measure(empty_port, "an empty Flask view", "/", times=times * 5)
    quiet = measure(port, "list of use cases, quiet", "/use-cases/", times=times * 5)
    command = [sys.executable, "-m", "bench.selection", "--busy"]
    solving = subprocess.Popen(command, cwd=PROJECT)
    try:
        time.sleep(1)
        busy_empty = measure(empty_port, "an empty Flask view, while it solves", "/", times=times * 5)
        busy = measure(port, "list of use cases, while it solves", "/use-cases/", times=times * 5)
    finally:
        solving.terminate()
        solving.wait(timeout=20)
    show([quiet, busy_empty, busy], empty)


def stay_busy() -> None:
    """Solve a hard question until stopped, as polite as the worker."""
    step_aside()
    candidates, terms = generated(1, Shape(200, organisations=10))
    propose(candidates, replace(terms, gap=Decimal(0), work=10**9))


if __name__ == "__main__":
    if "--busy" in sys.argv:
        stay_busy()
    elif "--schedules" in sys.argv:
        measure_schedules()
    else:
        measure_solver()
        measure_schedules()
