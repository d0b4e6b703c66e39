"""The words of the portfolio page: what keeps a use case out of its lane, and what repairs the mix."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_number, format_percent
from portfolio.charts.mix_words import band_words
from portfolio.rules.lanes import BelowFloor, Entry, Measure
from portfolio.rules.mix import Mix, Verdict
from portfolio.rules.mix_repair import Repair
from portfolio.rules.terms import Basis


@dataclass(frozen=True)
class Advice:
    """What is wrong with the mix on one basis, and the codes to leave and to enter that repair it."""

    wrong: str
    words: str
    leave: tuple[str, ...] = ()
    enter: tuple[str, ...] = ()


def measure_words(measure: Measure) -> str:
    """Return the name of what a lane is ordered by."""
    words = {
        Measure.VALUE: _("waarde"),
        Measure.CHANCE: _("slagingskans"),
        Measure.EFFORT: _("inspanning"),
        Measure.VALUE_PER_MONTH: _("waarde per persoonsmaand"),
        Measure.CODE: _("code"),
    }
    return words[measure]


def missing_words(entry: Entry) -> str:
    """Return what an entry still needs before it can be ranked."""
    return _("nog nodig: %(what)s", what=", ".join(measure_words(measure) for measure in entry.missing))


def below_words(below: BelowFloor) -> str:
    """Return why an entry stays below the floor."""
    if below.measure is Measure.CHANCE:
        return _(
            "kans %(found)s, de ondergrens is %(floor)s",
            found=format_percent(Decimal(below.found) / 100),
            floor=format_percent(Decimal(below.floor) / 100),
        )
    return _(
        "waarde hooguit %(found)s, de ondergrens is %(floor)s",
        found=format_number(below.found),
        floor=format_number(below.floor),
    )


def interval_words(low: Decimal | None, high: Decimal | None) -> str:
    """Return one number, or the two ends where they differ on screen."""
    first, last = format_number(low), format_number(high)
    return first if first == last else f"{first}–{last}"


def advice_on(repair: Repair, *, sees_candidates: bool) -> Advice | None:
    """Return which change repairs the mix on one basis; None when nothing is chosen or nothing is wrong.

    Who may not see candidates is told so, because a search among the visible
    ones would say that there is no way out.
    """
    if not repair.needs_change:
        return None
    if not sees_candidates:
        hint = _("Kandidaten ziet u na het inloggen; dan staat hier ook welke ruil de mix herstelt.")
        return Advice(wrong_words(repair.mix), hint)
    return _advice(repair)


def wrong_words(mix: Mix) -> str:
    """Return in one sentence how the mix on one basis lies outside the band."""
    share = format_percent(None if mix.share is None else mix.share / 100)
    subject = {
        Basis.COUNT: _("Naar aantal is %(share)s klein", share=share),
        Basis.EFFORT: _("Naar inspanning is %(share)s klein", share=share),
        Basis.BUDGET: _("Naar budget is %(share)s klein", share=share),
    }[mix.basis]
    band = band_words(mix.rule)
    if mix.verdict is Verdict.TOO_FEW_SMALL:
        return _("%(subject)s: te weinig, de band is %(band)s.", subject=subject, band=band)
    return _("%(subject)s: te veel, de band is %(band)s.", subject=subject, band=band)


def _advice(repair: Repair) -> Advice:
    wrong = wrong_words(repair.mix)
    found = repair.suggestion
    if found is None:
        return Advice(
            wrong,
            _(
                "Met de kandidaten van nu is er geen ruil die de mix binnen de band van %(band)s brengt.",
                band=band_words(repair.mix.rule),
            ),
        )
    share = format_percent(found.share / 100)
    words = (
        _("Deze ruil brengt het aandeel klein op %(share)s.", share=share)
        if found.is_swap
        else _("Met deze erbij komt het aandeel klein op %(share)s.", share=share)
    )
    return Advice(wrong, words, found.leave, found.enter)


def unknown_words(mixes: Mapping[Basis, Mix]) -> list[str]:
    """Return what the mix could not count, in words."""
    words = []
    sizeless = len(mixes[Basis.COUNT].unknown_size)
    if sizeless:
        words.append(
            ngettext(
                "%(num)s gekozen use case telt niet mee: de maat is nog niet bekend.",
                "%(num)s gekozen use cases tellen niet mee: de maat is nog niet bekend.",
                sizeless,
            )
        )
    effortless = len(mixes[Basis.EFFORT].unknown_amount)
    if effortless:
        words.append(
            ngettext(
                "Bij inspanning mist %(num)s use case: die is nog niet geschat.",
                "Bij inspanning missen %(num)s use cases: die zijn nog niet geschat.",
                effortless,
            )
        )
    unpriced = len(mixes[Basis.BUDGET].unknown_amount)
    if unpriced:
        words.append(
            ngettext(
                "Bij budget mist %(num)s use case: de kosten zijn nog niet bekend.",
                "Bij budget missen %(num)s use cases: de kosten zijn nog niet bekend.",
                unpriced,
            )
        )
    return words
