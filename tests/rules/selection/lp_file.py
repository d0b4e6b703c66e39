"""A second opinion: the question as an LP file, solved by CBC. The writer shares nothing with the product.

Choice and start in the plain start-time form (one column per start), where the product uses steps.
"""

import os
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.rules.selection.terms import Candidate, MixMode, Terms
from portfolio.rules.terms import Basis, Size
from tests.rules.selection.reference import _price, _worth

INSTALL = "CBC is missing: apt-get install coinor-cbc"


def cbc() -> str:
    """Return the program, or skip by name; where all must run, fail."""
    found = shutil.which("cbc")
    if found is None and os.environ.get("ROUTEKAART_REQUIRE_ALL"):
        pytest.fail(INSTALL)
    if found is None:
        pytest.skip(INSTALL)
    return found


def solve_with_cbc(candidates: list[Candidate], terms: Terms, folder: Path) -> Decimal | None:
    """Return CBC's best objective, None when it says that there is none."""
    path, answer = folder / "question.lp", folder / "answer.txt"
    path.write_text(written(candidates, terms))
    command = [cbc(), str(path), "ratio", "0", "allow", "0", "solve", "solution", str(answer)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    first = answer.read_text().splitlines()[0]
    if "nfeasible" in first:
        return None
    assert first.startswith("Optimal"), done.stdout
    found = re.search(r"objective value\s+(\S+)", first)
    assert found
    return -Decimal(found[1])  # the file asks for the least of the negative


def written(candidates: list[Candidate], terms: Terms) -> str:
    """Return the question as an LP file."""
    known = {one.code: one for one in candidates}
    starts = {one.code: _starts(one, terms) for one in candidates}
    chosen = {
        code: [(f"s_{code}_{place}".replace("-", "_"), 1) for place in range(len(at))]
        for code, at in starts.items()
    }
    rows: list[tuple[list, str, Decimal | int]] = [(chosen[code], "<=", 1) for code in known if chosen[code]]
    goal = [
        (name, -_worth(known[code], at, terms))
        for code in known
        for (name, _), at in zip(chosen[code], starts[code], strict=True)
    ]
    rows += [(chosen[code], ">=", 1) for code in terms.locked_in]
    saved = [(f"z{place}", saving) for place, saving in enumerate(terms.savings)]
    for name, saving in saved:
        for code in (saving.first, saving.second):
            rows.append(([(name, 1), *_times(chosen[code], -1)], "<=", 0))
    if terms.budget_months is not None:
        months = [pair for one in candidates for pair in _times(chosen[one.code], one.months)]
        rows.append((months + [(name, -one.person_months) for name, one in saved], "<=", terms.budget_months))
    if terms.budget_cents is not None:
        cents = [pair for one in candidates for pair in _times(chosen[one.code], one.cost)]
        rows.append((cents + [(name, -one.cents) for name, one in saved], "<=", terms.budget_cents))
    for (organisation, quarter), limit in terms.capacity.items():
        asked = []
        for one in candidates:
            for (name, _), at in zip(chosen[one.code], starts[one.code], strict=True):
                at_once = [load for load in one.load if load.organisation == organisation and at is not None]
                asked.append(
                    (name, sum(load.person_months for load in at_once if at + load.offset == quarter))
                )
        rows.append((asked, "<=", limit))
    for one in candidates:
        for other in one.depends_on - terms.already:
            if terms.horizon is None:
                rows.append((chosen[one.code] + _times(chosen[other], -1), "<=", 0))
                continue
            for quarter in terms.horizon.quarters:
                early = [
                    pair for pair, at in zip(chosen[one.code], starts[one.code], strict=True) if at <= quarter
                ]
                done = [
                    pair
                    for pair, at in zip(chosen[other], starts[other], strict=True)
                    if at + known[other].duration <= quarter
                ]
                rows.append((early + _times(done, -1), "<=", 0))
    for group in terms.either_or:
        rows.append(([pair for code in group for pair in chosen[code]], "<=", 1))
    for function, least in terms.function_minimum.items():
        builders = [pair for one in candidates if function in one.builds for pair in chosen[one.code]]
        rows.append((builders, ">=", least))
    if terms.mix.mode is not MixMode.OFF:
        rows += _mix(candidates, terms, chosen)
        goal += [("dlow", _price(candidates, terms)), ("dhigh", _price(candidates, terms))]
    text = ["Minimize", " goal: " + _sum(goal), "Subject To"]
    text += [f" r{place}: {_sum(left)} {sign} {right}" for place, (left, sign, right) in enumerate(rows)]
    text += ["Bounds", " never = 0", *(f" 0 <= {name} <= 1" for name, _ in saved)]
    if terms.mix.mode is MixMode.HARD:
        text += [" dlow = 0", " dhigh = 0"]
    text += ["Binaries", *(f" {name}" for code in known for name, _ in chosen[code]), "End", ""]
    return "\n".join(text)


def _mix(candidates: list[Candidate], terms: Terms, chosen: dict) -> list:
    low, high = [("dlow", 1)], [("dhigh", 1)]
    for one in candidates:
        if one.size is None:
            continue
        weight = one.months if terms.mix.basis is Basis.EFFORT else Decimal(1)
        small = one.size is Size.SMALL
        low += _times(chosen[one.code], weight * (small - terms.mix.low))
        high += _times(chosen[one.code], weight * (terms.mix.high - small))
    return [(low, ">=", 0), (high, ">=", 0)]


def _starts(one: Candidate, terms: Terms) -> list:
    if one.code in terms.locked_out:
        return []
    locked = one.code in terms.locked_in
    if not locked and (one.is_blocked or one.utility is None or one.effort is None):
        return []
    if terms.horizon is None:
        return [max([quarter for quarter in (one.planned_start, one.ready_from) if quarter], default=None)]
    last = terms.horizon.first + (terms.horizon.count - one.duration)
    ready = one.ready_from or terms.horizon.first
    return [quarter for quarter in terms.horizon.quarters if ready <= quarter <= last]


def _times(pairs: list, factor: Decimal | int) -> list:
    return [(name, amount * factor) for name, amount in pairs]


def _sum(pairs: list) -> str:
    return (
        " ".join(f"{'-' if amount < 0 else '+'} {abs(amount)} {name}" for name, amount in pairs) or "1 never"
    )
