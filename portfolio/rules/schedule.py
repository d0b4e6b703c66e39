"""From a roadmap to the question when to do what, and what an answer moves (methods.md §4).

What has begun stays and takes its room; what was promised stays unless it may move; what has
not begun, and candidates that have a place already, are free. Dates of preconditions and of
sources are the first quarter of a start. What no date can solve is left to people, and said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256

from portfolio.rules.capacity import Limit, Task, book_of
from portfolio.rules.quarters import ROLLING_YEARS, Quarter
from portfolio.rules.scenario import WITHOUT_PLAN, Known, Settings, utility_of
from portfolio.rules.selection.plain import input_hash
from portfolio.rules.selection.scheduling import Aim, Schedule, measured
from portfolio.rules.selection.terms import Candidate, Horizon, MixMode, MixTerms, Terms, spread
from portfolio.rules.terms import MIX_PHASES, Phase

_NOT_BEGUN = frozenset({Phase.CANDIDATE, Phase.SELECTED, Phase.PREPARATION})


@dataclass(frozen=True, slots=True)
class Roadmap:
    """What is known of one roadmap. ``limits`` by organisation, and by ``together`` for all domains;
    ``others`` are tasks that take room and are no candidates.

    ``ends`` holds the last quarter of what is needed and is planned elsewhere or done;
    ``opens`` per code when the last of its sources opens.
    """

    known: Sequence[Known]
    limits: Mapping[str, Limit]
    others: Sequence[Task]
    promised: frozenset[str]
    ends: Mapping[str, Quarter]
    opens: Mapping[str, Quarter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What goes to the scheduler: candidates, terms, and the plan of now of what has one (``before``)."""

    aim: Aim
    candidates: tuple[Candidate, ...]
    terms: Terms
    before: Mapping[str, Quarter]
    begun: tuple[str, ...]
    held: tuple[str, ...]

    @property
    def hash(self) -> str:
        """The same as long as planning, effort, dates and capacity are."""
        inputs = input_hash(self.candidates, replace(self.terms, gap=None))
        before = ";".join(f"{code}={start}" for code, start in sorted(self.before.items()))
        return sha256(f"{self.aim}|{inputs}|{before}".encode()).hexdigest()

    @property
    def free(self) -> tuple[str, ...]:
        """The codes that may move."""
        return tuple(one.code for one in self.candidates if one.code not in self.terms.locked_in)


def make_question(roadmap: Roadmap, aim: Aim, now: Quarter, *, may_move_promised: bool = False) -> Question:
    """Return the question for a roadmap as it stands; the first quarter to plan in is the next one."""
    first = now + 1
    begun = {one.code: one for one in roadmap.known if _has_begun(one, now)}
    taking = [one for one in roadmap.known if one.code not in begun and _takes_part(one)]
    held = {
        one.code: one.planned_start
        for one in taking
        if one.code in roadmap.promised and one.planned_start is not None and not may_move_promised
    }
    ends = dict(roadmap.ends) | {code: _end(one) for code, one in begun.items()}
    candidates = [_candidate(one, roadmap, ends, first, is_held=one.code in held) for one in taking]
    codes = {one.code for one in candidates}
    candidates = [replace(one, depends_on=one.depends_on & codes) for one in candidates]
    horizon = Horizon(first, _length(candidates, first))
    candidates = _possible(candidates, held, first)
    tasks = [_task(one, roadmap.limits, one.planned_start or first) for one in begun.values()]
    tasks += roadmap.others
    terms = Terms(
        capacity=_room(roadmap.limits, tasks, candidates, held, horizon),
        mix=MixTerms(mode=MixMode.OFF),
        locked_in=held,
        horizon=horizon,
    )
    before = {one.code: one.planned_start for one in taking if one.planned_start is not None}
    return Question(aim, tuple(candidates), terms, before, tuple(sorted(begun)), tuple(sorted(held)))


def _has_begun(one: Known, now: Quarter) -> bool:
    return one.planned_start is not None and one.planned_start <= now


def _takes_part(one: Known) -> bool:
    """Tell whether it is planned, or chosen and waiting for a place; a candidate waits for the board."""
    if one.planned_start is not None:
        return one.phase in MIX_PHASES | {Phase.CANDIDATE}
    return one.phase in _NOT_BEGUN - {Phase.CANDIDATE}


def _end(one: Known) -> Quarter:
    start = one.planned_start
    if start is None:
        raise ValueError(one.code)
    return start + (max(1, _duration(one)) - 1)


