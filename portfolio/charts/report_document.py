"""A progress report as it reads, from its facts and the text that people wrote."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_moment, format_number, language, localised, speaking
from portfolio.charts import report_pictures as pictures
from portfolio.charts import report_tables as tables
from portfolio.charts import report_words as words
from portfolio.charts.report_words import Facts
from portfolio.labels import label
from portfolio.models.reports import Report
from portfolio.progress_words import both_kinds_words, rule_words
from portfolio.rules.report_document import Document, Drawing, Figure, Grid, Part, Section, to_plain
from portfolio.rules.reports import ROWS, SectionKey, sections_for

LANGUAGES = ("nl", "en")


def document_of(report: Report) -> Document:
    """Return a draft in the language of this reader; its sections and what it corrects must be loaded."""
    prose = {one.key: one.body for one in report.sections}
    return Document(
        title=localised(report, "title"),
        language=language(),
        kicker=_("Voortgangsrapportage voor %(audience)s", audience=label(report.audience)),
        facts=_facts(report),
        warnings=_warnings(report),
        sections=[
            _BUILDERS[one.key](report.facts, prose[one.key], ROWS[report.audience]) for one in report.sections
        ],
    )


def documents_of(report: Report) -> dict[str, Any]:
    """Return the report in every language, as it is frozen."""
    found = {}
    for code in LANGUAGES:
        with speaking(code):
            found[code] = to_plain(document_of(report))
    return found


def first_texts(report: Report) -> dict[SectionKey, str]:
    """Return the text that the figures suggest, in Dutch, for people to change."""
    with speaking("nl"):
        with_agenda = SectionKey.AGENDA in sections_for(report.audience)
        return {SectionKey.SUMMARY: words.summary_text(report.facts, with_agenda=with_agenda)}


def _facts(report: Report) -> list[tuple[str, str]]:
    names = ", ".join(words.said(row, "name") for row in report.facts["domains"])
    found = [
        (_("Periode"), words.period_words(report.facts)),
        (_("Domeinen"), names or "–"),
        (_("Cijfers genomen op"), format_moment(report.taken_at)),
    ]
    if report.corrects is not None and report.corrects.number:
        found.append((_("Verbetert"), report.corrects.number))
    return found


def _warnings(report: Report) -> list[str]:
    found = []
    if report.corrects is not None and report.corrects.number:
        found.append(
            _("Deze rapportage verbetert %(number)s:", number=report.corrects.number)
            + f" {report.correction}"
        )
    if report.illustrative:
        found.append(
            _(
                "In deze rapportage staan verzonnen cijfers, om te laten zien hoe het werkt. "
                "Achter elk verzonnen cijfer staat het teken °."
            )
        )
    return found


def _summary(facts: Facts, prose: str, _most: int) -> Section:
    return Section(SectionKey.SUMMARY, label(SectionKey.SUMMARY), prose=prose, figures=headline(facts))


def headline(facts: Facts) -> list[Figure]:
    """Return the five large numbers against the first promise. Source: methods.md §5."""
    total = facts["total"]
    mark = total["is_illustrative"]
    return [
        Figure(
            _("Lopende use cases"),
            format_number(total["running"]),
            words.promised_words(facts)
            + "; "
            + _("voor de periode liepen er %(before)s", before=format_number(total["running_before"])),
            mark,
        ),
        Figure(
            _("Gehaald van eerst beloofd"),
            words.of_words(total["kept"], total["promised"]) if total["promised"] else None,
            _("mijlpalen die eerst voor deze periode beloofd waren"),
            mark,
        ),
        Figure(
            _("Verschuiving, mediaan"),
            _("%(n)s dagen", n=words.signed(total["drift_median"])) if total["drift_count"] else None,
            _("tegen de eerste belofte, over %(n)s use cases", n=format_number(total["drift_count"])),
            mark,
        ),
        Figure(
            _("Aandeel klein"),
            words.mix_words(total) or None,
            _(
                "%(small)s van %(total)s; vuistregel: 75 procent klein, 25 procent ambitieus",
                small=total["small"],
                total=total["sized"],
            ),
            mark,
        ),
        Figure(
            _("Baten gemeten"),
            words.of_words(total["measured"], total["due"]) if total["due"] else None,
            _("van wat in deze periode gemeten moest zijn"),
            mark,
        ),
    ]


def _part(title: str, drawing: Drawing | None, grid: Grid, *notes: str) -> Part:
    return Part(title, drawing=drawing, grid=grid, notes=notes)


def _domains(facts: Facts, prose: str, _most: int) -> Section:
    return Section(
        SectionKey.DOMAINS,
        label(SectionKey.DOMAINS),
        words.domain_words(facts),
        prose,
        parts=[
            _part(
                _("Beloofd en gehaald"),
                pictures.domains_drawing(facts),
                tables.domains(facts),
                _("Gehaald van beloofd: mijlpalen die eerst voor deze periode beloofd waren."),
                _("Verschuiving: hoeveel dagen het einde later is dan eerst beloofd, de middelste van alle."),
                _(
                    "Geen bericht: van de use cases die wij volgen, die waarover langer dan 35 dagen niets "
                    "is gemeld. Wij volgen use cases van gekozen tot en met opschaling."
                ),
            )
        ],
    )


def _status(facts: Facts, prose: str, most: int) -> Section:
    return Section(
        SectionKey.STATUS,
        label(SectionKey.STATUS),
        words.status_words(facts),
        prose,
        parts=[
            _part(_("Door de tijd"), pictures.status_drawing(facts), tables.status_course(facts)),
            _part(_("Wat veranderde"), None, tables.statuses(facts, most)),
        ],
        notes=[
            _(
                "Gemeld is wat de eigenaar zegt. Berekend volgt uit de dagen: de verschuiving tegen de "
                "eerste belofte, harde randvoorwaarden die te laat zijn en hoe oud het laatste bericht is."
            ),
            rule_words(),
        ],
    )


def _promise(facts: Facts, prose: str, _most: int) -> Section:
    return Section(
        SectionKey.PROMISE,
        label(SectionKey.PROMISE),
        [words.kept_words(facts), words.drift_words(facts)],
        prose,
        parts=[
            _part(_("Mijlpalen"), pictures.promise_drawing(facts), tables.milestone_course(facts)),
            _part(_("Verschuiving van het einde"), pictures.drift_drawing(facts), tables.drift(facts)),
        ],
        notes=[
            _(
                "De eerste belofte is het plan zoals het databoord dat voor het eerst vaststelde. "
                "Zij verandert nooit, ook niet als een plan schuift."
            )
        ],
    )


def _changes(facts: Facts, prose: str, most: int) -> Section:
    return Section(
        SectionKey.CHANGES,
        label(SectionKey.CHANGES),
        words.change_words(facts),
        prose,
        parts=[
            _part(_("Besluiten"), None, tables.decisions(facts, most)),
            _part(_("Van fase naar fase"), None, tables.phases(facts, most)),
            _part(_("Opnieuw gepland"), None, tables.replans(facts, most)),
            _part(_("Redenen bij mijlpalen"), None, tables.reasons(facts)),
        ],
    )


def _unreported(facts: Facts, prose: str, most: int) -> Section:
    parts = [
        _part(_("Use cases"), None, tables.silent(facts, most)),
        _part(_("Baten"), None, tables.unmeasured(facts, most)),
    ]
    if facts["agenda"] is not None:
        parts.append(_part(_("Actiepunten"), None, tables.without_result(facts["agenda"], most)))
    return Section(
        SectionKey.UNREPORTED,
        label(SectionKey.UNREPORTED),
        words.silent_words(facts),
        prose,
        parts=parts,
        notes=[_("Niet gemeld zegt niets over wel of niet gedaan.")],
    )


def _benefits(facts: Facts, prose: str, most: int) -> Section:
    return Section(
        SectionKey.BENEFITS,
        label(SectionKey.BENEFITS),
        words.benefit_words(facts),
        prose,
        parts=[_part(_("Wat gemeten is"), None, tables.benefits(facts, most))],
    )


def _agenda(facts: Facts, prose: str, _most: int) -> Section:
    agenda = facts["agenda"]
    title = label(SectionKey.AGENDA)
    if agenda is None:
        return Section(SectionKey.AGENDA, title, [_("Er is geen agenda met actiepunten.")], prose)
    return Section(
        SectionKey.AGENDA,
        title,
        words.agenda_words(agenda),
        prose,
        parts=[
            _part(_("Actiepunten"), None, tables.themes(agenda)),
            _part(
                _("Budget"),
                pictures.budget_drawing(agenda),
                tables.budget(agenda),
                _("Voorgesteld geld is nog niet gereserveerd."),
                _("Uitgegeven telt alleen de regels waarvan dat is gemeld; een streepje is: niet gemeld."),
            ),
        ],
    )


def _account(facts: Facts, prose: str, _most: int) -> Section:
    return Section(
        SectionKey.ACCOUNT,
        label(SectionKey.ACCOUNT),
        [
            _(
                "De cijfers komen uit Routekaart en zijn die van %(day)s, zoals bekend op %(taken)s.",
                day=words.day_words(facts["to"], "long"),
                taken=words.day_words(facts["taken_on"], "long"),
            ),
            _("Zij tellen alleen wat openbaar is, in de domeinen die hierboven staan."),
            both_kinds_words(),
            _("Alle cijfers en lijsten staan ook in een bestand (CSV) bij deze rapportage."),
        ],
        prose,
    )


_BUILDERS: Mapping[SectionKey, Callable[[Facts, str, int], Section]] = {
    SectionKey.SUMMARY: _summary,
    SectionKey.DOMAINS: _domains,
    SectionKey.STATUS: _status,
    SectionKey.PROMISE: _promise,
    SectionKey.CHANGES: _changes,
    SectionKey.UNREPORTED: _unreported,
    SectionKey.BENEFITS: _benefits,
    SectionKey.AGENDA: _agenda,
    SectionKey.ACCOUNT: _account,
}
