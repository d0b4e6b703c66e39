"""The words of what accounts refuses, and which constraint is which refusal."""

from flask_babel import gettext as _

from accounts.rules.passwords import LONGEST, SHORTEST
from core.constraints import register_constraints
from core.messages import register_messages


def register() -> None:
    """Give the texts to the core."""
    register_messages(
        {
            "too_many_tries": lambda minutes, **p: _(
                "Er is te vaak geprobeerd in te loggen. Wacht %(minutes)s minuten en probeer het opnieuw.",
                minutes=minutes,
            ),
            "link_gone": lambda **p: _("Deze link werkt niet meer. Vraag de beheerder om een nieuwe."),
            "password_too_short": lambda **p: _(
                "Gebruik ten minste %(number)s tekens voor het wachtwoord.", number=SHORTEST
            ),
            "password_too_long": lambda **p: _(
                "Gebruik ten hoogste %(number)s tekens voor het wachtwoord.", number=LONGEST
            ),
            "password_too_common": lambda **p: _("Dit wachtwoord is te makkelijk te raden. Kies een ander."),
            "password_is_name": lambda **p: _("Gebruik niet uw naam of e-mailadres als wachtwoord."),
        }
    )
    register_constraints({})