def _duration(one: Known) -> int:
    return one.planned_quarters or WITHOUT_PLAN[one.size]


def _task(one: Known, limits: Mapping[str, Limit], start: Quarter) -> Task:
    months = one.effort.likely if one.effort else None
    return Task(
        one.code, start, _duration(one), months, _resources(one, limits), max(1, len(one.organisations))
    )


def tasks_of(roadmap: Roadmap, starts: Mapping[str, Quarter]) -> list[Task]:
    """Return what takes room when these start then: to check a plan with, apart from any solver."""
    own = [_task(one, roadmap.limits, starts[one.code]) for one in roadmap.known if one.code in starts]
    return own + list(roadmap.others)


def beside(roadmap: Roadmap, code: str) -> Roadmap:
    """Return the part of a roadmap that draws on what ``code`` draws on: its limits, and who shares them."""
    own = {name for one in roadmap.known if one.code == code for name in _resources(one, roadmap.limits)}
    limits = {name: limit for name, limit in roadmap.limits.items() if name in own}
    return replace(
        roadmap,
        limits=limits,
        known=[one for one in roadmap.known if _resources(one, limits)],
        others=[one for one in roadmap.others if own.intersection(one.organisations)],
    )


def _resources(one: Known, limits: Mapping[str, Limit]) -> tuple[str, ...]:
    """Return what it draws on: the limits of its organisations for this domain, and for all together."""
    names = [name for organisation in one.organisations for name in (organisation, together(organisation))]
    return tuple(name for name in names if name in limits)


def together(organisation: str) -> str:
    """Return the name under which the limit of an organisation for all domains together is known."""
    return f"{organisation}*"


def _candidate(
    one: Known, roadmap: Roadmap, ends: Mapping[str, Quarter], first: Quarter, *, is_held: bool
) -> Candidate:
    months = one.effort.likely if one.effort else Decimal(0)
    share = months / max(1, len(one.organisations))
    ready = [first]
    ready += [ends[code] + 1 for code in one.depends_on if code in ends]
    ready += [Quarter.of(gate.due_on) for gate in one.gates if gate.due_on is not None]
    ready += [roadmap.opens[one.code]] if one.code in roadmap.opens else []
    return Candidate(
        code=one.code,
        size=one.size,
        utility=utility_of(one, Settings()),
        effort=one.effort,
        load=spread(dict.fromkeys(_resources(one, roadmap.limits), share), _duration(one)),
        depends_on=one.depends_on,
        ready_from=None if is_held else max(ready),
        planned_start=one.planned_start,
        duration=_duration(one),
    )


def _length(candidates: Sequence[Candidate], first: Quarter) -> int:
    """The rolling three years, longer when something is planned, or can only start, beyond them."""
    ends = [one.planned_start + one.duration for one in candidates if one.planned_start is not None]
    ends += [one.ready_from + one.duration for one in candidates if one.ready_from is not None]
    return max([4 * ROLLING_YEARS, *(end - first for end in ends)])


def _possible(
    candidates: Sequence[Candidate], held: Mapping[str, Quarter], first: Quarter
) -> list[Candidate]:
    """Drop dependencies that no schedule can keep: circles, and those of what is held too early.

    They stay conflicts of the roadmap, told to people; the rest can still be planned.
    """
    found = {one.code: one for one in candidates}
    for code in _circles(found):
        one = found[code]
        found[code] = replace(one, depends_on=one.depends_on - _circles(found))
    earliest: dict[str, Quarter] = {}
    for code in _ordered(found):
        one = found[code]
        if code in held:
            kept = {
                other for other in one.depends_on if earliest[other] + found[other].duration <= held[code]
            }
            found[code] = replace(one, depends_on=frozenset(kept))
            earliest[code] = held[code]
        else:
            after = [earliest[other] + found[other].duration for other in one.depends_on]
            earliest[code] = max([one.ready_from or first, *after])
    return [found[one.code] for one in candidates]


def _ordered(found: Mapping[str, Candidate]) -> list[str]:
    """The codes, each after what it needs; what is in a circle, or waits for one, is left out."""
    placed: dict[str, None] = {}
    waiting = dict.fromkeys(sorted(found))
    while ready := [code for code in waiting if found[code].depends_on <= placed.keys()]:
        for code in ready:
            placed[code] = waiting.pop(code)
    return list(placed)


def _circles(found: Mapping[str, Candidate]) -> frozenset[str]:
    return frozenset(found) - frozenset(_ordered(found))


