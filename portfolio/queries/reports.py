"""Read progress reports: what is published is for everyone, a draft for who may write reports."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import defer, joinedload, selectinload

from accounts.permissions import Permission, may
from core.database import db
from core.jobs import Job, JobState
from core.web.paging import Page, page_of
from portfolio.models.reports import Report
from portfolio.rules.reports import ReportState, SectionKey, is_number
from search.registry import PUBLIC, SearchDocument

_PUBLISHED = Report.state == ReportState.PUBLISHED
_NEWEST = (Report.published_at.desc(), Report.id.desc())
_LIGHT = (defer(Report.facts, raiseload=True), defer(Report.documents, raiseload=True))
WHOLE = (joinedload(Report.corrects).options(*_LIGHT), selectinload(Report.sections))


def may_read_drafts(reader: Any) -> ColumnElement[bool]:
    """Return the condition for drafts: those who may write reports read them, nobody else."""
    return true() if may(Permission.REPORT_WRITE, reader=reader) else false()


def page_of_reports(number: int) -> Page[Report]:
    """Return one page of the published reports, newest first, without their figures: two statements."""
    return page_of(select(Report).where(_PUBLISHED).options(*_LIGHT).order_by(*_NEWEST), number)


def corrected_by(ids: Collection[int]) -> dict[int, str]:
    """Return, by the id of a report, the number of the published one that corrects it: one statement."""
    statement = select(Report.corrects_id, Report.number).where(Report.corrects_id.in_(ids), _PUBLISHED)
    return {row[0]: row[1] for row in db.session.execute(statement) if row[0] and row[1]}


def find_report(number: str) -> Report | None:
    """Return a published report by its number, with everything loaded."""
    if not is_number(number):
        return None
    return _one(Report.number == number, _PUBLISHED)


def find_draft(id_: int, reader: Any) -> Report | None:
    """Return a report by its id, draft or published, where ``reader`` may read drafts."""
    return _one(Report.id == id_, may_read_drafts(reader))


def _one(*conditions: ColumnElement[bool]) -> Report | None:
    statement = select(Report).where(*conditions).options(*WHOLE)
    found = db.session.scalars(statement, execution_options={"populate_existing": True})
    return found.unique().one_or_none()


def list_drafts(reader: Any) -> Sequence[Report]:
    """Return the drafts, the one changed last first, where ``reader`` may read them."""
    statement = (
        select(Report)
        .where(Report.state == ReportState.DRAFT, may_read_drafts(reader))
        .options(*_LIGHT)
        .order_by(Report.changed_at.desc(), Report.id)
    )
    return db.session.scalars(statement).all()


def list_correctable() -> Sequence[Report]:
    """Return the published reports that no other corrects yet, newest first."""
    corrected = select(Report.corrects_id).where(Report.corrects_id.is_not(None), _PUBLISHED)
    statement = (
        select(Report).where(_PUBLISHED, Report.id.not_in(corrected)).options(*_LIGHT).order_by(*_NEWEST)
    )
    return db.session.scalars(statement).all()


def by_numbers(numbers: Collection[str]) -> dict[str, Report]:
    """Return published reports by number: one statement."""
    statement = select(Report).where(Report.number.in_(list(numbers)), _PUBLISHED).options(*_LIGHT)
    return {report.number: report for report in db.session.scalars(statement) if report.number}


def number_of_id(id_: int) -> str | None:
    """Return the number of the published report with this id."""
    return db.session.scalar(select(Report.number).where(Report.id == id_, _PUBLISHED))


def published_ids() -> Sequence[int]:
    """Return the ids of all that are published."""
    return db.session.scalars(select(Report.id).where(_PUBLISHED).order_by(Report.id)).all()


def list_published() -> Sequence[Report]:
    """Return all that are published, oldest first, without their figures."""
    return db.session.scalars(select(Report).where(_PUBLISHED).options(*_LIGHT).order_by(Report.id)).all()


def reports_asked(task: str, since: datetime) -> frozenset[int]:
    """Return the ids of the reports that a job of this name waits for, does, or failed for lately."""
    is_open = Job.state.in_((JobState.WAITING, JobState.RUNNING))
    has_failed = and_(Job.state == JobState.FAILED, Job.ended_at >= since)
    payloads = db.session.scalars(select(Job.payload).where(Job.name == task, or_(is_open, has_failed)))
    return frozenset(int(payload["report_id"]) for payload in payloads)


def report_documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    """Yield what search indexes of published reports: title, number and what people wrote."""
    statement = select(Report).where(Report.id.in_(ids), _PUBLISHED).options(selectinload(Report.sections))
    for report in db.session.scalars(statement):
        yield SearchDocument(
            type="report",
            id=report.id,
            reference=report.number or "",
            title=report.title,
            title_en=report.title_en,
            aliases=(report.number or "",),
            abstract=next((one.body for one in report.sections if one.key is SectionKey.SUMMARY), "")[:600],
            body="\n".join(one.body for one in report.sections),
            kind=report.audience.value,
            domains=tuple(row["slug"] for row in report.facts.get("domains", ())),
            access=frozenset({PUBLIC}),
        )
