"""What a scenario's form takes as lines of text: groups of codes, shared work, quarters that differ."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import CapacityException
from portfolio.rules.selection.terms import Saving

_BETWEEN = re.compile(r"[,;\s]+")
MOST_MONTHS = Decimal(100_000)


class LinesNotReadable(ValueError):
    """A line is not written as it should be; the text is the part that can't be read."""


def read_groups(text: str | None, codes: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Return the groups of codes, one per line, two codes at least."""
    groups = []
    for line in _lines(text):
        group = [code for code in _BETWEEN.split(line.upper()) if code]
        unknown = [code for code in group if code not in codes]
        if unknown or len(set(group)) < 2:
            raise LinesNotReadable(unknown[0] if unknown else line)
        groups.append(frozenset(group))
    return tuple(groups)


def write_groups(groups: Iterable[frozenset[str]]) -> str:
    """Return groups as ``read_groups`` takes them."""
    return "\n".join(", ".join(sorted(group)) for group in groups)


def read_savings(text: str | None, codes: frozenset[str]) -> tuple[Saving, ...]:
    """Return two codes and the person-months they share, one per line."""
    found = []
    for line in _lines(text):
        pair, colon, months = line.rpartition(":")
        groups = read_groups(pair, codes) if colon else ()
        if len(groups) != 1 or len(groups[0]) != 2:
            raise LinesNotReadable(line)
        first, second = sorted(groups[0])
        found.append(Saving(first, second, _months(months)))
    return tuple(found)


def write_savings(savings: Iterable[Saving]) -> str:
    """Return shared work as ``read_savings`` takes it."""
    return "\n".join(f"{one.first}, {one.second}: {_number(one.person_months)}" for one in savings)


def read_exceptions(slug: str, text: str | None) -> list[CapacityException]:
    """Return the quarters of one organisation that differ: ``Q1 2027: 2; Q2 2027: 0``."""
    found = []
    for part in re.split(r"[;\n]", text or ""):
        if not part.strip():
            continue
        quarter, _colon, months = part.partition(":")
        try:
            found.append(CapacityException(slug, Quarter.parse(quarter), _months(months)))
        except ValueError:
            raise LinesNotReadable(part.strip()) from None
    return found


def write_exceptions(slug: str, exceptions: Iterable[CapacityException]) -> str:
    """Return the quarters of one organisation as ``read_exceptions`` takes them."""
    return "; ".join(
        f"{one.quarter.typed}: {_number(one.person_months)}" for one in exceptions if one.organisation == slug
    )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _months(text: str) -> Decimal:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise LinesNotReadable(text.strip()) from None
    if not number.is_finite() or not 0 <= number <= MOST_MONTHS:
        raise LinesNotReadable(text.strip())
    return number.quantize(Decimal("0.01"))


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
