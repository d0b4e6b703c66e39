"""HiGHS, as we use it: one thread, a fixed seed, a node limit, and a way to look on and to stop.

``highspy`` (with numpy) is loaded at the first solve. HiGHS lets go of Python's lock while it
runs and takes it for each callback only, so that other threads go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portfolio.rules.selection.model import Model, Row, scaled

LARGEST = 10**6
"""Worths are scaled to whole numbers up to here for an exact proof; larger ones make HiGHS slow."""


class Ended(StrEnum):
    """How HiGHS ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    NODES = "nodes"
    TIME = "time"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is: best objective so far (None: none yet), bound, relative gap, nodes, seconds."""

    objective: float | None
    bound: float | None
    gap: float | None
    nodes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on: ``show`` is called now and then, ``should_stop`` often; both from the solving thread."""

    show: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a solve may end: relative gap, nodes, work, optional seconds; and the seed.

    ``work`` is a clock that ticks the same on every machine: the times that HiGHS asks whether to go
    on, times the columns of the model. About 40,000 go in a second of one core of 2024.
    """

    gap: Decimal = Decimal(0)
    nodes: int = 20_000
    work: int = 2_400_000
    seconds: float | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """How it ended, the columns (whole ones rounded) or None, the bound, and what it took.

    ``is_settled`` is False when which of several equally good answers it is was left to a clock.
    """

    ended: Ended
    values: list[float] | None
    bound: float
    nodes: int
    seconds: float
    is_settled: bool = True


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The model without whole numbers: columns, a price per row, and its objective, which is a bound."""

    values: list[float]
    prices: list[float]
    bound: float
    seconds: float


class SolverTrouble(RuntimeError):
    """HiGHS ended in a way that our models can't lead to."""


def version() -> str:
    """Return the solver's name and version."""
    import highspy

    return f"HiGHS {highspy._core._Highs().version()}"


def solve(
    model: Model,
    limits: Limits,
    *,
    worth: Sequence[Decimal] | None = None,
    extra: Sequence[Row] = (),
    rows: Sequence[Row] | None = None,
    start: Sequence[int] | None = None,
    watch: Watch | None = None,
) -> Answer:
    """Maximise ``worth`` (default the model's own) under the rows, from ``start`` when that is given."""
    import highspy

    own = list(model.worth if worth is None else worth)
    whole, unit = scaled(own)
    is_whole = not limits.gap and all(model.whole[c] or not own[c] for c in range(model.count))
    is_whole = is_whole and max(map(abs, whole), default=0) <= LARGEST
    factor = float(unit) if is_whole else 1.0
    costs = [float(number) for number in (whole if is_whole else own)]
    problem = _problem(model, costs, [*(model.rows if rows is None else rows), *extra])
    kinds = highspy.HighsVarType
    problem.integrality_ = [kinds.kInteger if is_int else kinds.kContinuous for is_int in model.whole]
    highs = highspy._core._Highs()
    for name, value in _options(limits, is_whole=is_whole).items():
        highs.setOptionValue(name, value)
    highs.passModel(problem)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = [float(value) for value in start]
        highs.setSolution(solution)
    listener = _Listener(
        watch or Watch(), limits.work / max(1, model.count), factor, highspy.cb.HighsCallbackType
    )
    listener.attach(highs)
    highs.run()
    return _answer(highs, highspy.HighsModelStatus, model, factor, listener.is_worn_out)


def relax(model: Model) -> Relaxed | None:
    """Solve without whole numbers; None when even that has no answer."""
    import highspy

    highs = highspy._core._Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 1)):
        highs.setOptionValue(name, value)
    highs.passModel(_problem(model, [float(number) for number in model.worth], model.rows))
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = highs.getSolution()
    bound = highs.getInfo().objective_function_value
    return Relaxed(list(solution.col_value), list(solution.row_dual), bound, highs.getRunTime())


