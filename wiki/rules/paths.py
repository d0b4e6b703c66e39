"""The shortest way from one set of pages to another over their relations, with the keys of each step.

Dijkstra over rows that were read at once; whole numbers as costs, so that equal
ways are always told apart alike: by the smallest page ids.
"""

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wiki.rules.terms import RelationKind, RelationState

MOST_STEPS = 10
Place = tuple[int, bool]
# What a step costs: to join on a key is what one looks for, to be about the same thing is next best.
COST = {
    RelationKind.JOINS_ON: 10,
    RelationKind.SAME_AS: 10,
    RelationKind.DERIVED_FROM: 12,
    RelationKind.PART_OF: 14,
}
RECORDS_COST = 5
DOUBT = {RelationState.DISPUTED: 25, RelationState.PROPOSED: 2, None: 1}


class Leads(Protocol):
    """A relation between two pages."""

    @property
    def source(self) -> int: ...
    @property
    def target(self) -> int: ...
    @property
    def kind(self) -> RelationKind: ...
    @property
    def state(self) -> RelationState | None: ...
    @property
    def row(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``kind`` is None where a source records an object; backwards against how it was recorded."""

    start: int
    end: int
    kind: RelationKind | None
    is_backwards: bool
    row: Mapping[str, Any]
    state: RelationState | None = None


def shortest_path(
    starts: Collection[int],
    goals: Collection[int],
    relations: Sequence[Leads],
    recorded: Collection[tuple[int, int]] = (),
    most: int = MOST_STEPS,
) -> list[Step] | None:
    """Return the steps from a start to a goal; [] when one is both, None when there is no way.

    ``recorded`` are (source, object): they lead only from a start or to a goal,
    because two sources that are about the same object cannot be joined by that.
    Neither can two parts of one whole: after a step up there is none down.
    """
    wanted = set(goals)
    both = sorted(set(starts) & wanted)
    if both:
        return []
    ends = set(starts) | wanted
    leads = _leads(relations, [pair for pair in recorded if pair[1] in ends])
    # A place is a page and whether one came to it by a step up, from a part to its whole.
    queue: list[tuple[int, int, bool, int]] = [(0, start, False, 0) for start in sorted(set(starts))]
    cost: dict[Place, int] = {(start, False): 0 for start in starts}
    came: dict[Place, tuple[Step, Place]] = {}
    done: set[Place] = set()
    while queue:
        spent, at, came_up, steps = heapq.heappop(queue)
        place = (at, came_up)
        if place in done:
            continue
        done.add(place)
        if at in wanted:
            return _traced(came, place)
        if steps >= most:
            continue
        for price, step in leads.get(at, ()):
            is_part = step.kind is RelationKind.PART_OF
            if came_up and is_part and step.is_backwards:
                continue
            following = (step.end, is_part and not step.is_backwards)
            total = spent + price
            if following not in done and total < cost.get(following, total + 1):
                cost[following] = total
                came[following] = (step, place)
                heapq.heappush(queue, (total, *following, steps + 1))
    return None


def _leads(
    relations: Sequence[Leads], recorded: Collection[tuple[int, int]]
) -> dict[int, list[tuple[int, Step]]]:
    """Return per page where one can go; every relation leads both ways."""
    leads: dict[int, list[tuple[int, Step]]] = {}

    def add(price: int, start: int, end: int, *rest: Any) -> None:
        if start != end:
            for one, other, is_backwards in ((start, end, False), (end, start, True)):
                leads.setdefault(one, []).append((price, Step(one, other, rest[0], is_backwards, *rest[1:])))

    for one in relations:
        if one.kind in COST and one.state is not RelationState.ENDED:
            price = COST[one.kind] + DOUBT.get(one.state, 0)
            add(price, one.source, one.target, one.kind, one.row, one.state)
    for source, thing in recorded:
        add(RECORDS_COST, source, thing, None, {})
    for ways in leads.values():
        ways.sort(key=lambda way: (way[0], way[1].end, way[1].is_backwards))
    return leads


def _traced(came: Mapping[Place, tuple[Step, Place]], place: Place) -> list[Step]:
    steps = []
    while place in came:
        step, place = came[place]
        steps.append(step)
    return steps[::-1]


def shared_keys(
    starts: Mapping[int, Collection[str]], goals: Mapping[int, Collection[str]]
) -> list[tuple[int, int, str]]:
    """Return (start, goal, key) for pages that have a key in common, so that a join might be possible."""
    return sorted(
        (start, goal, key)
        for start, names in starts.items()
        for goal, others in goals.items()
        if start != goal
        for key in set(names) & set(others)
    )
