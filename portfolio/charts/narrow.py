"""What a chart is narrowed to, and how that stays in its address."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Domain, Organisation
from accounts.rules.terms import Layer
from portfolio.queries.narrowing import Within
from portfolio.rules.mix import DEFAULT_RULE, MixRule
from portfolio.rules.terms import Size


@dataclass(frozen=True)
class Narrow:
    """A reference date, and a domain, a size, a layer of government or an owner when only those are wanted.

    ``is_dated`` is true when the date was asked for; without that a chart is of
    ``today``. ``highlight`` is the code of a use case to point out. ``agenda`` is the
    address of the agenda of action points; empty is the current one.
    """

    on: date
    today: date
    domain: Domain | None = None
    size: Size | None = None
    highlight: str = ""
    layer: Layer | None = None
    owner: Organisation | None = None
    agenda: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether the chart looks back."""
        return self.on != self.today

    @property
    def domain_id(self) -> int | None:
        """The id of the domain, or None for all."""
        return self.domain.id if self.domain else None

    @property
    def within(self) -> Within:
        """The same as conditions for the database."""
        return Within(self.domain_id, self.size, self.layer, self.owner.id if self.owner else None)

    @property
    def mix_rule(self) -> MixRule:
        """The rule of the domain, which may set its own tolerance."""
        if self.domain is None:
            return DEFAULT_RULE
        return MixRule(DEFAULT_RULE.target, type(DEFAULT_RULE.target)(self.domain.mix_tolerance))

    @property
    def arguments(self) -> dict[str, str]:
        """What stands in the address; what is usual is left out."""
        known = {
            "domain": self.domain.slug if self.domain else "",
            "size": self.size.value if self.size else "",
            "layer": self.layer.value if self.layer else "",
            "owner": self.owner.slug if self.owner else "",
            "on": self.on.isoformat() if self.is_dated else "",
            "highlight": self.highlight,
            "agenda": self.agenda,
        }
        return {name: value for name, value in known.items() if value}
