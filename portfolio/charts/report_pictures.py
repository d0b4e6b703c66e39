"""The drawings of a progress report, from its facts, each with a description that says what it shows."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_euro, format_number
from portfolio.charts.report_words import Facts, day_words, days_words, said, signed
from portfolio.charts.still import Interval, Line, Pair, intervals, lines, pairs
from portfolio.rules.report_document import Drawing


def domains_drawing(facts: Facts) -> Drawing | None:
    """Return promised milestones of the period per domain, and which of those are there; None without any."""
    rows = [row for row in facts["domains"] if row["promised"]]
    if not rows:
        return None
    rows.sort(key=lambda row: (row["kept"] - row["promised"], row["slug"]))
    return pairs(
        "domeinen",
        _("Beloofd en gehaald per domein"),
        _(
            "Per domein een open balk voor wat eerst beloofd was "
            "en een volle balk voor wat daarvan gehaald is."
        )
        + " "
        + "; ".join(f"{said(row, 'name')}: {row['kept']} / {row['promised']}" for row in rows[:15]),
        (_("eerst beloofd voor de periode"), _("daarvan gehaald")),
        [
            Pair(
                said(row, "name"),
                row["promised"],
                row["kept"],
                format_number(row["promised"]),
                format_number(row["kept"]),
            )
            for row in rows
        ],
    )


def status_drawing(facts: Facts) -> Drawing | None:
    """Return followed, said to be fine and fine by the dates; None when nothing is followed."""
    points = facts["course"]["status"]
    if not any(point["followed"] for point in points):
        return None
    last = points[-1]
    return lines(
        "status",
        _("Gemeld naast berekend, door de tijd"),
        _(
            "Drie lijnen: hoeveel use cases gevolgd worden, bij hoeveel de eigenaar ‘op schema’ meldt "
            "en hoeveel dat volgens de dagen zijn. Aan het eind: %(followed)s, %(said)s en %(computed)s.",
            followed=last["followed"],
            said=last["said"],
            computed=last["computed"],
        ),
        _ticks(points),
        [
            Line(
                _("gevolgd"),
                [point["followed"] for point in points],
                format_number(last["followed"]),
                "2 4",
                "square",
            ),
            Line(
                _("‘op schema’ gemeld"),
                [point["said"] for point in points],
                format_number(last["said"]),
                "8 5",
            ),
            Line(
                _("op schema berekend"),
                [point["computed"] for point in points],
                format_number(last["computed"]),
            ),
        ],
    )


def promise_drawing(facts: Facts) -> Drawing | None:
    """Return milestones promised and reached through time; None without a promise."""
    points = facts["course"]["milestones"]
    if not any(point["promised"] for point in points):
        return None
    last = points[-1]
    return lines(
        "mijlpalen",
        _("Mijlpalen: eerst beloofd en gehaald"),
        _(
            "Twee lijnen die oplopen: hoeveel mijlpalen er volgens de eerste belofte hadden moeten zijn "
            "en hoeveel er gehaald zijn. Aan het eind: %(promised)s beloofd en %(reached)s gehaald.",
            promised=last["promised"],
            reached=last["reached"],
        ),
        _ticks(points),
        [
            Line(
                _("eerst beloofd"),
                [point["promised"] for point in points],
                format_number(last["promised"]),
                "2 4",
                "square",
            ),
            Line(_("gehaald"), [point["reached"] for point in points], format_number(last["reached"])),
        ],
    )


def drift_drawing(facts: Facts) -> Drawing | None:
    """Return the drift per domain as a range; None when nothing has a promise."""
    rows = [row for row in facts["domains"] if row["drift_count"]]
    if not rows:
        return None
    rows.sort(key=lambda row: (-row["drift_median"], row["slug"]))
    return intervals(
        "verschuiving",
        _("Verschuiving van het einde per domein"),
        _("Per domein een streep voor de middelste helft en een stip voor de mediaan, in dagen.")
        + " "
        + "; ".join(f"{said(row, 'name')}: {days_words(row['drift_median'])}" for row in rows[:15]),
        _("zoals eerst beloofd"),
        [
            Interval(
                said(row, "name"),
                row["drift_low"],
                row["drift_median"],
                row["drift_high"],
                _(
                    "mediaan %(middle)s, helft %(low)s tot %(high)s dagen",
                    middle=signed(row["drift_median"]),
                    low=signed(row["drift_low"]),
                    high=signed(row["drift_high"]),
                ),
            )
            for row in rows
        ],
    )


def budget_drawing(agenda: dict[str, Any]) -> Drawing | None:
    """Return reserved and proposed money per year; None without a budget."""
    years = agenda["budget"]
    if not years:
        return None
    return pairs(
        "budget",
        _("Budget van de agenda per jaar"),
        _("Per jaar een open balk voor wat is voorgesteld en een volle balk voor wat is gereserveerd."),
        (_("voorgesteld"), _("gereserveerd")),
        [
            Pair(
                str(year["year"]),
                year["proposed"],
                year["reserved"],
                format_euro(year["proposed"]),
                format_euro(year["reserved"]),
            )
            for year in years
        ],
    )


def _ticks(points: Sequence[dict[str, Any]]) -> list[str]:
    return [day_words(point["on"], "short") for point in points]
