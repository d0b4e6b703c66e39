"""Serial schedule generation: one after the other, each at the first start with room."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.terms import Candidate, Horizon, Terms

SAMPLES = 20
"""Orders drawn at random around the best rule, by the seed of the terms."""


class Board:
    """The grid of quarters and organisations on which candidates are placed; quarters are numbers from 0."""

    def __init__(self, ordered: Sequence[Candidate], terms: Terms, horizon: Horizon) -> None:
        self.known = {one.code: one for one in ordered}
        self.terms, self.horizon = terms, horizon
        self.before = {code: sorted(self._needs(one)) for code, one in self.known.items()}
        self.after: dict[str, list[str]] = {code: [] for code in self.known}
        for code, needed in self.before.items():
            for other in needed:
                self.after[other].append(code)
        self.capacity = {
            (name, quarter - horizon.first): limit for (name, quarter), limit in terms.capacity.items()
        }
        self.tails = self._tails()
        self.latest = self._latest()
        self.urgent = {code for lock in self._locks() for code in self._all_before(lock)}

    def _needs(self, candidate: Candidate) -> set[str]:
        return {code for code in candidate.depends_on - self.terms.already if code in self.known}

    def _tails(self) -> dict[str, int]:
        """Quarters of work that must follow each, itself included: the longest chain."""
        tails: dict[str, int] = {}
        for code in reversed(self._in_order(list(self.known))):
            tails[code] = self.known[code].duration + max(
                (tails.get(c, 0) for c in self.after[code]), default=0
            )
        return tails

    def _locks(self) -> dict[str, int]:
        """The starts that are given, by code."""
        locked = self.terms.locked_in
        return {code: quarter - self.horizon.first for code in self.known if (quarter := locked.get(code))}

    def _latest(self) -> dict[str, int]:
        """The last start of each that leaves time for what follows, as far as that is given or must end."""
        locks = self._locks()
        latest: dict[str, int] = {}
        for code in reversed(self._in_order(list(self.known))):
            duration = self.known[code].duration
            own = self.horizon.count - (duration if self.horizon.must_finish else 1)
            after = [locks.get(c, latest.get(c, own + duration)) - duration for c in self.after[code]]
            latest[code] = locks.get(code, min([own, *after]))
        return latest

    def _all_before(self, code: str) -> set[str]:
        found: set[str] = set()
        waiting = [code]
        while waiting:
            for other in self.before[waiting.pop()]:
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _in_order(self, codes: Sequence[str]) -> list[str]:
        """The codes with each after what it needs, else in the order given; a circle's members at the end."""
        placed: list[str] = []
        waiting = dict.fromkeys(codes)
        while waiting:
            free = (code for code in waiting if not any(other in waiting for other in self.before[code]))
            ready = next(free, None) or next(iter(waiting))
            placed.append(ready)
            del waiting[ready]
        return placed

    def orders(self) -> Iterator[list[str]]:
        """Yield priority orders: longest tail, value per work, most that follow, and draws around them."""
        reach = {code: self._reach(code) for code in self.known}
        work = {code: one.months or Decimal(1) for code, one in self.known.items()}
        total = {code: sum((self.known[c].gain for c in reach[code]), Decimal(0)) for code in reach}
        rules = [
            {code: Decimal(-self.tails[code]) for code in self.known},
            {code: -self.known[code].gain / work[code] for code in self.known},
            {code: -total[code] / sum(work[c] for c in reach[code]) for code in self.known},
            {code: Decimal(-len(reach[code])) for code in self.known},
        ]
        for rule in rules:
            yield sorted(self.known, key=lambda code: (rule[code], code))
        chance = Random(self.terms.seed)  # noqa: S311 – reproducible, nothing secret
        for number in range(SAMPLES):
            rule = rules[number % len(rules)]
            size = max((abs(figure) for figure in rule.values()), default=Decimal(1))
            drawn = {code: rule[code] + size * Decimal(chance.uniform(0, 0.4)) for code in sorted(rule)}
            yield sorted(self.known, key=lambda code: (drawn[code], code))

    def _reach(self, code: str) -> set[str]:
        found, waiting = {code}, [code]
        while waiting:
            for other in self.after[waiting.pop()]:
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def place(self, order: Sequence[str]) -> dict[str, Quarter]:
        """Return starts, each as early as can be; what has no room within the horizon is not in it."""
        room = dict(self.capacity)
        found: dict[str, int] = {}
        locked = [code for code in order if self.terms.locked_in.get(code)]
        for code in locked:
            quarter = self.terms.locked_in[code]
            if quarter is not None:
                found[code] = quarter - self.horizon.first
                self._take(room, code, found[code])
        first = sorted(
            (code for code in order if code not in found), key=lambda code: code not in self.urgent
        )
        for code in self._in_order(first):
            if code in found or any(other not in found for other in self.before[code]):
                continue
            start = self._first_room(room, code, self._earliest(code, found))
            if start is not None:
                found[code] = start
                self._take(room, code, start)
        return {code: self.horizon.first + start for code, start in found.items()}

    def _earliest(self, code: str, found: dict[str, int]) -> int:
        ready = self.known[code].ready_from
        begin = max(0, ready - self.horizon.first) if ready else 0
        return max([begin, *(found[other] + self.known[other].duration for other in self.before[code])])

    def _first_room(self, room: dict[tuple[str, int], Decimal], code: str, begin: int) -> int | None:
        fitting = (start for start in range(begin, self.latest[code] + 1) if self._fits(room, code, start))
        return next(fitting, None)

    def _fits(self, room: dict[tuple[str, int], Decimal], code: str, start: int) -> bool:
        return all(
            load.person_months <= room.get((load.organisation, start + load.offset), load.person_months)
            for load in self.known[code].load
        )

    def _take(self, room: dict[tuple[str, int], Decimal], code: str, start: int) -> None:
        for load in self.known[code].load:
            key = (load.organisation, start + load.offset)
            if key in room:
                room[key] -= load.person_months

    def justified(self, starts: dict[str, Quarter]) -> list[dict[str, Quarter]]:
        """Return the schedule pushed right from its end and then left again: seldom longer, often shorter."""
        if len(starts) < len(self.known):
            return []
        at = {code: quarter - self.horizon.first for code, quarter in starts.items()}
        end = max((at[code] + self.known[code].duration for code in at), default=0)
        room = dict(self.capacity)
        right: dict[str, int] = {}
        for code in sorted(at, key=lambda code: (-(at[code] + self.known[code].duration), code)):
            if self.terms.locked_in.get(code):
                right[code] = at[code]
            else:
                latest = min([end, *(right[c] for c in self.after[code] if c in right)])
                latest -= self.known[code].duration
                places = range(latest, -1, -1)
                found = next((start for start in places if self._fits(room, code, start)), None)
                if found is None:
                    return []
                right[code] = found
            self._take(room, code, right[code])
        return [self.place(sorted(right, key=lambda code: (right[code], code)))]
