"""Small forms that confirm a change of a whole page; each carries the revision that was seen."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from core.forms import LARGEST, BaseForm
from wiki.rules.draft import LONGEST_SUMMARY
from wiki.rules.slugs import LONGEST


class ConfirmForm(BaseForm):
    """A change of the whole page, with a reason."""

    base_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, LARGEST)])
    summary = StringField(_l("Waarom?"), [Length(max=LONGEST_SUMMARY)])


class RenameForm(BaseForm):
    """Another address."""

    base_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, LARGEST)])
    slug = StringField(
        _l("Nieuw adres"),
        [InputRequired(), Length(max=LONGEST)],
        description=_l("Kleine letters, cijfers en streepjes. Het oude adres blijft werken."),
    )
    take_over = BooleanField(
        _l("Neem dit adres over"),
        description=_l("Wie het oude adres bewaarde, komt dan op deze pagina uit en niet meer op de andere."),
    )
