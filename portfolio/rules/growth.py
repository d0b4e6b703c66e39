"""Who builds a system function, who waits for it, and where it rests on too little (R3).

A contribution to a part counts for its function too; a use case counts once per
function, at its strongest level. Decision 0022 says when a function is weak.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio.rules.coverage import STRENGTH, CoverageNotPossible
from portfolio.rules.terms import BUILDING_LEVELS, ContributionLevel, Phase

MAKING = frozenset({Phase.SELECTED, Phase.PREPARATION, Phase.PILOT})
"""Still on its way: who builds is not done, who uses waits."""
WORKING = frozenset({Phase.PRODUCTION, Phase.SCALE_UP, Phase.FINISHED})
"""Works in practice: who built has delivered."""
ENDED_EARLY = frozenset({Phase.STOPPED, Phase.PARKED})
MANY = 3
"""From how many on those who wait are many."""


class Weakness(StrEnum):
    """Why a function may come to a stand, the worst first."""

    NOBODY = "nobody"
    BUILDER_STOPPED = "builder_stopped"
    BUILDERS_LATE = "builders_late"
    ONE_BUILDER = "one_builder"
    MANY_WAITING = "many_waiting"


@dataclass(frozen=True, slots=True)
class Help:
    """What a use case does for a function or part, its phase, and whether its dates say that it is late."""

    use_case: str
    target: str
    level: ContributionLevel
    phase: Phase
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Growth:
    """One function or part: codes of who builds, has delivered, stopped, waits for it and uses it; sorted."""

    code: str
    building: tuple[str, ...] = ()
    delivered: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    using: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

    @property
    def builders(self) -> tuple[str, ...]:
        """Those that build or have delivered."""
        return tuple(sorted((*self.building, *self.delivered)))

    @property
    def weaknesses(self) -> tuple[Weakness, ...]:
        """What it rests on too little for; empty when nothing is wrong."""
        builders = self.builders
        found = {
            Weakness.NOBODY: not builders,
            Weakness.BUILDER_STOPPED: bool(self.stopped) and len(builders) <= 1,
            Weakness.BUILDERS_LATE: bool(self.building)
            and not self.delivered
            and set(self.building) <= set(self.late),
            Weakness.ONE_BUILDER: len(builders) == 1,
            Weakness.MANY_WAITING: len(self.waiting) >= MANY and not self.delivered,
        }
        return tuple(weakness for weakness, is_so in found.items() if is_so)


def growth(functions: Mapping[str, Sequence[str]], helps: Iterable[Help]) -> dict[str, Growth]:
    """Return every function (function → parts) and part with who builds it and who waits, in that order."""
    parent = {code: code for code in functions}
    parent |= {part: code for code, parts in functions.items() for part in parts}
    strongest: dict[str, dict[str, Help]] = {
        code: {} for main, parts in functions.items() for code in (main, *parts)
    }
    for one in helps:
        if one.target not in parent:
            raise CoverageNotPossible("unknown_function", function=one.target, use_case=one.use_case)
        for code in {one.target, parent[one.target]}:
            known = strongest[code].get(one.use_case)
            if known is None or STRENGTH[one.level] > STRENGTH[known.level]:
                strongest[code][one.use_case] = one
    return {code: _of(code, found.values()) for code, found in strongest.items()}


def _of(code: str, helps: Iterable[Help]) -> Growth:
    groups: dict[str, list[str]] = {name: [] for name in Growth.__slots__ if name != "code"}
    for one in helps:
        builds = one.level in BUILDING_LEVELS
        if one.phase in MAKING:
            groups["building" if builds else "waiting"].append(one.use_case)
            if builds and one.is_late:
                groups["late"].append(one.use_case)
        elif one.phase in WORKING:
            groups["delivered" if builds else "using"].append(one.use_case)
        elif one.phase in ENDED_EARLY and builds:
            groups["stopped"].append(one.use_case)
    return Growth(code, **{name: tuple(sorted(codes)) for name, codes in groups.items()})


def weak_points(functions: Mapping[str, Sequence[str]], known: Mapping[str, Growth]) -> list[Growth]:
    """Return the parts, and functions without parts, that have a weakness: where most wait first."""
    leaves = [leaf for main, parts in functions.items() for leaf in (parts or (main,))]
    weak = [known[leaf] for leaf in leaves if known[leaf].weaknesses]
    return sorted(weak, key=lambda one: (-len(one.waiting), _RANK[one.weaknesses[0]]))


_RANK = {weakness: place for place, weakness in enumerate(Weakness)}
