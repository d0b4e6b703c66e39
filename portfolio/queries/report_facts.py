"""Take the figures of a progress report: everything it tells, once, as values that JSON knows.

The number of statements does not depend on how much there is.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portfolio.models import ActionPoint, Agenda
from portfolio.queries import report_changes as changes
from portfolio.queries import report_figures as figures
from portfolio.queries.agenda import find_agenda
from portfolio.queries.report_figures import Asked, domains_of
from portfolio.rules.budget import Amount, spending, totals
from portfolio.rules.reports import Period

SHAPE = 1
"""The shape of the facts; a later one reads older facts by it."""


def take_facts(period: Period, domain_ids: Sequence[int], today: date) -> dict[str, Any]:
    """Return the figures and lists of a report on a period of these domains (none named: all)."""
    asked = Asked(period, domains_of(domain_ids))
    return {
        "shape": SHAPE,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "taken_on": today.isoformat(),
        **figures.figures(asked),
        "course": {
            "status": figures.course_of_status(asked),
            "milestones": figures.course_of_milestones(asked),
        },
        "phases": changes.phase_changes(asked),
        "decisions": changes.decisions(asked),
        "replans": changes.replans(asked),
        "reasons": changes.reasons(asked),
        "statuses": changes.status_changes(asked),
        "silent": changes.silent(asked),
        "unmeasured": changes.unmeasured(asked),
        "benefits": changes.benefits(asked),
        "agenda": agenda_facts(find_agenda(), period),
    }


def agenda_facts(agenda: Agenda | None, period: Period) -> dict[str, Any] | None:
    """Return what an agenda says of its actions, results and budget; None without one that is public.

    An action should be over when its last year is before that of the end of the period.
    """
    if agenda is None or agenda.is_draft:
        return None
    actions = [action for theme in agenda.themes for action in theme.actions]
    amounts = [
        Amount(line.slug, amount.year, amount.cents, amount.is_reserved, amount.spent_cents)
        for line in agenda.budget_lines
        for amount in line.amounts
    ]
    spent = {year.year: year.spent for year in spending(amounts)}
    made_up_years = {
        amount.year for line in agenda.budget_lines for amount in line.amounts if amount.illustrative
    }
    without = [_action(action) for action in actions if not action.is_reported]
    return {
        "title": agenda.title,
        "title_en": agenda.title_en,
        "from_year": agenda.from_year,
        "to_year": agenda.to_year,
        "themes": [
            {
                **{"number": theme.number, "title": theme.title, "title_en": theme.title_en},
                **{
                    "total": len(theme.actions),
                    "reported": sum(action.is_reported for action in theme.actions),
                },
                "overdue": sum(_is_overdue(action, period) for action in theme.actions),
                "is_illustrative": any(action.illustrative for action in theme.actions),
            }
            for theme in agenda.themes
        ],
        "without_result": changes.listed(without, len(without)),
        "budget": [
            {
                **{"year": year.year, "reserved": year.reserved, "proposed": year.proposed},
                **{"spent": spent.get(year.year), "is_illustrative": year.year in made_up_years},
            }
            for year in totals(amounts)
        ],
    }


def _is_overdue(action: ActionPoint, period: Period) -> bool:
    return not action.is_reported and action.year_to is not None and action.year_to < period.last.year


def _action(action: ActionPoint) -> dict[str, Any]:
    return {
        **{"code": action.code, "title": action.title, "title_en": action.title_en},
        **{"year_from": action.year_from, "year_to": action.year_to},
        "is_illustrative": bool(action.illustrative),
    }


def made_up(facts: dict[str, Any]) -> bool:
    """Tell whether any figure or row of the facts is illustrative."""
    lists = ("phases", "decisions", "replans", "statuses", "silent", "unmeasured", "benefits")
    agenda = facts["agenda"]
    rows = [row for name in lists for row in facts[name]["rows"]]
    if agenda is not None:
        rows += [*agenda["themes"], *agenda["budget"]]
    return facts["total"]["is_illustrative"] or any(row["is_illustrative"] for row in rows)
