"""Forms of the administrator about domains."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from core.forms import BaseForm, EditForm


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
