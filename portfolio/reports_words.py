"""The words of progress reports: terms, names of figures, and what is refused."""

from collections.abc import Callable

from flask_babel import gettext as _

from core.constraints import register_constraints
from core.messages import register_messages
from portfolio.labels import LABELS
from portfolio.rules.reports import LONGEST_DAYS, Audience, ReportState, SectionKey

Message = Callable[..., str]

_TERMS = {
    Audience: {
        Audience.PARLIAMENT: lambda: _("het parlement"),
        Audience.BOARD: lambda: _("de databoorden"),
        Audience.PUBLIC: lambda: _("iedereen"),
    },
    ReportState: {
        ReportState.DRAFT: lambda: _("concept"),
        ReportState.PUBLISHED: lambda: _("gepubliceerd"),
    },
    SectionKey: {
        SectionKey.SUMMARY: lambda: _("Samenvatting"),
        SectionKey.DOMAINS: lambda: _("Per domein"),
        SectionKey.STATUS: lambda: _("Hoe het gaat: gemeld en berekend"),
        SectionKey.PROMISE: lambda: _("Tegen de eerste belofte"),
        SectionKey.CHANGES: lambda: _("Wat er veranderde, en waarom"),
        SectionKey.UNREPORTED: lambda: _("Wat niet is gemeld"),
        SectionKey.BENEFITS: lambda: _("Baten voor de samenleving"),
        SectionKey.AGENDA: lambda: _("Actiepunten en budget"),
        SectionKey.ACCOUNT: lambda: _("Verantwoording"),
    },
}

FIGURES: dict[str, Callable[[], str]] = {
    "running": lambda: _("lopende use cases"),
    "running_before": lambda: _("lopende use cases voor de periode"),
    "running_promised": lambda: _("use cases die volgens de eerste belofte zouden lopen"),
    "promised_begun": lambda: _("daarvan begonnen"),
    "chosen": lambda: _("gekozen, nog niet begonnen"),
    "finished": lambda: _("afgerond in de periode"),
    "stopped": lambda: _("gestopt in de periode"),
    "promised": lambda: _("mijlpalen beloofd voor de periode"),
    "kept": lambda: _("daarvan gehaald"),
    "reached": lambda: _("mijlpalen gehaald in de periode"),
    "promised_ever": lambda: _("mijlpalen tot nu toe beloofd"),
    "reached_ever": lambda: _("mijlpalen tot nu toe gehaald"),
    "drift_median": lambda: _("mediaan van de verschuiving, in dagen"),
    "drift_low": lambda: _("een kwart schuift minder dan, in dagen"),
    "drift_high": lambda: _("een kwart schuift meer dan, in dagen"),
    "drift_count": lambda: _("use cases met een eerste belofte"),
    "late": lambda: _("meer dan twee weken later dan beloofd"),
    "small": lambda: _("kleine use cases in het portfolio"),
    "sized": lambda: _("use cases in het portfolio met een grootte"),
    "measured": lambda: _("baten gemeten zoals gepland"),
    "due": lambda: _("baten die gemeten moesten zijn"),
    "followed": lambda: _("gevolgde use cases"),
    "silent": lambda: _("langer dan 35 dagen geen bericht"),
    "green": lambda: _("op schema volgens de dagen"),
    "amber": lambda: _("let op volgens de dagen"),
    "red": lambda: _("vertraagd volgens de dagen"),
    "said_green": lambda: _("op schema volgens de eigenaar"),
    "red_said_green": lambda: _("vertraagd, en op schema volgens de eigenaar"),
    "worse_than_said": lambda: _("slechter dan gemeld, of niets gemeld"),
}
"""Every figure of queries/report_figures.py by name."""

_MESSAGES: dict[str, Message] = {
    "report_is_published": lambda **p: _(
        "Deze rapportage is gepubliceerd en verandert niet meer. Maak een nieuwe die haar verbetert."
    ),
    "missing_report_title": lambda **p: _("Geef de rapportage een titel."),
    "missing_report_period": lambda **p: _("Kies de eerste en de laatste dag van de periode."),
    "report_days_in_order": lambda **p: _("Kies een laatste dag op of na de eerste dag."),
    "report_in_future": lambda **p: _("Kies een laatste dag tot en met vandaag."),
    "report_too_long": lambda **p: _("Kies een periode van ten hoogste %(days)s dagen.", days=LONGEST_DAYS),
    "missing_correction": lambda **p: _("Schrijf op wat er in de vorige rapportage niet klopte."),
    "missing_report_summary": lambda **p: _("Schrijf eerst de samenvatting."),
    "corrects_unknown": lambda **p: _("Kies een gepubliceerde rapportage."),
    "corrected_twice": lambda **p: _(
        "Die rapportage is al verbeterd door %(number)s. Verbeter die.", number=p["number"]
    ),
    "report_number_taken": lambda **p: _(
        "Iemand anders publiceerde net een rapportage. Probeer het opnieuw."
    ),
    "table:report": lambda **p: _("voortgangsrapportage"),
    "verb:report.drafted": lambda **p: _("concept gemaakt"),
    "verb:report.draft_edited": lambda **p: _("concept gewijzigd"),
    "verb:report.section_written": lambda **p: _("tekst van een onderdeel gewijzigd"),
    "verb:report.refreshed": lambda **p: _("cijfers opnieuw genomen"),
    "verb:report.dropped": lambda **p: _("concept weggegooid"),
    "verb:report.published": lambda **p: _("rapportage gepubliceerd"),
}


def register() -> None:
    """Give terms and texts their words."""
    LABELS.update(_TERMS)  # type: ignore[arg-type]  # keys of one enum among those of all
    register_messages(_MESSAGES)
    register_constraints(
        {
            "uq_report_year_serial": ("", "report_number_taken"),
            "uq_report_number": ("", "report_number_taken"),
        }
    )
