"""Who builds a system function and what is weak about it, in words."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from portfolio.rules.growth import Growth, Weakness


def weakness_words(one: Growth, weakness: Weakness) -> str:
    """Return a weakness as the start of a sentence, with the codes that it is about."""
    if weakness is Weakness.NOBODY:
        return _("niemand bouwt eraan")
    if weakness is Weakness.BUILDER_STOPPED:
        return ngettext(
            "%(codes)s bouwde eraan en is gestopt of geparkeerd",
            "%(codes)s bouwden eraan en zijn gestopt of geparkeerd",
            len(one.stopped),
            codes=listed(one.stopped),
        )
    if weakness is Weakness.BUILDERS_LATE:
        return ngettext(
            "wie eraan bouwt, is vertraagd: %(codes)s",
            "allen die eraan bouwen, zijn vertraagd: %(codes)s",
            len(one.building),
            codes=listed(one.building),
        )
    if weakness is Weakness.ONE_BUILDER:
        if one.delivered:
            return _("alleen %(code)s leverde het", code=one.builders[0])
        return _("alleen %(code)s bouwt eraan", code=one.builders[0])
    return ngettext(
        "%(num)s use case wacht erop en nog niemand leverde",
        "%(num)s use cases wachten erop en nog niemand leverde",
        len(one.waiting),
    )


def weaknesses_words(one: Growth) -> list[str]:
    """Return all weaknesses in words, the worst first; each starts with a capital."""
    return [_capital(weakness_words(one, weakness)) for weakness in one.weaknesses]


def growth_sentence(one: Growth) -> str:
    """Return how many build, delivered, stopped and wait: ``2 bouwen nog, 1 leverde; 3 wachten erop.``"""
    built = [
        ngettext("%(num)s bouwt nog", "%(num)s bouwen nog", len(one.building)) if one.building else "",
        ngettext("%(num)s leverde", "%(num)s leverden", len(one.delivered)) if one.delivered else "",
        ngettext("%(num)s stopte", "%(num)s stopten", len(one.stopped)) if one.stopped else "",
    ]
    used = [
        ngettext("%(num)s wacht erop", "%(num)s wachten erop", len(one.waiting)) if one.waiting else "",
        ngettext("%(num)s gebruikt het al", "%(num)s gebruiken het al", len(one.using)) if one.using else "",
    ]
    halves = [", ".join(words for words in half if words) for half in (built, used)]
    found = "; ".join(half for half in halves if half)
    return _capital(f"{found}.") if found else _("Nog niemand bouwt eraan of wacht erop.")


def weak_sentence(weak: Sequence[Growth], known: Mapping[str, Growth]) -> str:
    """Return how many functions and parts are weak, and where most wait; ``weak`` has that one first."""
    if not known:
        return _("Er zijn nog geen systeemfuncties.")
    if not weak:
        return _("Geen onderdeel hangt aan te weinig: overal bouwt of leverde meer dan één use case.")
    start = ngettext("%(num)s onderdeel is kwetsbaar.", "%(num)s onderdelen zijn kwetsbaar.", len(weak))
    most = weak[0]
    if not most.waiting:
        return start
    return f"{start} " + ngettext(
        "Op %(code)s wacht %(num)s use case, en %(why)s.",
        "Op %(code)s wachten %(num)s use cases, en %(why)s.",
        len(most.waiting),
        code=most.code,
        why=weakness_words(most, most.weaknesses[0]),
    )


def listed(codes: Sequence[str], most: int = 4) -> str:
    """Return ``A, B en C``; of many the first ones and how many more."""
    if len(codes) > most:
        return _("%(codes)s en nog %(num)s", codes=", ".join(codes[:most]), num=len(codes) - most)
    if len(codes) < 2:
        return "".join(codes)
    return _("%(most)s en %(last)s", most=", ".join(codes[:-1]), last=codes[-1])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
