"""Add or change a milestone: what, by when, and why another day."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from core.forms import EditForm, RowField, TermField
from portfolio.forms.fields import Blank, lazy_label
from portfolio.rules.progress_terms import MilestoneKind, ReplanReason

_TITLE = DataRequired(message=_l("Schrijf op wat er dan is."))


class NewMilestoneForm(EditForm):
    """A milestone of one of two kinds."""

    title = StringField(
        _l("Wat is er dan?"),
        [_TITLE],
        description=_l("Een resultaat dat u kunt aanwijzen: “Tien gemeenten werken ermee”."),
    )
    title_en = StringField(_l("Hetzelfde in het Engels"), [Blank()])
    kind = TermField(
        _l("Waar gaat het over?"),
        [InputRequired(message=_l("Kies waar de mijlpaal over gaat."))],
        terms=MilestoneKind,
        words=lazy_label,
        blank=_l("Kies"),
    )
    function_id = RowField(_l("Systeemfunctie"), [Blank()])
    planned_on = DateField(_l("Verwacht op"), [InputRequired(message=_l("Kies een dag."))])


class MilestoneForm(EditForm):
    """What may change of a milestone; its kind and first promise stay."""

    title = StringField(_l("Wat is er dan?"), [_TITLE])
    title_en = StringField(_l("Hetzelfde in het Engels"), [Blank()])
    planned_on = DateField(_l("Verwacht op"), [InputRequired(message=_l("Kies een dag."))])
    reason = TermField(
        _l("Waarom een andere dag?"),
        [Blank()],
        terms=ReplanReason,
        words=lazy_label,
        blank=_l("De dag blijft gelijk"),
    )
    plan_note = StringField(_l("Toelichting bij de andere dag"), [Blank(), Length(max=400)])
    reached_on = DateField(_l("Gehaald op"), [Blank()])


class DropMilestoneForm(EditForm):
    """Why a milestone goes."""

    note = TextAreaField(_l("Waarom vervalt de mijlpaal?"), [Length(max=600)])
