"""How findable, accessible, interoperable and reusable a dataset is, and what lacks (W7).

Our own criteria, each read off what people wrote down: it judges the description,
not the data. Sources: 002, 003 and 004 name the four words; which fields make
them good is our choice (docs/decisions/0016).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from wiki.rules.terms import Basis


class Letter(StrEnum):
    """The four words."""

    FINDABLE = "findable"
    ACCESSIBLE = "accessible"
    INTEROPERABLE = "interoperable"
    REUSABLE = "reusable"


class Mark(StrEnum):
    """How far it is."""

    MET = "met"
    PARTLY = "partly"
    NOT = "not"


class Described(Protocol):
    """What is read of a page."""

    abstract: str
    aliases: list[str]
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One criterion by its code, and whether it is met."""

    code: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the four with its criteria."""

    letter: Letter
    points: tuple[Point, ...]

    @property
    def mark(self) -> Mark:
        """Met when all are, not when none is."""
        met = sum(point.is_met for point in self.points)
        return Mark.MET if met == len(self.points) else Mark.PARTLY if met else Mark.NOT

    @property
    def lacking(self) -> list[str]:
        """The codes of what is not met."""
        return [point.code for point in self.points if not point.is_met]


@dataclass(frozen=True, slots=True)
class Fair:
    """All four."""

    principles: tuple[Principle, ...]

    @property
    def met(self) -> int:
        """How many criteria are met."""
        return sum(point.is_met for one in self.principles for point in one.points)

    @property
    def total(self) -> int:
        """How many criteria there are."""
        return sum(len(one.points) for one in self.principles)


def fair_of(page: Described) -> Fair:
    """Return how FAIR the description of a dataset is."""
    return Fair(
        tuple(
            Principle(letter, tuple(Point(code, bool(test(page))) for code, test in tests))
            for letter, tests in CRITERIA.items()
        )
    )


def _has(*names: str) -> Callable[[Described], object]:
    return lambda page: all(page.fields.get(name) for name in names)


def _rows(page: Described, name: str) -> list[Mapping[str, str]]:
    rows = page.fields.get(name) or []
    return [row for row in rows if isinstance(row, Mapping)]


def _is_measured(page: Described) -> bool:
    """Whether a quality was measured; what was made up as an example does not count."""
    return any(
        row.get("method") and row.get("measured_on") and row.get("basis") != Basis.ILLUSTRATIVE
        for row in _rows(page, "quality")
    )


CRITERIA: Mapping[Letter, tuple[tuple[str, Callable[[Described], object]], ...]] = {
    Letter.FINDABLE: (
        ("summary", lambda page: page.abstract),
        ("other_names", lambda page: page.aliases),
        ("holder", _has("source_holder")),
    ),
    Letter.ACCESSIBLE: (
        ("access", _has("access")),
        ("access_how", _has("access_how")),
        ("contact", _has("contact_role")),
        ("form", lambda page: any(row.get("address") for row in _rows(page, "distributions"))),
    ),
    Letter.INTEROPERABLE: (
        ("keys", _has("keys")),
        ("standards", _has("standards")),
        ("definitions", lambda page: _rows(page, "definitions") or page.fields.get("objects")),
        ("relations", lambda page: _rows(page, "relations")),
    ),
    Letter.REUSABLE: (
        ("grounds", _has("legal_basis", "ground_processing")),
        ("licence", lambda page: any(row.get("licence") for row in _rows(page, "distributions"))),
        ("rhythm", _has("update_rhythm")),
        ("measured", _is_measured),
    ),
}
