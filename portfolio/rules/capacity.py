"""Whether organisations can carry a roadmap: load per quarter against capacity, and what would help.

Source: methods.md §4. Person-months; the likely effort of a use case is spread evenly over
its quarters and over the organisations that take part, as the optimiser does (rules/scenario.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.terms import Load, spread

TOLERANCE = Decimal("0.05")
"""Person-months above the capacity that are no conflict yet: a day of work."""
MOST_LATER = 12  # quarters that a way out looks ahead: the horizon of a roadmap (R5)


@dataclass(frozen=True, slots=True)
class Limit:
    """What an organisation has per quarter, and the quarters in which it has more or less."""

    usual: Decimal
    own: Mapping[Quarter, Decimal] = field(default_factory=dict, hash=False)

    def at(self, quarter: Quarter) -> Decimal:
        """The person-months of one quarter."""
        return self.own.get(quarter, self.usual)


@dataclass(frozen=True, slots=True)
class Task:
    """A planned use case: its likely person-months (None: unknown) and who takes part, by slug.

    ``organisations`` may hold only those of interest; ``takers`` is how many take part in all.
    ``is_fixed``: it has begun, so that it can't begin later.
    """

    code: str
    start: Quarter
    quarters: int
    months: Decimal | None
    organisations: tuple[str, ...]
    takers: int = 0
    is_fixed: bool = False

    @property
    def loads(self) -> tuple[Load, ...]:
        """What it asks of each organisation per quarter of its work."""
        if not self.months or not self.organisations:
            return ()
        share = self.months / (self.takers or len(self.organisations))
        return spread(dict.fromkeys(self.organisations, share), self.quarters)


@dataclass(frozen=True, slots=True)
class Share:
    """What one use case asks of an organisation in a quarter."""

    code: str
    months: Decimal


@dataclass(frozen=True, slots=True)
class Remedy:
    """One move that takes an overload away without making another."""

    code: str
    quarters: int


@dataclass(frozen=True, slots=True)
class Overload:
    """A run of quarters in which an organisation is asked for more than it has.

    ``worst`` is the quarter with the largest lack; ``asked``, ``has`` and ``shares`` are of that one.
    """

    organisation: str
    first: Quarter
    last: Quarter
    worst: Quarter
    asked: Decimal
    has: Decimal
    shares: tuple[Share, ...]
    remedy: Remedy | None = None

    @property
    def lack(self) -> Decimal:
        """The person-months that lack in the worst quarter."""
        return self.asked - self.has

    @property
    def codes(self) -> tuple[str, ...]:
        """The use cases that ask something then."""
        return tuple(share.code for share in self.shares)


Book = dict[tuple[str, Quarter], list[Share]]


def book_of(tasks: Iterable[Task]) -> Book:
    """Return who asks what of each organisation in each quarter, by code."""
    book: Book = {}
    for task in sorted(tasks, key=lambda one: one.code):
        for load in task.loads:
            place = (load.organisation, task.start + load.offset)
            book.setdefault(place, []).append(Share(task.code, load.person_months))
    return book


def overloads(
    tasks: Sequence[Task], limits: Mapping[str, Limit], since: Quarter, *, with_remedy: bool = True
) -> tuple[Overload, ...]:
    """Return where more is asked than there is, from ``since`` on: by organisation and quarter.

    Who has no limit is not checked. What lies before ``since`` can't be changed any more.
    """
    book = book_of(tasks)
    totals = {place: sum((share.months for share in shares), Decimal(0)) for place, shares in book.items()}
    lacking = {
        place
        for place, total in totals.items()
        if place[0] in limits and place[1] >= since and _is_over(total, limits, place)
    }
    found = []
    for organisation in sorted(limits):
        quarters = sorted(quarter for name, quarter in lacking if name == organisation)
        found += [_overload(book, limits, organisation, run) for run in _runs(quarters)]
    if not with_remedy:
        return tuple(found)
    by_code = {task.code: task for task in tasks}
    return tuple(replace(one, remedy=_remedy(one, by_code, totals, limits, lacking)) for one in found)


def _is_over(total: Decimal, limits: Mapping[str, Limit], place: tuple[str, Quarter]) -> bool:
    return total - limits[place[0]].at(place[1]) > TOLERANCE


def _lack(book: Book, limits: Mapping[str, Limit], organisation: str, quarter: Quarter) -> Decimal:
    shares = book.get((organisation, quarter), ())
    return sum((share.months for share in shares), Decimal(0)) - limits[organisation].at(quarter)


def _runs(quarters: Sequence[Quarter]) -> list[list[Quarter]]:
    found: list[list[Quarter]] = []
    for quarter in quarters:
        if found and quarter - found[-1][-1] == 1:
            found[-1].append(quarter)
        else:
            found.append([quarter])
    return found


def _overload(book: Book, limits: Mapping[str, Limit], organisation: str, run: Sequence[Quarter]) -> Overload:
    worst = max(run, key=lambda quarter: (_lack(book, limits, organisation, quarter), -quarter.index))
    shares = tuple(sorted(book[organisation, worst], key=lambda share: (-share.months, share.code)))
    asked = sum((share.months for share in shares), Decimal(0))
    return Overload(organisation, run[0], run[-1], worst, asked, limits[organisation].at(worst), shares)


def _remedy(
    overload: Overload,
    by_code: Mapping[str, Task],
    totals: Mapping[tuple[str, Quarter], Decimal],
    limits: Mapping[str, Limit],
    lacking: set[tuple[str, Quarter]],
) -> Remedy | None:
    """Return the smallest move later of one use case that takes the overload away and makes no other."""
    run = {(overload.organisation, overload.first + step) for step in range(_length(overload))}
    for later in range(1, MOST_LATER + 1):
        for code in sorted(overload.codes):
            task = by_code[code]
            if task.is_fixed:
                continue
            after = _moved(task, later, totals)
            over = {
                place
                for place, total in after.items()
                if place[0] in limits and _is_over(total, limits, place)
            }
            is_gone = all(place in after and place not in over for place in run)
            if is_gone and over <= lacking:
                return Remedy(code, later)
    return None


def _moved(
    task: Task, later: int, totals: Mapping[tuple[str, Quarter], Decimal]
) -> dict[tuple[str, Quarter], Decimal]:
    """Return the totals of the places that change when a task begins so much later."""
    found: dict[tuple[str, Quarter], Decimal] = {}
    for start, sign in ((task.start, -1), (task.start + later, 1)):
        for load in task.loads:
            place = (load.organisation, start + load.offset)
            known = found.get(place, totals.get(place, Decimal(0)))
            found[place] = known + sign * load.person_months
    return found


def _length(overload: Overload) -> int:
    return overload.last - overload.first + 1
