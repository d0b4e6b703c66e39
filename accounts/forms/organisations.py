"""Forms of the administrator about organisations, and for a merge."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from accounts.forms.words import lazy_word
from accounts.rules.terms import Layer, OrganisationKind
from core.forms import BaseForm, EditForm, RowField, TermField


class NewOrganisationForm(BaseForm):
    """A new organisation; its address follows from its name."""

    name = StringField(_l("Naam"), [DataRequired(), Length(max=200)])
    name_en = StringField(_l("Naam in het Engels"), [Optional(), Length(max=200)])
    abbreviation = StringField(_l("Afkorting"), [Optional(), Length(max=40)])
    kind = TermField(
        _l("Soort"), [InputRequired()], terms=OrganisationKind, words=lazy_word, blank=_l("Kies een soort")
    )
    layer = TermField(
        _l("Bestuurslaag"), [InputRequired()], terms=Layer, words=lazy_word, blank=_l("Kies een bestuurslaag")
    )


class OrganisationForm(NewOrganisationForm, EditForm):
    """A change of an organisation, its address too."""

    slug = StringField(
        _l("Adres"),
        [DataRequired(), Length(max=80)],
        description=_l("Het laatste deel van het webadres. Het oude adres blijft werken."),
    )
    take_over = BooleanField(
        _l("Neem dit adres over"),
        description=_l("Oude links naar dit adres komen dan hier uit."),
    )


class MergeForm(EditForm):
    """Which row takes up this one; the version is that of the row that goes."""

    target_id = RowField(_l("Samenvoegen met"), [InputRequired()])
