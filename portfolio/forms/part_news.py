"""The short forms: how each precondition and each risk stands now, and what was done."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import EditForm, TermField
from portfolio.forms.fields import Blank, RowForm, lazy_label
from portfolio.rules.terms import Grade, PreconditionState

NOTE = 400


class PreconditionNewsRow(RowForm):
    """How one precondition stands."""

    state = TermField(
        _l("Stand"),
        [InputRequired(message=_l("Kies een stand."))],
        terms=PreconditionState,
        words=lazy_label,
    )
    due_on = DateField(_l("Voldaan voor"), [Blank()])
    note = StringField(_l("Wat is er gebeurd, en wie doet nu wat?"), [Blank(), Length(max=NOTE)])


class RiskNewsRow(RowForm):
    """How one risk is graded."""

    likelihood = TermField(
        _l("Kans"), [InputRequired(message=_l("Kies hoe groot de kans is."))], terms=Grade, words=lazy_label
    )
    impact = TermField(
        _l("Gevolg"),
        [InputRequired(message=_l("Kies hoe zwaar het gevolg is."))],
        terms=Grade,
        words=lazy_label,
    )
    mitigation = TextAreaField(_l("Wat u ertegen doet"), [Length(max=1000)])
    note = StringField(_l("Waarom een ander oordeel, of wat is er gedaan?"), [Blank(), Length(max=NOTE)])


class _NewsForm(EditForm):
    """Rows that are all told in one save; what is wrong with a row stands beside its field."""

    def _refuse(self, name: str | None, text: str) -> None:
        for rows in self:
            for row in rows if isinstance(rows, FieldList) else ():
                for field in row.form:
                    if field.name == name and field.short_name != "id":
                        field.errors = [*field.errors, text]
                        return
        super()._refuse(name, text)


class PreconditionNewsForm(_NewsForm):
    """All preconditions of a use case that are its own; shared ones are told where they are shared."""

    preconditions = FieldList(FormField(PreconditionNewsRow))


class RiskNewsForm(_NewsForm):
    """All risks of a use case."""

    risks = FieldList(FormField(RiskNewsRow))
