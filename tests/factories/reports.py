"""Make progress reports, through the actions."""

from datetime import date
from typing import Any

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.reports import draft_report, freeze_report
from portfolio.charts.report_document import documents_of, first_texts
from portfolio.models.reports import Report
from portfolio.queries.reports import WHOLE
from portfolio.rules.reports import Audience

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def make_report_draft(*, today: date | None = None, by=SYSTEM, **values: Any) -> Report:
    """Make a draft on the first half of 2026, for a parliament, of all domains."""
    defaults = {
        "title": "Eerste helft van 2026",
        "audience": Audience.PARLIAMENT,
        "from_on": FIRST,
        "to_on": LAST,
    }
    filled = defaults | values
    report = draft_report(filled, words=first_texts, by=by, today=today or filled["to_on"])
    db.session.commit()
    return whole(report)


def make_report(*, today: date | None = None, by=SYSTEM, **values: Any) -> Report:
    """Make a published report."""
    draft = make_report_draft(today=today, by=by, **values)
    freeze_report(
        draft,
        documents_of(draft),
        by=by,
        role="programme_manager",
        today=today or draft.to_on,
        version=draft.version,
    )
    db.session.commit()
    return whole(draft)


def whole(report: Report) -> Report:
    """Return the report with everything loaded."""
    return db.session.get_one(Report, report.id, options=WHOLE, populate_existing=True)
