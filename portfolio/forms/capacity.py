"""What an organisation can do per quarter, and the quarters in which it has more or less."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, NumberRange, ValidationError

from core.forms import EditForm, ExactField
from portfolio.forms.fields import Blank
from portfolio.forms.scenario_lines import LinesNotReadable, read_exceptions, write_exceptions
from portfolio.models import OrganisationCapacity
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import CapacityException


class CapacityForm(EditForm):
    """One organisation; without a number nothing is known of it and nothing is checked."""

    months = ExactField(
        _l("Persoonsmaanden per kwartaal"),
        [Blank(), NumberRange(min=0)],
        places=2,
        limit=100_000,
        description=_l("Laat leeg als het niet bekend is. Dan toetsen wij er niet op."),
    )
    exceptions = StringField(
        _l("Kwartalen die afwijken"),
        [Blank(), Length(max=400)],
        description=_l("Schrijf het als Q1 2027: 2; Q2 2027: 0."),
    )
    note = StringField(_l("Toelichting"), [Blank(), Length(max=400)])

    def validate_exceptions(self, field: StringField) -> None:
        """Refuse what is no list of quarters with months."""
        try:
            read_exceptions("", field.data)
        except LinesNotReadable as error:
            part = str(error)[:60]
            text = _("Dit is niet te lezen: ‘%(part)s’. Schrijf het als in het voorbeeld.", part=part)
            raise ValidationError(text) from None

    @property
    def own(self) -> Mapping[Quarter, Decimal]:
        """The quarters that differ; the form must be valid."""
        return {one.quarter: one.person_months for one in read_exceptions("", self.exceptions.data)}


def capacity_values(known: OrganisationCapacity | None) -> dict[str, Any]:
    """Return what the form shows at first."""
    if known is None:
        return {"version": None}
    own = [CapacityException("", Quarter.from_index(one.quarter), one.months) for one in known.quarters]
    return {
        "version": known.version,
        "months": known.months,
        "exceptions": write_exceptions("", own),
        "note": known.note,
    }
