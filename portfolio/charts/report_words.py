"""What a progress report says of its figures, in sentences; bad news first, and no average colour.

All of it from the facts alone, so that the same facts always say the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, format_number, format_percent, language, speaking
from portfolio.labels import label
from portfolio.plan_words import slip_words
from portfolio.progress_words import begun_words
from portfolio.rules.benefit_figures import BenefitState
from portfolio.rules.quarters import Quarter
from portfolio.rules.reports import Period, half_year_before

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


def title_words(period: Period) -> str:
    """Return the title of a report on a period."""
    year = period.first.year
    if period == half_year_before(date(year, 7, 1)):
        return _("Voortgangsrapportage eerste helft van %(year)s", year=year)
    if period == Period(date(year, 7, 1), date(year, 12, 31)):
        return _("Voortgangsrapportage tweede helft van %(year)s", year=year)
    return _(
        "Voortgangsrapportage %(first)s tot en met %(last)s",
        first=format_day(period.first, "long"),
        last=format_day(period.last, "long"),
    )


def titled(values: dict[str, Any], before: Period | None = None) -> dict[str, Any]:
    """Return the values of a report, with a title after its period in both languages where none was given.

    A title after the period it had ``before`` moves along with the period.
    """
    if not (values["from_on"] and values["to_on"]):
        return values
    period = Period(values["from_on"], values["to_on"])
    found = dict(values)
    for name, code in (("title", "nl"), ("title_en", "en")):
        given = (values[name] or "").strip()
        with speaking(code):
            if not given or (before and given == title_words(before)):
                found[name] = title_words(period)
        if name == "title" and found["title"] == values["title"]:
            return values  # a title of one's own: the English one is too, or is left out
    return found


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


def promised_words(facts: Facts) -> str:
    """Return how many began of what would run by now; empty for a draft that does not know."""
    total = facts["total"]
    if "promised_begun" not in total:
        return _("eerst beloofd voor nu: %(promised)s", promised=format_number(total["running_promised"]))
    return begun_words(total["promised_begun"], total["running_promised"])


def domain_words(facts: Facts) -> list[str]:
    """Return which domains did not reach what was promised, the worst first, and where nothing runs."""
    missed = [row for row in facts["domains"] if row["promised"] > row["kept"]]
    missed.sort(key=lambda row: (row["kept"] - row["promised"], row["slug"]))
    named = [
        _(
            "%(domain)s %(missed)s van %(total)s",
            domain=said(row, "name"),
            missed=row["promised"] - row["kept"],
            total=row["promised"],
        )
        for row in missed
    ]
    found = [_("Mijlpalen beloofd en niet gehaald: %(domains)s.", domains=", ".join(named))] if named else []
    if not named:
        found.append(kept_words(facts))
    idle = [said(row, "name") for row in facts["domains"] if not row["running"]]
    if idle:
        found.append(_("Hier loopt geen use case: %(domains)s.", domains=", ".join(idle)))
    return found


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
    return [*found, *rosy_words(total)]


def rosy_words(total: Mapping[str, Any]) -> list[str]:
    """Return how often the owner said better than the dates do; a draft of before may lack that figure."""
    if "worse_than_said" not in total:
        return [_("De eigenaren melden %(said)s keer ‘op schema’.", said=total["said_green"])]
    found = [
        ngettext(
            "Bij %(worse)s van de %(num)s gevolgde use case is de berekende stand slechter dan gemeld, "
            "of is niets gemeld.",
            "Bij %(worse)s van de %(num)s gevolgde use cases is de berekende stand slechter dan gemeld, "
            "of is niets gemeld.",
            total["followed"],
            worse=total["worse_than_said"],
        )
    ]
    if total["red_said_green"]:
        found.append(
            ngettext(
                "Over %(num)s use case die vertraagd is, meldt de eigenaar ‘op schema’.",
                "Over %(num)s use cases die vertraagd zijn, melden de eigenaren ‘op schema’.",
                total["red_said_green"],
            )
        )
    return found


def silent_words(facts: Facts) -> list[str]:
    """Return what was not reported: use cases, benefits, actions. Nothing missing is said too."""
    total, agenda = facts["total"], facts["agenda"]
    found = [
        ngettext(
            "Over %(num)s use case die wij volgen is langer dan 35 dagen niets gemeld.",
            "Over %(num)s use cases die wij volgen is langer dan 35 dagen niets gemeld.",
            total["silent"],
        )
        if total["silent"]
        else _("Over alle use cases die wij volgen is de laatste 35 dagen iets gemeld.")
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
            "Stappen van fase naar fase: %(phases)s. Besluiten van databoorden: %(decisions)s.",
            phases=facts["phases"]["total"],
            decisions=facts["decisions"]["total"],
        ),
        _(
            "Na de belofte opnieuw gepland: %(plans)s keer op de routekaart en %(milestones)s keer "
            "een mijlpaal.",
            plans=facts["replans"]["total"],
            milestones=sum(facts["reasons"].values()),
        ),
    ]


def moved_words(before: Sequence[int | None], after: Sequence[int | None]) -> str:
    """Return the new last quarter and how much later that is."""
    if after[0] is None or after[1] is None:
        return _("geen plek meer op de routekaart")
    last = after[0] + after[1] - 1
    quarter = Quarter.from_index(last)
    words = f"Q{quarter.number}\u00a0{quarter.year}"
    if before[0] is None or before[1] is None:
        return words
    return f"{words}, {slip_words(last - (before[0] + before[1] - 1))}"


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
        + _("Niet gemeten is nooit nul."),
        *worse_words(facts),
    ]


def worse_words(facts: Facts) -> list[str]:
    """Return how many benefits go the wrong way; nothing where the list was cut, for then it is not known."""
    found = facts["benefits"]
    if found["total"] > len(found["rows"]):
        return []
    bad = sum(row["state"] in (BenefitState.WORSE, BenefitState.NOT_HELD) for row in found["rows"])
    if not bad:
        return []
    return [
        ngettext(
            "Bij %(bad)s van de %(num)s baat die ooit is gemeten, gaat het slechter dan bedoeld.",
            "Bij %(bad)s van de %(num)s baten die ooit zijn gemeten, gaat het slechter dan bedoeld.",
            found["total"],
            bad=bad,
        )
    ]


def stand_words(row: Mapping[str, Any]) -> str:
    """Return how far a benefit is; of a drawback, how much of what was feared is there."""
    state = BenefitState(row["state"])
    if row["is_disbenefit"] and state is BenefitState.UNDERWAY and row["ratio"] is not None:
        return _("%(share)s van begin naar grens", share=format_percent(Decimal(row["ratio"])))
    words = label(state)
    return words if row["ratio"] is None else f"{words} ({format_percent(Decimal(row['ratio']))})"


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


def summary_text(facts: Facts, *, with_agenda: bool = False) -> str:
    """Return the first text of a summary: paragraphs for people to change."""
    agenda = facts["agenda"]
    started = promised_words(facts)
    paragraphs = [
        _("Deze rapportage gaat over de periode van %(period)s.", period=period_words(facts))
        + f" {running_words(facts)} {started[:1].upper()}{started[1:]}.",
        kept_words(facts) + " " + drift_words(facts),
        " ".join(status_words(facts)),
        " ".join([*silent_words(facts)[:2], *worse_words(facts)]),
    ]
    if with_agenda and agenda is not None:
        paragraphs.append(" ".join(agenda_words(agenda)))
    return "\n\n".join(paragraphs)
