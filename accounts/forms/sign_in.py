"""Sign in, set a password, own data."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, IntegerField, PasswordField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from accounts.rules.passwords import LONGEST, SHORTEST
from core.forms import BaseForm, EditForm
from core.i18n import LANGUAGES

_NEW_PASSWORD_HINT = _l(
    "Ten minste %(number)s tekens. Een zin van een paar woorden is goed.", number=SHORTEST
)


class LoginForm(BaseForm):
    """Who signs in; ``next`` is where to go after."""

    email = EmailField(
        _l("E-mailadres"), [DataRequired(), Length(max=254)], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        _l("Wachtwoord"),
        [InputRequired(), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class NewPasswordForm(BaseForm):
    """A new password, typed twice."""

    new_password = PasswordField(
        _l("Nieuw wachtwoord"),
        [InputRequired(), Length(max=LONGEST)],
        description=_NEW_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )
    repeat = PasswordField(
        _l("Nieuw wachtwoord, nog een keer"),
        [EqualTo("new_password")],
        render_kw={"autocomplete": "new-password"},
    )


class WelcomeForm(NewPasswordForm):
    """Who was invited says how they want to be called, and sets a password."""

    name = StringField(_l("Uw naam"), [DataRequired(), Length(max=120)], render_kw={"autocomplete": "name"})


class ChangePasswordForm(NewPasswordForm):
    """A new password by who knows the present one."""

    password = PasswordField(
        _l("Huidig wachtwoord"),
        [InputRequired(), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class OwnDataForm(EditForm):
    """What people change about themselves."""

    name = StringField(_l("Naam"), [DataRequired(), Length(max=120)], render_kw={"autocomplete": "name"})
    language = RadioField(
        _l("Taal"), choices=[SelectChoice(value=code, label=word) for code, word in LANGUAGES.items()]
    )


class EndSessionForm(BaseForm):
    """Which session to end."""

    session = IntegerField(validators=[InputRequired()])
