"""What a progress report says of its figures, in sentences; bad news first, and no average colour.

All of it from the facts alone, so that the same facts always say the same.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, format_number, format_percent, language

Facts = Mapping[str, Any]


def said(row: Mapping[str, Any], name: str) -> str:
    """Return a text of a row in the reader's language, or the Dutch one where there is no other."""
    english = row.get(f"{name}_en", "") if language() == "en" else ""
    return str(english or row.get(name, ""))


def day_words(iso: str | None, style: str = "medium") -> str:
    """Return a day as kept in facts, in words."""
    return format_day(date.fromisoformat(iso), style) if iso else ""


def period_words(facts: Facts) -> str:
    """Return 1 januari 2026 tot en met 30 juni 2026."""
    return _(
        "%(first)s tot en met %(last)s",
        first=day_words(facts["from"], "long"),
        last=day_words(facts["to"], "long"),
    )


def running_words(facts: Facts) -> str:
    """Return how many run, and how many did before the period."""
    total = facts["total"]
    words = ngettext("Er loopt %(num)s use case", "Er lopen %(num)s use cases", total["running"])
    change = total["running"] - total["running_before"]
    if change > 0:
        return words + _("; dat zijn er %(n)s meer dan voor de periode.", n=change)
    if change < 0:
        return words + _("; dat zijn er %(n)s minder dan voor de periode.", n=-change)
    return words + _(", evenveel als voor de periode.")


def kept_words(facts: Facts) -> str:
    """Return what was promised for the period and what of that is there."""
    total = facts["total"]
    if not total["promised"]:
        return _("Voor deze periode was geen mijlpaal beloofd.")
    missed = total["promised"] - total["kept"]
    if not missed:
        return ngettext(
            "De ene mijlpaal die voor deze periode eerst beloofd was, is gehaald.",
            "Alle %(num)s mijlpalen die voor deze periode eerst beloofd waren, zijn gehaald.",
            total["promised"],
        )
    return ngettext(
        "Niet gehaald: %(missed)s van de %(num)s mijlpaal die voor deze periode eerst beloofd was.",
        "Niet gehaald: %(missed)s van de %(num)s mijlpalen die voor deze periode eerst beloofd waren.",
        total["promised"],
        missed=missed,
    )


def drift_words(facts: Facts) -> str:
    """Return how many end late, and the median."""
    total = facts["total"]
    if not total["drift_count"]:
        return _("Op deze dag was van geen use case het einde met een eerste belofte te vergelijken.")
    return ngettext(
        "Meer dan twee weken later dan beloofd: %(late)s van de %(num)s use case met een eerste belofte. "
        "De mediaan is: %(median)s.",
        "Meer dan twee weken later dan beloofd: %(late)s van de %(num)s use cases met een eerste belofte. "
        "De mediaan is: %(median)s.",
        total["drift_count"],
        late=total["late"],
        median=days_words(total["drift_median"]),
    )


def days_words(days: int | None) -> str:
    """Return 35 dagen later, or earlier, or as promised."""
    if days is None:
        return _("nog niet bekend")
    if days > 0:
        return ngettext("%(num)s dag later", "%(num)s dagen later", days)
    if days < 0:
        return ngettext("%(num)s dag eerder", "%(num)s dagen eerder", -days)
    return _("zoals eerst beloofd")


def signed(days: int | None) -> str:
    """Return +35, 0 or −14; a dash for what is unknown."""
    if days is None:
        return "–"
    return f"+{format_number(days)}" if days > 0 else format_number(days).replace("-", "−")


def status_words(facts: Facts) -> list[str]:
    """Return how many are behind by their dates, and how that compares with what owners say."""
    total = facts["total"]
    if not total["followed"]:
        return [_("Er is nog geen use case waarvan wij de stand volgen.")]
    found = [
        _(
            "Volgens de dagen zijn van de %(total)s gevolgde use cases er %(red)s vertraagd; "
            "bij %(amber)s is iets om op te letten en %(green)s lopen op schema.",
            total=total["followed"],
            red=total["red"],
            amber=total["amber"],
            green=total["green"],
        )
    ]
    gap = total["said_green"] - total["green"]
    if gap > 0:
        found.append(
            _(
                "De eigenaren melden %(said)s keer ‘op schema’. "
                "Dat is %(gap)s keer vaker dan de dagen laten zien.",
                said=total["said_green"],
                gap=gap,
            )
        )
    else:
        found.append(_("De eigenaren melden %(said)s keer ‘op schema’.", said=total["said_green"]))
    return found


