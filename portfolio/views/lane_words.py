"""The words of the portfolio page: what keeps a use case out of its lane, and what repairs the mix."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_number, format_percent
from portfolio.charts.mix_words import band_words
from portfolio.rules.lanes import BelowFloor, Entry, Measure
from portfolio.rules.mix import Mix
from portfolio.rules.mix_repair import Outcome, Repair
from portfolio.rules.terms import Basis


@dataclass(frozen=True)
class Advice:
    """What would bring the mix in its band: words, and the codes to leave and to enter."""

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
    """Return which change repairs the mix; None when nothing is chosen or nothing is wrong.

    Who may not see candidates is told so, because a search among the visible
    ones would say that there is no way out.
    """
    if repair.outcome in (Outcome.NOT_NEEDED, Outcome.NOTHING_CHOSEN):
        return None
    if not sees_candidates:
        return Advice(_("Kandidaten ziet u na het inloggen; dan staat hier ook welke ruil de mix herstelt."))
    found = repair.suggestion
    if found is None:
        return Advice(
            _(
                "Met de kandidaten van nu is er geen ruil die de mix binnen de band van %(band)s brengt.",
                band=band_words(repair.mix.rule),
            )
        )
    share = format_percent(found.share / 100)
    words = (
        _("Deze ruil brengt het aandeel klein op %(share)s.", share=share)
        if found.is_swap
        else _("Met deze erbij komt het aandeel klein op %(share)s.", share=share)
    )
    return Advice(words, found.leave, found.enter)


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
