"""Kinds of organisations in words, and which part of them."""

from flask_babel import gettext as _

from accounts.rules.terms import OrganisationKind
from core.i18n import format_percent


def organisations_words(kind: OrganisationKind) -> str:
    """Return the plural of a kind of organisation, for "80 of 352 municipalities"."""
    words = {
        OrganisationKind.MINISTRY: _("ministeries"),
        OrganisationKind.AGENCY: _("uitvoeringsorganisaties"),
        OrganisationKind.MUNICIPALITY: _("gemeenten"),
        OrganisationKind.PROVINCE: _("provincies"),
        OrganisationKind.WATER_AUTHORITY: _("waterschappen"),
        OrganisationKind.PUBLIC_BODY: _("publieke organen"),
        OrganisationKind.ASSOCIATION: _("verenigingen"),
        OrganisationKind.KNOWLEDGE_INSTITUTE: _("kennisinstellingen"),
        OrganisationKind.COMPANY: _("bedrijven"),
        OrganisationKind.COURT: _("rechterlijke instanties"),
        OrganisationKind.FOUNDATION: _("stichtingen"),
        OrganisationKind.PARTNERSHIP: _("samenwerkingsverbanden"),
        OrganisationKind.POLICE: _("politie-eenheden"),
        OrganisationKind.HEALTH_AUTHORITY: _("gezondheidsdiensten"),
    }
    return words[kind]


def share_words(part: int, total: int) -> str:
    """Return the share in whole per cents; what is more than none and less than one says so."""
    if 0 < part * 100 < total:
        return _("minder dan %(share)s", share=format_percent(0.01))
    return format_percent(part / total)