def _problem(model: Model, costs: Sequence[float], rows: Sequence[Row]) -> Any:
    import highspy
    import numpy as np

    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = model.count, len(rows)
    problem.sense_ = highspy.ObjSense.kMaximize
    problem.col_cost_ = np.array(costs, dtype=float)
    problem.col_lower_ = np.array(model.lower, dtype=float)
    problem.col_upper_ = np.array(model.upper, dtype=float)
    infinity = highspy.kHighsInf
    problem.row_lower_ = np.array(
        [-infinity if row.lower is None else row.lower for row in rows], dtype=float
    )
    problem.row_upper_ = np.array([infinity if row.upper is None else row.upper for row in rows], dtype=float)
    matrix = problem.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.entries) for row in rows)], dtype=np.int32)
    matrix.index_ = np.array([column for row in rows for column, _ in row.entries], dtype=np.int32)
    matrix.value_ = np.array([amount for row in rows for _, amount in row.entries], dtype=float)
    return problem


def _options(limits: Limits, *, is_whole: bool) -> dict[str, Any]:
    options: dict[str, Any] = {
        "log_to_console": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": limits.seed,
        "mip_max_nodes": limits.nodes,
        "mip_rel_gap": float(limits.gap),
        "mip_abs_gap": 0.99 if is_whole else 1e-6,
    }
    if limits.seconds is not None:
        options["time_limit"] = limits.seconds
    return options


class _Listener:
    """Hears HiGHS while it runs: counts its work, passes progress on, and stops it."""

    def __init__(self, watch: Watch, checks: float, unit: float, kinds: Any) -> None:
        self.watch, self.checks, self.unit = watch, checks, unit
        self.is_worn_out = False
        self.counts = int(kinds.kCallbackMipInterrupt)
        self.stops = {self.counts, int(kinds.kCallbackSimplexInterrupt), int(kinds.kCallbackIpmInterrupt)}
        self.shows = {int(kinds.kCallbackMipLogging), int(kinds.kCallbackMipImprovingSolution)}

    def attach(self, highs: Any) -> None:
        """Listen to what is needed, and to nothing else: each call takes Python's lock."""
        highs.setCallback(self._heard, None)
        for kind in self.stops if self.watch.should_stop else {self.counts}:
            highs.startCallbackInt(kind)
        for kind in self.shows if self.watch.show else ():
            highs.startCallbackInt(kind)

    def _heard(self, kind: Any, _message: str, out: Any, reply: Any, _data: Any) -> None:
        if int(kind) in self.shows:
            if self.watch.show is not None:
                self.watch.show(_progress(out, self.unit))
            return
        self.checks -= int(kind) == self.counts
        if self.checks < 0:
            self.is_worn_out = True
            reply.user_interrupt = 1
        elif self.watch.should_stop is not None and self.watch.should_stop():
            reply.user_interrupt = 1


def _progress(out: Any, unit: float) -> Progress:
    has_answer = abs(out.mip_primal_bound) < 1e30
    has_bound = abs(out.mip_dual_bound) < 1e30
    return Progress(
        out.mip_primal_bound * unit if has_answer else None,
        out.mip_dual_bound * unit if has_bound else None,
        out.mip_gap if has_answer and has_bound else None,
        int(out.mip_node_count),
        float(out.running_time),
    )


def _answer(highs: Any, statuses: Any, model: Model, unit: float, is_worn_out: bool) -> Answer:
    ends = {
        statuses.kOptimal: Ended.OPTIMAL,
        statuses.kInfeasible: Ended.INFEASIBLE,
        statuses.kSolutionLimit: Ended.NODES,
        statuses.kIterationLimit: Ended.NODES,
        statuses.kTimeLimit: Ended.TIME,
        statuses.kInterrupt: Ended.NODES if is_worn_out else Ended.STOPPED,
    }
    status = highs.getModelStatus()
    if status == statuses.kModelEmpty:
        return Answer(Ended.OPTIMAL, [], 0.0, 0, highs.getRunTime())
    if status not in ends:
        raise SolverTrouble(f"HiGHS ended with {status}")
    info = highs.getInfo()
    values = None
    if info.primal_solution_status == 2 and ends[status] is not Ended.INFEASIBLE:
        found = highs.getSolution().col_value
        values = [round(v) if is_int else v for v, is_int in zip(found, model.whole, strict=True)]
    nodes = max(0, int(info.mip_node_count))
    return Answer(ends[status], values, info.mip_dual_bound * unit, nodes, highs.getRunTime())
