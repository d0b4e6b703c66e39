"""The mix in words: its band, its amounts, its share."""

from decimal import Decimal

from flask_babel import gettext as _

from core.i18n import format_euro, format_number, format_percent
from portfolio.rules.mix import Mix, MixRule
from portfolio.rules.terms import Basis


def band_words(rule: MixRule) -> str:
    """Return the band as ``65–85 %``."""
    return f"{format_number(rule.low)}–{format_percent(rule.high / 100)}"


def mix_words(mix: Mix) -> str:
    """Return share and amounts: 62 % klein: 20 en 12."""
    if mix.share is None:
        return _("nog niet bekend")
    return _(
        "%(share)s klein: %(small)s en %(ambitious)s",
        share=format_percent(mix.share / 100),
        small=amount_words(mix.small, mix.basis),
        ambitious=amount_words(mix.ambitious, mix.basis),
    )


def amount_words(amount: Decimal, basis: Basis) -> str:
    """Return an amount with its unit: 6, 23 pm or € 250.000."""
    if basis is Basis.BUDGET:
        return format_euro(int(amount))
    number = format_number(amount, 1)
    return f"{number} " + _("pm") if basis is Basis.EFFORT else number
