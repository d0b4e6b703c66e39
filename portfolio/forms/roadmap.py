"""Move a use case on the roadmap, or undo a move."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from core.forms import EditForm, TermField
from portfolio.forms.fields import Blank, QuarterField, lazy_label
from portfolio.rules.progress_terms import ReplanReason

LONGEST = 40


class MoveForm(EditForm):
    """Where it goes; the reason is asked of what was promised."""

    start = QuarterField(
        _l("Begint in kwartaal"),
        [InputRequired(message=_l("Vul een kwartaal in.")), Length(max=10)],
        description=_l("Schrijf het als Q4 2026."),
    )
    quarters = IntegerField(
        _l("Duurt hoeveel kwartalen?"),
        [InputRequired(message=_l("Vul een aantal kwartalen in.")), NumberRange(1, LONGEST)],
    )
    reason = TermField(
        _l("Waarom verschuift het?"),
        [Blank()],
        terms=ReplanReason,
        words=lazy_label,
        blank=_l("Kies een reden"),
    )
    note = StringField(_l("Toelichting"), [Blank(), Length(max=300)])


class UndoForm(EditForm):
    """Put it back; a reason is asked only where the move itself had none and there is a promise now."""

    reason = TermField(
        _l("Waarom verschuift het?"),
        [Blank()],
        terms=ReplanReason,
        words=lazy_label,
        blank=_l("Kies een reden"),
    )
    note = StringField(_l("Toelichting"), [Blank(), Length(max=300)])
