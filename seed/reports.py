"""Made-up progress reports for the demo: one published, one draft, with the figures of the demo itself."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.reports import draft_report, freeze_report, write_section
from portfolio.charts.report_document import documents_of, first_texts
from portfolio.models.reports import Report
from portfolio.queries.reports import WHOLE
from portfolio.rules.reports import Audience, SectionKey
from seed.ledger import Item
from seed.reading import (
    SeedError,
    Shape,
    check_row,
    check_rows,
    is_filled,
    is_flag,
    is_list,
    is_whole,
    read_yaml,
)

FILE = "reports.yaml"
WHOLE_FILE: Shape = {"reports": is_list}
REPORT: Shape = {
    **dict.fromkeys(("key", "title", "title_en"), is_filled),
    "audience": Audience,
    "days": is_whole,
    "published": is_flag,
    "texts": lambda value: isinstance(value, dict),
}


def report_items(content: Path) -> Iterator[Item]:
    """Yield the reports; one that was published, or touched by people, stays as it is."""
    if not (content / FILE).is_file():
        return
    known: dict[str, Any] = read_yaml(content / FILE)
    check_row(known, WHOLE_FILE, FILE)
    check_rows(known["reports"], REPORT, FILE)
    for row in known["reports"]:
        wrong = set(row["texts"]) - set(SectionKey)
        if wrong:
            raise SeedError(f"{FILE}: {row['key']}: no such section: {', '.join(sorted(wrong))}")
        yield Item(
            key=f"report:{row['key']}",
            content=row,
            find=partial(_find, row["title"]),
            add=partial(_add, row),
            update=lambda _report: None,  # its figures are of the day it was made
        )


def _find(title: str) -> Report | None:
    return db.session.scalars(select(Report).where(Report.title == title)).first()


def _add(row: dict[str, Any]) -> Report:
    last = today()
    values = {
        **{name: row[name] for name in ("title", "title_en")},
        **{
            "audience": Audience(row["audience"]),
            "from_on": last - timedelta(days=row["days"]),
            "to_on": last,
        },
    }
    made = draft_report(values, words=first_texts, by=SYSTEM, today=today())
    report = db.session.get_one(Report, made.id, options=WHOLE, populate_existing=True)
    for section in report.sections:
        text = row["texts"].get(section.key.value)
        if text:
            body = "\n\n".join(filter(None, (section.drafted, text)))
            write_section(section, body, by=SYSTEM, version=section.version)
    if row["published"]:
        db.session.flush()
        freeze_report(
            report,
            documents_of(report),
            by=SYSTEM,
            role=Role.PROGRAMME_MANAGER.value,
            today=today(),
            version=report.version,
        )
    return report
