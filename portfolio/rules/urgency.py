"""Urgent societal challenges: which ones hold on a day (R4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portfolio.rules.findings import Refusal


class UrgencyNotValid(Refusal):
    """The challenge would end before it begins."""


@dataclass(frozen=True, slots=True)
class Urgency:
    """A challenge that is urgent from a day up to and including a day, which may be open."""

    slug: str
    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise UrgencyNotValid("urgency_ends_before_it_begins", since=self.since, until=self.until)

    def is_active(self, on: date) -> bool:
        """Whether it is urgent on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


def active(urgencies: Iterable[Urgency], on: date) -> tuple[Urgency, ...]:
    """Return those that hold on the day, the longest urgent first, then by slug."""
    return tuple(
        sorted((one for one in urgencies if one.is_active(on)), key=lambda one: (one.since, one.slug))
    )
