"""Which use cases use, extend or deliver which system function (R3).

A contribution to a part counts for its function too; a use case counts once per
function, at its strongest level.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portfolio.rules.findings import Refusal
from portfolio.rules.terms import BUILDING_LEVELS, ContributionLevel

STRENGTH = {level: place for place, level in enumerate(ContributionLevel)}


class CoverageNotPossible(Refusal):
    """A contribution to a function that does not exist, or a part in two functions."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a use case does for a function or a part of one."""

    use_case: str
    target: str
    level: ContributionLevel
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The row of one function or part: codes of use cases by level, sorted; parts below it."""

    code: str
    by_level: Mapping[ContributionLevel, tuple[str, ...]]
    parts: tuple["Coverage", ...] = ()

    @property
    def uses(self) -> tuple[str, ...]:
        """Those that use it and build nothing of it."""
        return self.by_level[ContributionLevel.USES]

    @property
    def builders(self) -> tuple[str, ...]:
        """Those that extend or deliver it."""
        return tuple(sorted(code for level in BUILDING_LEVELS for code in self.by_level[level]))

    @property
    def is_gap(self) -> bool:
        """Nobody builds it."""
        return not self.builders

    @property
    def single_builder(self) -> str | None:
        """The only one that builds it: a single point of failure; None when nobody or several do."""
        builders = self.builders
        return builders[0] if len(builders) == 1 else None


def coverage(
    functions: Mapping[str, Sequence[str]], contributions: Iterable[Contribution]
) -> tuple[Coverage, ...]:
    """Return a row per function with its parts, in the order given (function → parts)."""
    parent = _parents(functions)
    strongest: dict[str, dict[str, ContributionLevel]] = {code: {} for code in parent}
    for one in contributions:
        if one.target not in parent:
            raise CoverageNotPossible("unknown_function", function=one.target, use_case=one.use_case)
        for code in {one.target, parent[one.target]}:
            found = strongest[code].get(one.use_case)
            if found is None or STRENGTH[one.level] > STRENGTH[found]:
                strongest[code][one.use_case] = one.level
    return tuple(
        _row(function, strongest, tuple(_row(part, strongest) for part in parts))
        for function, parts in functions.items()
    )


def gaps(rows: Iterable[Coverage]) -> tuple[str, ...]:
    """Return the functions and parts that nobody builds; the parts of a gap are not named again."""
    found: list[str] = []
    for row in rows:
        found += [row.code] if row.is_gap else gaps(row.parts)
    return tuple(found)


def single_points(rows: Iterable[Coverage]) -> tuple[tuple[str, str], ...]:
    """Return (function or part, the only use case that builds it)."""
    found: list[tuple[str, str]] = []
    for row in rows:
        if row.single_builder is not None:
            found.append((row.code, row.single_builder))
        found += single_points(row.parts)
    return tuple(found)


def coverage_by_domain(
    functions: Mapping[str, Sequence[str]], contributions: Iterable[Contribution]
) -> dict[str, tuple[Coverage, ...]]:
    """Return the same rows per domain, domains in order of their name."""
    by_domain: dict[str, list[Contribution]] = {}
    for one in contributions:
        by_domain.setdefault(one.domain, []).append(one)
    return {domain: coverage(functions, by_domain[domain]) for domain in sorted(by_domain)}


def _parents(functions: Mapping[str, Sequence[str]]) -> dict[str, str]:
    parent = {function: function for function in functions}
    for function, parts in functions.items():
        for part in parts:
            if part in parent:
                raise CoverageNotPossible("part_twice", part=part)
            parent[part] = function
    return parent


def _row(
    code: str, strongest: Mapping[str, Mapping[str, ContributionLevel]], parts: tuple[Coverage, ...] = ()
) -> Coverage:
    found = strongest[code].items()
    by_level = {
        level: tuple(sorted(use_case for use_case, reached in found if reached is level))
        for level in ContributionLevel
    }
    return Coverage(code, by_level, parts)
