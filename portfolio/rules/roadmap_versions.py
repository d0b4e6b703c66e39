"""Two versions of a roadmap beside each other, item by item (methods.md §4, R1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portfolio.rules.findings import Refusal
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Size


class VersionNotValid(Refusal):
    """A version holds the same use case twice, or a length that is no length."""


class Change(StrEnum):
    """What happened to an item between two versions; one item can have several."""

    NEW = "new"
    GONE = "gone"
    EARLIER = "earlier"
    LATER = "later"
    LONGER = "longer"
    SHORTER = "shorter"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Planned:
    """A use case in one version: its first quarter, its length in quarters, its size then, if known."""

    code: str
    title: str
    start: Quarter
    quarters: int
    size: Size | None = None

    @property
    def end(self) -> Quarter:
        """The last quarter."""
        return self.start + (self.quarters - 1)


@dataclass(frozen=True, slots=True)
class Compared:
    """One item in both versions; ``moved`` and ``longer`` count quarters, negative is earlier or shorter.

    ``reasons`` are those of the re-plans between the versions, in order, each once.
    """

    code: str
    title: str
    before: Planned | None
    after: Planned | None
    changes: tuple[Change, ...]
    moved: int = 0
    longer: int = 0
    reasons: tuple[ReplanReason, ...] = ()

    @property
    def slip(self) -> int | None:
        """By how many quarters the end moved; None when it stands in one version only."""
        return self.after.end - self.before.end if self.before and self.after else None


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts above a comparison."""

    new: int
    gone: int
    later: int
    earlier: int
    unchanged: int


def compare(
    before: Iterable[Planned],
    after: Iterable[Planned],
    reasons: Iterable[tuple[str, ReplanReason]] = (),
) -> tuple[Compared, ...]:
    """Return every item of either version: what changed first, then what stayed, each by code."""
    old, new = _by_code(before), _by_code(after)
    why: dict[str, dict[ReplanReason, None]] = {}
    for code, reason in reasons:
        why.setdefault(code, {})[reason] = None
    found = [
        _compared(code, old.get(code), new.get(code), tuple(why.get(code, ())))
        for code in sorted(old.keys() | new.keys())
    ]
    return tuple(sorted(found, key=lambda one: (not one.changes, one.code)))


def summary(compared: Iterable[Compared]) -> Summary:
    """Count the changes of a comparison; an item that both moved and grew counts by its end."""
    rows = list(compared)
    slips = [one.slip for one in rows if one.slip is not None]
    return Summary(
        new=sum(one.before is None for one in rows),
        gone=sum(one.after is None for one in rows),
        later=sum(slip > 0 for slip in slips),
        earlier=sum(slip < 0 for slip in slips),
        unchanged=sum(not one.changes for one in rows),
    )


def _by_code(items: Iterable[Planned]) -> dict[str, Planned]:
    known: dict[str, Planned] = {}
    for item in items:
        if item.code in known:
            raise VersionNotValid("code_twice", code=item.code)
        if item.quarters < 1:
            raise VersionNotValid("length_not_valid", code=item.code)
        known[item.code] = item
    return known


def _compared(
    code: str, before: Planned | None, after: Planned | None, reasons: tuple[ReplanReason, ...]
) -> Compared:
    if before is None or after is None:
        there = after or before
        change = Change.NEW if before is None else Change.GONE
        return Compared(code, there.title if there else "", before, after, (change,), reasons=reasons)
    moved, longer = after.start - before.start, after.quarters - before.quarters
    candidates = (
        (Change.LATER, moved > 0),
        (Change.EARLIER, moved < 0),
        (Change.LONGER, longer > 0),
        (Change.SHORTER, longer < 0),
        (Change.SIZE, None not in (before.size, after.size) and before.size is not after.size),
    )
    changes = tuple(change for change, is_so in candidates if is_so)
    return Compared(code, after.title, before, after, changes, moved, longer, reasons)
