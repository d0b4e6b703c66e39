"""How far organisations are with adopting a use case: dated steps, and n of N per kind (R9).

n is what a source counted or what is known by name, whichever is more: those known by
name are some of those that a source counted. Decision 0022.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from portfolio.rules.adoption import AdoptionNotValid, Total, adoption
from portfolio.rules.progress_terms import AdoptionStage

Kind = TypeVar("Kind", bound=StrEnum)
"""A kind of organisation."""


@dataclass(frozen=True, slots=True)
class Step:
    """From ``on`` an organisation was this far."""

    on: date
    stage: AdoptionStage


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows from all steps: the newest, since when it holds, in use from when, stopped when."""

    stage: AdoptionStage
    since: date
    in_use_on: date | None
    stopped_on: date | None


def standing(steps: Iterable[Step]) -> Standing | None:
    """Return where an organisation is after all its steps; None without any.

    Equal steps in a row are one: ``since`` is the day of the first. ``in_use_on`` is the
    first day of the last time that it was in use.
    """
    found: Standing | None = None
    for step in sorted(steps, key=lambda one: one.on):
        if found is not None and step.stage is found.stage:
            continue
        in_use_on = found.in_use_on if found else None
        stopped_on = found.stopped_on if found else None
        if step.stage is AdoptionStage.IN_USE:
            in_use_on, stopped_on = step.on, None
        elif step.stage is AdoptionStage.STOPPED:
            stopped_on = step.on
        found = Standing(step.stage, step.on, in_use_on, stopped_on)
    return found


def is_change(steps: Iterable[Step], new: Step) -> bool:
    """Tell whether ``new`` says something that the steps do not say already."""
    known = [step for step in steps if step.on <= new.on]
    before = max(known, key=lambda one: one.on, default=None)
    return before is None or before.stage is not new.stage


@dataclass(frozen=True, slots=True)
class Counted:
    """What a source counted: n of a kind on a day; ``total`` is the N it gave, if any."""

    on: date
    adopted: int
    total: int | None
    source: str = ""
    is_illustrative: bool = False


@dataclass(frozen=True)
class Reach(Generic[Kind]):
    """n of N organisations of a kind. ``counted`` is the figure that n comes from, None for those by name.

    ``total`` is None when N was never counted, or is less than n; ``total_on`` is None too when the
    source of n gave N. ``named`` are in use and known by name.
    """

    kind: Kind
    adopted: int
    named: int
    counted: Counted | None
    total: int | None
    total_on: date | None
    is_illustrative: bool = False

    @property
    def share(self) -> Decimal | None:
        """The part of N, 0–1."""
        return Decimal(self.adopted) / self.total if self.total else None


def reach(
    kind: Kind,
    on: date,
    *,
    named: int,
    counted: Iterable[Counted],
    totals: Sequence[Total],
    named_is_illustrative: bool = False,
) -> Reach[Kind]:
    """Return n of N on a day from what a source counted last and what is known by name."""
    before = [one for one in counted if one.on <= on]
    last = max(before, key=lambda one: one.on, default=None)
    if last is not None and last.adopted >= named:
        total, total_on = total_of(on, last.adopted, totals)
        total = total or last.total
        return Reach(kind, last.adopted, named, last, total, total_on, last.is_illustrative)
    total, total_on = total_of(on, named, totals)
    return Reach(kind, named, named, None, total, total_on, named_is_illustrative and bool(named))


def total_of(on: date, adopted: int, totals: Sequence[Total]) -> tuple[int | None, date | None]:
    """Return N and the day it was counted, of the time of ``on``; nothing when unknown or less than n."""
    try:
        known = adoption(on, adopted, totals)
    except AdoptionNotValid:
        return None, None
    return (known.total, known.total_on) if known else (None, None)
