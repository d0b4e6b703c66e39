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
            "email_taken": lambda **p: _("Er is al een account met dit e-mailadres."),
            "erased_already": lambda **p: _(
                "De persoonsgegevens van dit account zijn weggehaald. Het gaat niet meer open."
            ),
            "erase_open_account": lambda **p: _("Sluit eerst het account. Haal daarna de gegevens weg."),
            "erase_address_differs": lambda **p: _(
                "Dit is niet het e-mailadres van dit account. Neem het over zoals het hierboven staat."
            ),
            "last_administrator": lambda **p: _(
                "Dit is de laatste beheerder. Geef eerst iemand anders deze rol, zonder laatste dag."
            ),
            "role_needs_domain": lambda **p: _("Kies voor welk domein deze rol geldt."),
            "role_is_everywhere": lambda **p: _("Deze rol geldt overal. Kies hier geen domein."),
            "role_ends_before_start": lambda **p: _("Kies een laatste dag op of na de eerste dag."),
            "only_in_a_board": lambda **p: _("Alleen een lid van het databoord heeft hier een rol."),
            "role_held_already": lambda **p: _("Deze persoon heeft deze rol al in die periode."),
            "address_taken": lambda **p: _(
                "Dit adres is al in gebruik. Kies een andere naam of een ander adres."
            ),
            "address_leads_elsewhere": lambda name="", **p: _(
                "Dit adres leidt nu naar %(name)s, die het eerder had. Vink aan dat u het overneemt.",
                name=name,
            ),
            "address_empty": lambda **p: _("Gebruik ten minste één letter of cijfer."),
            "domain_code_taken": lambda **p: _("Deze code is al in gebruik. Kies een andere."),
            "merge_with_itself": lambda **p: _("Kies een andere om mee samen te voegen."),
            "domain_is_merged": lambda **p: _("Dit domein is al opgegaan in een ander."),
            "password_is_name": lambda **p: _("Gebruik niet uw naam of e-mailadres als wachtwoord."),
        }
    )
    register_constraints(
        {
            "uq_person_email": ("email", "email_taken"),
            "uq_organisation_slug": ("name", "address_taken"),
            "pk_organisation_alias": ("name", "address_taken"),
            "uq_organisation_alias_slug": ("name", "address_taken"),
            "uq_domain_slug": ("name", "address_taken"),
            "uq_domain_code": ("code", "domain_code_taken"),
        }
    )
