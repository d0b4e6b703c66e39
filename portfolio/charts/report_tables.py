"""The tables of a progress report, from its facts; cut to what its audience reads, the rest is in the CSV."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_euro, format_number, language
from portfolio.charts.report_words import (
    Facts,
    day_words,
    days_words,
    mix_words,
    moved_words,
    of_words,
    said,
    signed,
    stand_words,
)
from portfolio.labels import label
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.report_document import Grid, Words
from portfolio.rules.terms import Phase

Row = Mapping[str, Any]
Head = Sequence[tuple[str, bool]]


def grid(
    caption: str,
    head: Head,
    rows: Sequence[Row],
    cells: Callable[[Row], Sequence[Words]],
    *,
    most: int = 10_000,
    total: int | None = None,
    empty: str = "",
) -> Grid:
    """Return a table of the first ``most`` rows; ``total`` is how many there are."""
    return Grid(
        caption,
        [words for words, _is_numeric in head],
        [is_numeric for _words, is_numeric in head],
        [list(cells(row)) for row in rows[:most]],
        len(rows) if total is None else total,
        empty,
    )


def is_dutch(row: Row, name: str = "title") -> bool:
    """Tell whether an English reader gets the Dutch text here."""
    return language() == "en" and not row.get(f"{name}_en", "")


def who(row: Row) -> Words:
    """Return a use case by title, with its code below it."""
    return Words(said(row, "title"), False, f"use-case:{row['code']}", row["code"], is_dutch(row))


def _own(row: Row, text: str) -> Words:
    return Words(text, bool(row["is_illustrative"]) and text != "–")


def _kept(row: Row, text: str) -> Words:
    """Return a short term or a day that stays on one line."""
    return _own(row, text.replace(" ", "\u00a0"))


def _dutch(row: Row, text: str) -> Words:
    return Words(text, row["is_illustrative"], is_dutch=language() == "en" and bool(text))


_TOLD = ("running", "promised", "sized", "due", "followed")


def domains(facts: Facts) -> Grid:
    """Return the figures per domain that has any, with a last row of all together."""
    head = [
        (_("Domein"), False),
        (_("Loopt nu"), True),
        (_("Gehaald van beloofd"), True),
        (_("Verschuiving in dagen"), True),
        (_("Aandeel klein"), True),
        (_("Baten gemeten"), True),
        (_("Geen bericht"), True),
    ]

    def cells(row: Row) -> Sequence[Words]:
        first = Words(said(row, "name")) if "name" in row else Words(_("Alle domeinen hier samen"))
        return [
            first,
            _own(row, format_number(row["running"])),
            _own(row, of_words(row["kept"], row["promised"])),
            _own(row, signed(row["drift_median"])),
            _own(row, mix_words(row) or "–"),
            _own(row, of_words(row["measured"], row["due"])),
            _own(row, of_words(row["silent"], row["followed"])),
        ]

    with_any = [row for row in facts["domains"] if any(row[name] for name in _TOLD)] or facts["domains"]
    rows = [*with_any, facts["total"]] if len(facts["domains"]) != 1 else facts["domains"]
    return grid(_("Cijfers per domein"), head, rows, cells)


def status_course(facts: Facts) -> Grid:
    """Return the points of the lines of status."""
    head = [(_("Dag"), False), (_("Gevolgd"), True), (_("‘Op schema’ gemeld"), True), (_("Berekend"), True)]
    mark = facts["total"]["is_illustrative"]
    return grid(
        _("Gemeld naast berekend, per maand"),
        head,
        facts["course"]["status"],
        lambda row: [
            Words(day_words(row["on"]).replace(" ", "\u00a0", 1)),
            *(Words(format_number(row[name]), mark) for name in ("followed", "said", "computed")),
        ],
    )


def milestone_course(facts: Facts) -> Grid:
    """Return the points of the lines of milestones."""
    head = [(_("Dag"), False), (_("Eerst beloofd"), True), (_("Gehaald"), True)]
    mark = facts["total"]["is_illustrative"]
    return grid(
        _("Mijlpalen tot en met elke maand"),
        head,
        facts["course"]["milestones"],
        lambda row: [
            Words(day_words(row["on"]).replace(" ", "\u00a0", 1)),
            *(Words(format_number(row[name]), mark) for name in ("promised", "reached")),
        ],
    )


def drift(facts: Facts) -> Grid:
    """Return the drift per domain in days."""
    head = [
        (_("Domein"), False),
        (_("Use cases met een belofte"), True),
        (_("Meer dan twee weken later"), True),
        (_("Onderste kwart, dagen"), True),
        (_("Mediaan, dagen"), True),
        (_("Bovenste kwart, dagen"), True),
    ]
    return grid(
        _("Verschuiving van het einde per domein"),
        head,
        [row for row in facts["domains"] if row["drift_count"]],
        lambda row: [
            Words(said(row, "name")),
            *(
                _own(row, format_number(row[name]))
                for name in ("drift_count", "late", "drift_low", "drift_median", "drift_high")
            ),
        ],
        empty=_("Op deze dag was van geen use case het einde met een eerste belofte te vergelijken."),
    )


def statuses(facts: Facts, most: int) -> Grid:
    """Return what stands otherwise than before the period."""
    head = [
        (_("Use case"), False),
        (_("Was"), False),
        (_("Is nu"), False),
        (_("Eigenaar meldt"), False),
        (_("Einde"), True),
    ]
    return _listed(
        _("Use cases waarvan de stand veranderde"),
        head,
        facts["statuses"],
        lambda row: [
            who(row),
            _kept(row, label(Status(row["before"]))),
            _kept(row, label(Status(row["status"]))),
            _kept(row, label(Status(row["declared"]))),
            _own(row, days_words(row["drift"]) if row["drift"] is not None else "–"),
        ],
        most,
        _("Van geen use case veranderde de berekende stand."),
    )


def phases(facts: Facts, most: int) -> Grid:
    """Return the steps from phase to phase, with reasons."""
    head = [(_("Use case"), False), (_("Dag"), False), (_("Nieuwe fase"), False), (_("Reden"), False)]
    return _listed(
        _("Stappen van fase naar fase"),
        head,
        facts["phases"],
        lambda row: [
            who(row),
            _kept(row, day_words(row["on"])),
            _own(row, label(Phase(row["phase"]))),
            _dutch(row, row["reason"]),
        ],
        most,
        _("Geen use case ging naar een andere fase."),
    )


def decisions(facts: Facts, most: int) -> Grid:
    """Return what boards decided."""
    head = [(_("Besluit"), False), (_("Dag"), False), (_("In het kort"), False)]
    return _listed(
        _("Besluiten van databoorden"),
        head,
        facts["decisions"],
        lambda row: [
            Words(said(row, "title"), False, f"decision:{row['number']}", row["number"], is_dutch(row)),
            _kept(row, day_words(row["on"])),
            Words(said(row, "summary"), row["is_illustrative"], is_dutch=is_dutch(row, "summary")),
        ],
        most,
        _("De databoorden publiceerden in deze periode geen besluit."),
    )


def replans(facts: Facts, most: int) -> Grid:
    """Return what was planned anew after it was promised, with the reason."""
    head = [(_("Use case"), False), (_("Dag"), False), (_("Einde"), False), (_("Reden"), False)]

    def cells(row: Row) -> Sequence[Words]:
        reason = label(ReplanReason(row["reason"])) if row["reason"] else "–"
        note = row["note"] if language() != "en" else ""
        return [
            who(row),
            _kept(row, day_words(row["on"])),
            _own(row, moved_words(row["before"], row["after"])),
            Words(reason, row["is_illustrative"], sub=note),
        ]

    return _listed(
        _("Planningen die na de belofte veranderden"),
        head,
        facts["replans"],
        cells,
        most,
        _("Geen beloofde planning veranderde."),
    )


def reasons(facts: Facts) -> Grid:
    """Return how often each reason was given for planning a milestone anew."""
    mark = facts["total"]["is_illustrative"]
    rows = [{"reason": reason, "total": total} for reason, total in facts["reasons"].items()]
    rows.sort(key=lambda row: (-row["total"], row["reason"]))
    return grid(
        _("Redenen waarom mijlpalen verschoven"),
        [(_("Reden"), False), (_("Aantal keer"), True)],
        rows,
        lambda row: [
            Words(label(ReplanReason(row["reason"]))),
            Words(format_number(row["total"]), mark),
        ],
        empty=_("Geen mijlpaal schoof met een reden."),
    )


def silent(facts: Facts, most: int) -> Grid:
    """Return what runs and was not reported on."""
    head = [(_("Use case"), False), (_("Laatste bericht"), False)]
    return _listed(
        _("Use cases waarover langer dan 35 dagen niets is gemeld"),
        head,
        facts["silent"],
        lambda row: [who(row), _kept(row, day_words(row["on"]) or _("nog nooit"))],
        most,
        _("Geen: over alle use cases die wij volgen is iets gemeld."),
    )


def unmeasured(facts: Facts, most: int) -> Grid:
    """Return the benefits that were due and not measured."""
    head = [(_("Use case"), False), (_("Baat"), False), (_("Meting was gepland op"), False)]
    return _listed(
        _("Baten waarvan een geplande meting niet is gedaan"),
        head,
        facts["unmeasured"],
        lambda row: [
            who(row),
            Words(said(row, "text"), is_dutch=is_dutch(row, "text")),
            _kept(row, day_words(row["on"])),
        ],
        most,
        _("Geen: alle geplande metingen zijn gedaan."),
    )


def without_result(agenda: Row, most: int) -> Grid:
    """Return the actions without a reported result."""
    head = [(_("Actiepunt"), False), (_("Looptijd"), False)]
    return _listed(
        _("Actiepunten zonder gemeld resultaat"),
        head,
        agenda["without_result"],
        lambda row: [
            Words(said(row, "title"), row["is_illustrative"], sub=row["code"], is_dutch=is_dutch(row)),
            _own(row, _years(row)),
        ],
        most,
        _("Geen: over elk actiepunt is een resultaat gemeld."),
    )


def _years(row: Row) -> str:
    first, last = row["year_from"], row["year_to"]
    if first is None:
        return _("nog niet bekend")
    return str(first) if first == last else f"{first}–{last or ''}"


def benefits(facts: Facts, most: int) -> Grid:
    """Return the benefits that were measured, with their last value and how far that is."""
    head = [
        (_("Use case"), False),
        (_("Baat"), False),
        (_("Begin"), True),
        (_("Nu"), True),
        (_("Doel of grens"), True),
        (_("Stand"), False),
    ]

    def cells(row: Row) -> Sequence[Words]:
        text = said(row, "text")
        if row["is_disbenefit"]:
            text = _("Nadeel: %(text)s", text=text)
        return [
            who(row),
            Words(text, sub=f"{row['indicator']}, {row['unit']}".strip(", "), is_dutch=is_dutch(row, "text")),
            _own(row, _amount(row["baseline"])),
            Words(_amount(row["value"]), row["is_illustrative"], sub=day_words(row["on"])),
            _own(row, _amount(row["target"])),
            _own(row, stand_words(row)),
        ]

    return _listed(
        _("Laatste meting per baat"),
        head,
        facts["benefits"],
        cells,
        most,
        _("Er is nog geen baat gemeten. Dat is niet hetzelfde als nul."),
    )


def _amount(number: str | None) -> str:
    return "–" if number is None else format_number(Decimal(number), 2)


def themes(agenda: Row) -> Grid:
    """Return actions and reported results per theme."""
    head = [
        (_("Thema"), False),
        (_("Actiepunten"), True),
        (_("Resultaat gemeld"), True),
        (_("Had klaar moeten zijn"), True),
    ]
    return grid(
        _("Actiepunten per thema"),
        head,
        agenda["themes"],
        lambda row: [
            Words(f"{row['number']} {said(row, 'title')}", is_dutch=is_dutch(row)),
            *(_own(row, format_number(row[name])) for name in ("total", "reported", "overdue")),
        ],
    )


def budget(agenda: Row) -> Grid:
    """Return the budget per year, reserved and proposed apart."""
    return grid(
        _("Budget per jaar"),
        [(_("Jaar"), False), (_("Gereserveerd"), True), (_("Voorgesteld"), True), (_("Uitgegeven"), True)],
        agenda["budget"],
        lambda row: [
            Words(str(row["year"])),
            *(_own(row, format_euro(row[name])) for name in ("reserved", "proposed", "spent")),
        ],
        empty=_("Deze agenda heeft geen budget."),
    )


def _listed(
    caption: str,
    head: Head,
    found: Row,
    cells: Callable[[Row], Sequence[Words]],
    most: int,
    empty: str,
) -> Grid:
    return grid(caption, head, found["rows"], cells, most=most, total=found["total"], empty=empty)