def _room(
    limits: Mapping[str, Limit],
    tasks: Sequence[Task],
    candidates: Sequence[Candidate],
    held: Mapping[str, Quarter],
    horizon: Horizon,
) -> dict[tuple[str, Quarter], Decimal]:
    """What is left per organisation and quarter; never less than what is held asks, for that stays anyway."""
    taken = book_of(tasks)
    fixed: dict[tuple[str, Quarter], Decimal] = {}
    for one in candidates:
        if one.code in held:
            for load in one.load:
                place = (load.organisation, held[one.code] + load.offset)
                fixed[place] = fixed.get(place, Decimal(0)) + load.person_months
    room = {}
    for name, limit in limits.items():
        for quarter in horizon.quarters:
            used = sum((share.months for share in taken.get((name, quarter), ())), Decimal(0))
            left = limit.at(quarter) - used
            room[name, quarter] = max(left, fixed.get((name, quarter), Decimal(0)), Decimal(0))
    return room


def fits(question: Question, starts: Mapping[str, Quarter]) -> bool:
    """Tell whether these starts keep every rule of the question: reckoned anew, apart from any solver."""
    terms = question.terms
    if terms.horizon is None:
        return False
    known = {one.code: one for one in question.candidates}
    used: dict[tuple[str, Quarter], Decimal] = {}
    for code, start in starts.items():
        one = known[code]
        held = terms.locked_in.get(code)
        if (held is not None and start != held) or start < terms.horizon.first:
            return False
        if one.ready_from is not None and start < one.ready_from:
            return False
        if start + one.duration > terms.horizon.first + terms.horizon.count:
            return False
        if any(other in starts and starts[other] + known[other].duration > start for other in one.depends_on):
            return False
        for load in one.load:
            place = (load.organisation, start + load.offset)
            used[place] = used.get(place, Decimal(0)) + load.person_months
    return all(months <= terms.capacity.get(place, months) for place, months in used.items())


def tidied(question: Question, schedule: Schedule) -> Schedule:
    """Return a schedule as good that moves no more than needed: what can stay where it is, stays."""
    known = {one.code: one for one in question.candidates}
    starts = dict(schedule.starts)
    used: dict[tuple[str, Quarter], Decimal] = {}
    for code, start in starts.items():
        _book(used, known[code], start, 1)
    followers: dict[str, list[str]] = {code: [] for code in starts}
    for code in starts:
        for other in known[code].depends_on & starts.keys():
            followers[other].append(code)
    changed = True
    while changed:
        changed = False
        for code in sorted(starts):
            old, now = question.before.get(code), starts[code]
            if old is None or old == now or not _is_as_good(question, schedule, known[code], old, now):
                continue
            _book(used, known[code], now, -1)
            if _may_start(question, known, starts, followers, used, code, old):
                starts[code] = old
                changed = True
            _book(used, known[code], starts[code], 1)
    best = measured(question.candidates, question.terms, question.aim, starts)
    return replace(best, bound=schedule.bound, is_proven=schedule.is_proven, status=schedule.status)


def _book(used: dict[tuple[str, Quarter], Decimal], one: Candidate, start: Quarter, sign: int) -> None:
    for load in one.load:
        place = (load.organisation, start + load.offset)
        used[place] = used.get(place, Decimal(0)) + sign * load.person_months


def _is_as_good(question: Question, schedule: Schedule, one: Candidate, old: Quarter, now: Quarter) -> bool:
    """Tell whether staying costs nothing: value counts from the end of the work, completion by the last."""
    if question.aim is Aim.VALUE:
        return old < now or not one.gain
    return old + one.duration <= schedule.end


def _may_start(
    question: Question,
    known: Mapping[str, Candidate],
    starts: Mapping[str, Quarter],
    followers: Mapping[str, Sequence[str]],
    used: Mapping[tuple[str, Quarter], Decimal],
    code: str,
    start: Quarter,
) -> bool:
    """Tell whether one may start then, with its own load taken out of ``used``."""
    one, terms = known[code], question.terms
    if terms.horizon is None or start < terms.horizon.first:
        return False
    end = start + one.duration
    if (
        one.ready_from is not None and start < one.ready_from
    ) or end > terms.horizon.first + terms.horizon.count:
        return False
    if any(starts[other] + known[other].duration > start for other in one.depends_on & starts.keys()):
        return False
    if any(end > starts[other] for other in followers[code]):
        return False
    places = {(load.organisation, start + load.offset): load.person_months for load in one.load}
    return all(
        place not in terms.capacity or used.get(place, Decimal(0)) + months <= terms.capacity[place]
        for place, months in places.items()
    )
