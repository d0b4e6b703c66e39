"""In which quarters each candidate may start, and why some can't be chosen at all."""

from collections.abc import Sequence

from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.proposal import Reason
from portfolio.rules.selection.terms import Candidate, Terms

Start = Quarter | None


def windows(ordered: Sequence[Candidate], terms: Terms) -> tuple[dict[str, list[Start]], dict[str, Reason]]:
    """Return the possible starts per code in order of time, and a reason for each code without any.

    What the board locked in keeps a place whatever its figures and preconditions say: an override
    is allowed, and its price is shown. With a horizon a dependency pushes the first start on.
    """
    starts: dict[str, list[Start]] = {}
    out: dict[str, Reason] = {}
    for candidate in ordered:
        is_locked = candidate.code in terms.locked_in
        if not candidate.is_rankable and not is_locked:
            out[candidate.code] = Reason.NOT_RANKABLE
        elif candidate.is_blocked and not is_locked:
            out[candidate.code] = Reason.BLOCKED
        elif found := _own_window(candidate, terms):
            starts[candidate.code] = found
        else:
            out[candidate.code] = Reason.TOO_LATE
    _push_on(ordered, terms, starts, out)
    _pull_back(ordered, terms, starts)
    return starts, out


def _own_window(candidate: Candidate, terms: Terms) -> list[Start]:
    locked = terms.locked_in.get(candidate.code)
    if locked is not None:
        return [locked]
    if terms.horizon is None:
        return [candidate.fixed_start]
    end = terms.horizon.first + terms.horizon.count
    room = candidate.duration if terms.horizon.must_finish else 1
    found: list[Start] = [
        quarter
        for quarter in terms.horizon.quarters
        if (candidate.ready_from is None or quarter >= candidate.ready_from) and end - quarter >= room
    ]
    if not found and candidate.code in terms.locked_in:
        # locked in against its date or its length: the nearest start there is
        return [max(candidate.ready_from or terms.horizon.first, terms.horizon.first)]
    return found


def _push_on(
    ordered: Sequence[Candidate],
    terms: Terms,
    starts: dict[str, list[Start]],
    out: dict[str, Reason],
) -> None:
    """Drop starts that no dependency allows, until nothing changes; what is locked in keeps one."""
    known = {candidate.code: candidate for candidate in ordered}
    changed = True
    while changed:
        changed = False
        for code in [code for code in known if code in starts]:
            is_locked = code in terms.locked_in
            needed = known[code].depends_on - terms.already
            missing = [other for other in needed if other not in starts]
            if missing and is_locked:
                continue
            ends = [
                first + known[other].duration
                for other in needed - set(missing)
                if terms.horizon is not None and (first := starts[other][0]) is not None
            ]
            kept = [start for start in starts[code] if start is None or all(start >= end for end in ends)]
            if missing or (not kept and not is_locked):
                out[code] = Reason.DEPENDENCY_MISSING if missing else Reason.TOO_LATE
                del starts[code]
                changed = True
            elif kept and len(kept) < len(starts[code]):
                starts[code] = kept
                changed = True


def _pull_back(ordered: Sequence[Candidate], terms: Terms, starts: dict[str, list[Start]]) -> None:
    """Drop starts that come too late for what is locked in and needs them; the last one stays."""
    if terms.horizon is None:
        return
    known = {candidate.code: candidate for candidate in ordered}
    waiting = [code for code in terms.locked_in if code in starts]
    while waiting:
        code = waiting.pop()
        latest = starts[code][-1]
        for other in sorted(known[code].depends_on - terms.already):
            if other not in starts or latest is None:
                continue
            kept = [
                start for start in starts[other] if start is None or start + known[other].duration <= latest
            ]
            if kept and len(kept) < len(starts[other]):
                starts[other] = kept
                waiting.append(other)
