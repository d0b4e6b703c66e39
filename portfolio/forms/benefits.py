"""Measure a benefit and say what it is worth; the costs over the life of a use case."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, FormField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange

from core.forms import EditForm, ExactField
from portfolio.forms.fields import Blank, EuroField, RowForm

_YEAR = NumberRange(2000, 2100)


class BenefitForm(EditForm):
    """One benefit: a measurement now, the next one, and its worth; each part may stay empty."""

    value = ExactField(_l("Gemeten waarde"), [Blank()], places=4)
    on = DateField(_l("Gemeten op"), [Blank()])
    note = StringField(_l("Hoe is er gemeten?"), [Blank(), Length(max=400)])
    due_on = DateField(_l("Volgende meting"), [Blank()])
    every_months = IntegerField(_l("Daarna om de zoveel maanden"), [Blank(), NumberRange(1, 60)])
    low = EuroField(_l("Waarde per jaar in euro's, laag"), [Blank()])
    high = EuroField(_l("Waarde per jaar in euro's, hoog"), [Blank()])
    from_year = IntegerField(_l("Eerste jaar"), [Blank(), _YEAR])
    to_year = IntegerField(_l("Laatste jaar"), [Blank(), _YEAR])
    assumption = TextAreaField(_l("Waar rust het bedrag op?"), [Length(max=600)])


class CostRow(RowForm):
    """The costs of one year."""

    year = IntegerField(_l("Jaar"), [Blank(), _YEAR])
    low = EuroField(_l("Laag, in euro's"), [Blank(), NumberRange(0, 2_000_000_000)])
    high = EuroField(_l("Hoog, in euro's"), [Blank(), NumberRange(0, 2_000_000_000)])
    assumption = StringField(_l("Waar rust het op?"), [Blank(), Length(max=400)])


class CostsForm(EditForm):
    """All costs over the life."""

    costs = FieldList(FormField(CostRow))

    def _refuse(self, name: str | None, text: str) -> None:
        """Show what is wrong with a row beside its field."""
        for row in self.costs:
            for field in row.form:
                if field.name == name:
                    field.errors = [*field.errors, text]
                    return
        super()._refuse(name, text)
