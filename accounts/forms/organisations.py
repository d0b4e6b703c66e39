"""Forms of the administrator about organisations and domains."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

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


class MergeForm(EditForm):
    """Which row takes up this one; the version is that of the row that goes."""

    target_id = RowField(_l("Samenvoegen met"), [InputRequired()])


class NewDomainForm(BaseForm):
    """A new domain."""

    code = StringField(
        _l("Code"),
        [
            DataRequired(),
            Length(max=3),
            Regexp(r"^[A-Za-z]{3}$", message=_l("Gebruik precies drie letters, bijvoorbeeld SOC.")),
        ],
        description=_l("Drie letters waarmee de code van elke use case begint. Dit kan later niet anders."),
    )
    name = StringField(_l("Naam"), [DataRequired(), Length(max=120)])
    name_en = StringField(_l("Naam in het Engels"), [Optional(), Length(max=120)])
    ambition = TextAreaField(
        _l("Ambitie"), [Optional(), Length(max=4000)], description=_l("Wat het databoord wil bereiken.")
    )
    ambition_en = TextAreaField(_l("Ambitie in het Engels"), [Optional(), Length(max=4000)])
    is_own_adjustment = BooleanField(
        _l("Dit domein is een eigen aanvulling op de negen Europese datadomeinen")
    )
    mix_tolerance = IntegerField(
        _l("Speling op 75/25, in procentpunten"),
        [InputRequired(), NumberRange(0, 25)],
        default=10,
        description=_l("Buiten deze marge waarschuwt het portfolio. Het houdt niets tegen."),
    )
    small_effort_limit = IntegerField(
        _l("Klein tot en met, in persoonsmaanden"), [InputRequired(), NumberRange(1, 240)], default=6
    )
    small_organisations_limit = IntegerField(
        _l("Klein tot en met, in organisaties"), [InputRequired(), NumberRange(1, 400)], default=3
    )


class DomainForm(NewDomainForm, EditForm):
    """A change of a domain; its code stays."""

    code = None


class OrganisationFilterForm(BaseForm):
    """What to show of the list of organisations; comes from the address."""

    class Meta(BaseForm.Meta):
        csrf = False

    q = StringField(_l("Naam of afkorting"))
    kind = TermField(
        _l("Soort"), [Optional()], terms=OrganisationKind, words=lazy_word, blank=_l("Alle soorten")
    )


class AuditFilterForm(BaseForm):
    """What to show of the audit trail; comes from the address."""

    class Meta(BaseForm.Meta):
        csrf = False

    verb = StringField(_l("Handeling"))
    person = StringField(_l("Wie"))
    object = StringField(_l("Soort"))
    id = IntegerField(_l("Nummer"), [Optional()])