def silent_words(facts: Facts) -> list[str]:
    """Return what was not reported: use cases, benefits, actions. Nothing missing is said too."""
    total, agenda = facts["total"], facts["agenda"]
    found = [
        ngettext(
            "Over %(num)s lopende use case is langer dan 35 dagen niets gemeld.",
            "Over %(num)s lopende use cases is langer dan 35 dagen niets gemeld.",
            total["silent"],
        )
        if total["silent"]
        else _("Over alle lopende use cases is de laatste 35 dagen iets gemeld.")
    ]
    missing = facts["unmeasured"]["total"]
    found.append(
        ngettext(
            "Van %(num)s baat is de meting niet gedaan die wel gepland was.",
            "Van %(num)s baten is de meting niet gedaan die wel gepland was.",
            missing,
        )
        if missing
        else _("Alle geplande metingen van baten zijn gedaan.")
    )
    if agenda is not None:
        quiet = agenda["without_result"]["total"]
        found.append(
            ngettext(
                "Over %(num)s actiepunt van de agenda is geen resultaat gemeld.",
                "Over %(num)s actiepunten van de agenda is geen resultaat gemeld.",
                quiet,
            )
            if quiet
            else _("Over alle actiepunten van de agenda is een resultaat gemeld.")
        )
    return found


def change_words(facts: Facts) -> list[str]:
    """Return how much moved."""
    return [
        _(
            "Stappen van fase naar fase: %(phases)s. Besluiten van databoorden: %(decisions)s. "
            "Planningen die na de belofte veranderden: %(replans)s.",
            phases=facts["phases"]["total"],
            decisions=facts["decisions"]["total"],
            replans=facts["replans"]["total"] + sum(facts["reasons"].values()),
        )
    ]


def benefit_words(facts: Facts) -> list[str]:
    """Return how many benefits were measured of those that should be."""
    total = facts["total"]
    if not total["due"]:
        return [_("In deze periode hoefde geen baat te worden gemeten.")]
    return [
        ngettext(
            "Gemeten: %(measured)s van de %(num)s baat die gemeten moest zijn.",
            "Gemeten: %(measured)s van de %(num)s baten die gemeten moesten zijn.",
            total["due"],
            measured=total["measured"],
        )
        + " "
        + _("Niet gemeten is nooit nul.")
    ]


def agenda_words(agenda: Mapping[str, Any]) -> list[str]:
    """Return on how many actions a result was reported."""
    total = sum(theme["total"] for theme in agenda["themes"])
    reported = sum(theme["reported"] for theme in agenda["themes"])
    overdue = sum(theme["overdue"] for theme in agenda["themes"])
    found = [
        _(
            "Over %(reported)s van de %(total)s actiepunten van %(agenda)s is een resultaat gemeld.",
            reported=reported,
            total=total,
            agenda=said(agenda, "title"),
        )
    ]
    if overdue:
        found.append(
            ngettext(
                "%(num)s actiepunt zonder gemeld resultaat had al klaar moeten zijn.",
                "%(num)s actiepunten zonder gemeld resultaat hadden al klaar moeten zijn.",
                overdue,
            )
        )
    return found


def mix_words(row: Mapping[str, Any]) -> str:
    """Return the share of small ones; empty when nothing has a size."""
    return format_percent(row["small"] / row["sized"]) if row["sized"] else ""


def of_words(part: int, whole: int) -> str:
    """Return 3 van 5; a dash when there is nothing to be part of."""
    if not whole:
        return "–"
    return _("%(part)s van %(whole)s", part=format_number(part), whole=format_number(whole))


def summary_text(facts: Facts) -> str:
    """Return the first text of a summary: paragraphs for people to change."""
    paragraphs = [
        _("Deze rapportage gaat over %(period)s.", period=period_words(facts)) + " " + running_words(facts),
        kept_words(facts) + " " + drift_words(facts),
        " ".join(silent_words(facts)[:2]),
    ]
    return "\n\n".join(paragraphs)
