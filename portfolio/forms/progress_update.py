"""The owner's update: how it goes, which milestones were reached or move, what was measured."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FieldList, FormField, IntegerField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from core.forms import EditForm, ExactField, TermField
from portfolio.forms.fields import Blank, RowForm, lazy_label
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import ReplanReason

DECLARED = (Status.GREEN, Status.AMBER, Status.RED)


class MilestoneNewsRow(RowForm):
    """A milestone that is due: reached, or expected on another day."""

    is_reached = BooleanField(_l("Gehaald"))
    reached_on = DateField(_l("Gehaald op"), [Blank()])
    planned_on = DateField(_l("Verwacht op"), [Blank()])
    reason = TermField(
        _l("Waarom een andere dag?"),
        [Blank()],
        terms=ReplanReason,
        words=lazy_label,
        blank=_l("De dag blijft gelijk"),
    )


class MeasuredRow(RowForm):
    """A benefit whose measurement is due."""

    value = ExactField(_l("Gemeten waarde"), [Blank()], places=4)
    on = DateField(_l("Gemeten op"), [Blank()])


class ProgressForm(EditForm):
    """One save for everything an owner has to tell."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    status = RadioField(
        _l("Hoe gaat het?"),
        [InputRequired(message=_l("Kies hoe het gaat."))],
        coerce=lambda value: Status(value) if value else None,
    )
    note = TextAreaField(_l("Wat is er gebeurd, en wat nu?"), [Length(max=4000)])
    milestones = FieldList(FormField(MilestoneNewsRow))
    measurements = FieldList(FormField(MeasuredRow))

    def offer(self) -> "ProgressForm":
        """Set the statuses to choose from; *not reported* can't be declared."""
        self.status.choices = [SelectChoice(value=one.value, label=lazy_label(one)) for one in DECLARED]
        return self

    def _refuse(self, name: str | None, text: str) -> None:
        """Show what is wrong with a row beside its field."""
        for rows in (self.milestones, self.measurements):
            for row in rows:
                for field in row.form:
                    if field.name == name:
                        field.errors = [*field.errors, text]
                        return
        super()._refuse(name, text)
