"""What a chart is narrowed to, from its address; what can't be read is refused in words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from accounts.labels import word
from accounts.models import Domain
from accounts.queries import find_domain, find_organisation
from accounts.rules.terms import Layer
from core.database import today
from core.errors import Invalid
from core.forms import tidy
from core.messages import register_messages, text_of
from portfolio.charts import Material, Narrow
from portfolio.queries.agenda import get_agenda_head
from portfolio.queries.use_cases import is_code
from portfolio.rules.programme import Period
from portfolio.rules.terms import Size

EARLIEST = date(2000, 1, 1)
FIELDS = ("domain", "size", "layer", "owner", "on")
_WRITTEN = ("%Y-%m-%d", "%d-%m-%Y")

register_messages(
    {
        "chart_date_not_readable": lambda **p: _(
            "Schrijf de dag als 20-11-2026, of kies hem in de kalender."
        ),
        "chart_date_out_of_range": lambda **p: _("Kies een dag van 2000 tot en met vandaag."),
        "chart_domain_unknown": lambda **p: _("Dit domein bestaat niet. Kies een domein uit de lijst."),
        "chart_size_unknown": lambda **p: _("Deze maat bestaat niet. Kies klein of ambitieus."),
        "chart_layer_unknown": lambda **p: _("Deze bestuurslaag bestaat niet. Kies er een uit de lijst."),
        "chart_owner_unknown": lambda **p: _("Deze eigenaar bestaat niet. Kies er een uit de lijst."),
    }
)


@dataclass(frozen=True)
class Asked:
    """What was asked for: as understood, as typed, and what is wrong by the name of its field."""

    narrow: Narrow
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Return (words, id of the field) for a summary."""
        return [(text_of(code), f"chart-{name}") for name, code in self.wrong.items()]

    def insist(self) -> Narrow:
        """Return what is meant, or refuse when anything is wrong: for answers that are no page."""
        if self.wrong:
            raise Invalid([(name, code, {}) for name, code in self.wrong.items()])
        return self.narrow


def read_period(arguments: MultiDict[str, str]) -> tuple[Period, bool]:
    """Return the period asked for, and whether what was asked does not exist; this year when not asked."""
    typed = tidy(arguments.get("period", ""))[:80]
    if typed not in {period.value for period in Period}:
        return Period.YEAR, bool(typed)
    return Period(typed), False


def period_choices() -> list[tuple[str, str]]:
    """Return the periods with their words."""
    return [
        (Period.QUARTER.value, _("dit kwartaal")),
        (Period.YEAR.value, _("dit jaar")),
        (Period.TWELVE_MONTHS.value, _("de laatste 12 maanden")),
    ]


def read_narrow(arguments: MultiDict[str, str], within: Domain | None = None) -> Asked:
    """Return what the address asks for; what is wrong falls back to the usual and is named.

    ``within`` is the domain whose page this is. An agenda that is not there, or not for
    this reader, is refused as not found.
    """
    typed = {name: tidy(arguments.get(name, ""))[:80] for name in FIELDS}
    wrong: dict[str, str] = {}
    day = today()
    on = day
    if typed["on"]:
        read = _read_day(typed["on"])
        if read is None:
            wrong["on"] = "chart_date_not_readable"
        elif not EARLIEST <= read <= day:
            wrong["on"] = "chart_date_out_of_range"
        else:
            on = read
    domain = within or (find_domain(typed["domain"]) if typed["domain"] else None)
    if typed["domain"] and domain is None:
        wrong["domain"] = "chart_domain_unknown"
    if typed["size"] and typed["size"] not in {size.value for size in Size}:
        wrong["size"] = "chart_size_unknown"
    size = Size(typed["size"]) if typed["size"] and "size" not in wrong else None
    if typed["layer"] and typed["layer"] not in {layer.value for layer in Layer}:
        wrong["layer"] = "chart_layer_unknown"
    layer = Layer(typed["layer"]) if typed["layer"] and "layer" not in wrong else None
    owner = find_organisation(typed["owner"]) if typed["owner"] else None
    if typed["owner"] and owner is None:
        wrong["owner"] = "chart_owner_unknown"
    highlight = arguments.get("highlight", "")
    code = highlight if is_code(highlight) else ""
    slug = tidy(arguments.get("agenda", ""))
    agenda = get_agenda_head(slug, current_user).slug if slug else ""
    return Asked(Narrow(on, day, domain, size, code, layer, owner, agenda), typed, wrong)


def filter_choices(material: Material) -> dict[str, Any]:
    """Return what the filters above charts offer: domains, owners and layers of government."""
    return {
        "domains": material.domains,
        "owners": material.owners,
        "layers": [(layer.value, word(layer)) for layer in Layer],
    }


def _read_day(text: str) -> date | None:
    for pattern in _WRITTEN:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
