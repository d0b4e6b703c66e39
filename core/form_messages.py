"""What a form says when a value does not fit: our own words for WTForms' English ones."""

from collections.abc import Callable

from flask_babel import gettext as _

MESSAGES: dict[str, Callable[[], str]] = {
    "This field is required.": lambda: _("Vul dit in."),
    "Invalid input.": lambda: _("Dit klopt niet. Controleer wat u invulde."),
    "Not a valid choice.": lambda: _("Kies iets uit de lijst."),
    "Invalid Choice: could not coerce.": lambda: _("Kies iets uit de lijst."),
    "Invalid choice(s): one or more data inputs could not be coerced.": lambda: _(
        "Kies alleen uit de lijst."
    ),
    "'%(value)s' is not a valid choice for this field.": lambda: _("Kies alleen uit de lijst."),
    "'%(value)s' are not valid choices for this field.": lambda: _("Kies alleen uit de lijst."),
    "Not a valid integer value.": lambda: _("Vul een heel getal in, bijvoorbeeld 12."),
    "Not a valid decimal value.": lambda: _("Vul een getal in, bijvoorbeeld 2,5."),
    "Not a valid date value.": lambda: _("Vul een datum in als jaar-maand-dag, bijvoorbeeld 2026-03-31."),
    "Number must be at least %(min)s.": lambda: _("Vul een getal in van ten minste %(min)s."),
    "Number must be at most %(max)s.": lambda: _("Vul een getal in van ten hoogste %(max)s."),
    "Number must be between %(min)s and %(max)s.": lambda: _(
        "Vul een getal in van %(min)s tot en met %(max)s."
    ),
    "Invalid email address.": lambda: _("Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."),
    "Invalid URL.": lambda: _("Vul een webadres in dat begint met https://."),
    "Field must be equal to %(other_name)s.": lambda: _("Vul twee keer hetzelfde in."),
    "Field must be at least %(min)d character long.": lambda: _("Gebruik ten minste %(min)d teken."),
    "Field must be at least %(min)d characters long.": lambda: _("Gebruik ten minste %(min)d tekens."),
    "Field cannot be longer than %(max)d character.": lambda: _("Gebruik ten hoogste %(max)d teken."),
    "Field cannot be longer than %(max)d characters.": lambda: _("Gebruik ten hoogste %(max)d tekens."),
    "Field must be exactly %(max)d character long.": lambda: _("Gebruik precies %(max)d teken."),
    "Field must be exactly %(max)d characters long.": lambda: _("Gebruik precies %(max)d tekens."),
    "Field must be between %(min)d and %(max)d characters long.": lambda: _(
        "Gebruik %(min)d tot en met %(max)d tekens."
    ),
}


class Translations:
    """What WTForms asks for its texts; a text that is not listed stays as it is."""

    def gettext(self, text: str) -> str:
        message = MESSAGES.get(text)
        return message() if message else text

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)
