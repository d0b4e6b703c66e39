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
    found = []
    for organisation in sorted(limits):
        quarters = sorted(
            quarter
            for name, quarter in book
            if name == organisation
            and quarter >= since
            and _lack(book, limits, organisation, quarter) > TOLERANCE
        )
        found += [_overload(book, limits, organisation, run) for run in _runs(quarters)]
    return tuple(
        replace(one, remedy=_remedy(one, tasks, limits, since) if with_remedy else None) for one in found
    )


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
    overload: Overload, tasks: Sequence[Task], limits: Mapping[str, Limit], since: Quarter
) -> Remedy | None:
    """Return the smallest move later of one use case that takes the overload away and makes no other."""
    near = [task for task in tasks if set(task.organisations) & limits.keys()]
    before = _lacking(near, limits, since)
    run = {(overload.organisation, overload.first + step) for step in range(_length(overload))}
    movable = sorted(code for code in overload.codes)
    by_code = {task.code: task for task in near}
    for later in range(1, MOST_LATER + 1):
        for code in movable:
            task = by_code[code]
            if task.is_fixed:
                continue
            moved = replace(task, start=task.start + later)
            after = _lacking([moved if one.code == code else one for one in near], limits, since)
            if not after & run and after <= before:
                return Remedy(code, later)
    return None


def _length(overload: Overload) -> int:
    return overload.last - overload.first + 1


def _lacking(tasks: Sequence[Task], limits: Mapping[str, Limit], since: Quarter) -> set[tuple[str, Quarter]]:
    book = book_of(tasks)
    return {
        (name, quarter)
        for name, quarter in book
        if name in limits and quarter >= since and _lack(book, limits, name, quarter) > TOLERANCE
    }
