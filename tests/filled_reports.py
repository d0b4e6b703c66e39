"""Progress reports in the filled database: one published, one draft with words of its own."""

from datetime import timedelta
from typing import Any

from core.audit import SYSTEM
from core.database import db, today
from tests.factories.reports import make_report, make_report_draft

WORD = "Rapportgeheim"


def fill_reports() -> dict[str, list[Any]]:
    """Fill the register, and return the values of its addresses."""
    first, last = today() - timedelta(days=60), today()
    report = make_report(title="Openbare rapportage", from_on=first, to_on=last, by=SYSTEM)
    draft = make_report_draft(title=f"{WORD} titel", from_on=first, to_on=last, by=SYSTEM)
    draft.sections[0].body = f"{WORD} samenvatting"
    db.session.commit()
    return {
        "number /reports": [report.number],
        "slug /reports": ["status"],
        "report_id": [draft.id],
        "section": ["summary"],
    }
