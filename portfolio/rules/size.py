"""Small or ambitious: follows from effort and organisations, never from value.

If size followed from value, the 75/25 rule would be circular (methods.md §1).
"""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.rules.findings import Refusal
from portfolio.rules.terms import Size


class SizeNotValid(Refusal):
    """The board overruled without a reason, or the figures are impossible."""


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """Up to and including these a use case is small; a board may change them."""

    person_months: Decimal = Decimal(6)
    organisations: int = 3


DEFAULT_LIMITS = SizeLimits()


@dataclass(frozen=True, slots=True)
class SizeOverride:
    """The board's own word on the size, with its reason."""

    size: Size
    reason: str


@dataclass(frozen=True, slots=True)
class Sized:
    """The size, or None when effort is unknown; the reason when the board overruled."""

    size: Size | None
    reason: str | None = None

    @property
    def is_overruled(self) -> bool:
        """Whether the board set it."""
        return self.reason is not None


def classify(
    effort_likely: Decimal | None,
    organisations: int,
    override: SizeOverride | None = None,
    limits: SizeLimits = DEFAULT_LIMITS,
) -> Sized:
    """Return the size from likely person-months and the number of organisations that take part."""
    if organisations < 0 or not (effort_likely is None or (effort_likely.is_finite() and effort_likely >= 0)):
        raise SizeNotValid("size_figures_not_valid")
    if override is not None:
        reason = override.reason.strip()
        if not reason:
            raise SizeNotValid("size_override_without_reason")
        return Sized(override.size, reason)
    if effort_likely is None:
        return Sized(None)
    is_small = effort_likely <= limits.person_months and organisations <= limits.organisations
    return Sized(Size.SMALL if is_small else Size.AMBITIOUS)
