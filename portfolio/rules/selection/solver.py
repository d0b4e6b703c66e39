"""HiGHS, as we use it: one thread, a fixed seed, a node limit, and a way to look on and to stop.

``highspy`` (with numpy) is loaded at the first solve. HiGHS lets go of Python's lock while it
runs and takes it for each callback only, so that other threads go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portfolio.rules.selection.model import Model, Row, scaled

LARGEST = 10**8
"""Worths are scaled to whole numbers up to here, so that proof by whole numbers is possible."""


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
    """Where a solve may end: relative gap, nodes, optional seconds; and the seed."""

    gap: Decimal = Decimal(0)
    nodes: int = 20_000
    seconds: float | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """How it ended, the columns (whole ones rounded) or None, the bound, and what it took."""

    ended: Ended
    values: list[float] | None
    bound: float
    nodes: int
    seconds: float
    reduced: list[float] = field(default_factory=list)


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
    import numpy as np

    own = list(model.worth if worth is None else worth)
    whole, unit = scaled(own)
    is_whole = all(model.whole[c] or not own[c] for c in range(model.count))
    is_whole = is_whole and max(map(abs, whole), default=0) <= LARGEST
    if not is_whole:
        whole, unit = [float(number) for number in own], Decimal(1)  # type: ignore[misc]
    every = [*(model.rows if rows is None else rows), *extra]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.count, len(every)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(whole, dtype=float)
    lp.col_lower_ = np.array(model.lower, dtype=float)
    lp.col_upper_ = np.array(model.upper, dtype=float)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if is_int else kinds.kContinuous for is_int in model.whole]
    infinity = highspy.kHighsInf
    lp.row_lower_ = np.array([-infinity if row.lower is None else row.lower for row in every], dtype=float)
    lp.row_upper_ = np.array([infinity if row.upper is None else row.upper for row in every], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.entries) for row in every)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array([c for row in every for c, _ in row.entries], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([a for row in every for _, a in row.entries], dtype=float)
    highs = highspy._core._Highs()
    for name, value in _options(limits, is_whole=is_whole).items():
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = [float(value) for value in start]
        highs.setSolution(solution)
    if watch is not None:
        _listen(highs, highspy.cb.HighsCallbackType, watch, float(unit))
    highs.run()
    return _answer(highs, highspy.HighsModelStatus, model, float(unit))


def _options(limits: Limits, *, is_whole: bool) -> dict[str, Any]:
    options: dict[str, Any] = {
        "output_flag": False,
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


def _listen(highs: Any, kinds: Any, watch: Watch, unit: float) -> None:
    stops = {
        int(kinds.kCallbackMipInterrupt),
        int(kinds.kCallbackSimplexInterrupt),
        int(kinds.kCallbackIpmInterrupt),
    }
    shows = {int(kinds.kCallbackMipLogging), int(kinds.kCallbackMipImprovingSolution)}

    def heard(kind: Any, _message: str, out: Any, reply: Any, _data: Any) -> None:
        if int(kind) in stops:
            if watch.should_stop is not None and watch.should_stop():
                reply.user_interrupt = 1
        elif watch.show is not None:
            watch.show(_progress(out, unit))

    highs.setCallback(heard, None)
    for kind in stops if watch.should_stop is not None else ():
        highs.startCallbackInt(kind)
    for kind in shows if watch.show is not None else ():
        highs.startCallbackInt(kind)


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


def _answer(highs: Any, statuses: Any, model: Model, unit: float) -> Answer:
    ends = {
        statuses.kOptimal: Ended.OPTIMAL,
        statuses.kInfeasible: Ended.INFEASIBLE,
        statuses.kSolutionLimit: Ended.NODES,
        statuses.kIterationLimit: Ended.NODES,
        statuses.kTimeLimit: Ended.TIME,
        statuses.kInterrupt: Ended.STOPPED,
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
