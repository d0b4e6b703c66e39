"""Make progress reports: drafts with figures and text, then frozen for good. None of this commits.

What is published never changes; a next report corrects it and names it (decision 0023).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from core import audit
from core.audit import Actor
from core.database import db, lock, utc_now
from core.errors import Conflict, Invalid, Refusal
from core.jobs import enqueue
from portfolio.models.reports import Report, ReportSection
from portfolio.queries.report_facts import made_up, take_facts
from portfolio.rules.reports import (
    FigureChange,
    Period,
    ReportState,
    SectionKey,
    changed_figures,
    number_of,
    sections_for,
)

PDF_TASK = "report as PDF"
FIELDS = ("title", "title_en", "audience", "from_on", "to_on", "domain_ids", "corrects_id", "correction")
Found = tuple[str, str, dict[str, Any]]


Writer = Callable[[Report], Mapping[SectionKey, str]]
"""What writes the first text of sections, in Dutch, from the figures of a report."""


def draft_report(
    values: Mapping[str, Any], *, words: Writer, by: Actor, today: date, at: datetime | None = None
) -> Report:
    """Add a draft with its figures taken now; ``values`` are FIELDS, ``words`` makes text of facts.

    Raises Invalid for a period that can't be reported on.
    """
    wrong = wrong_in(values, today)
    if wrong:
        raise Invalid(wrong)
    now = at or utc_now()
    report = Report(state=ReportState.DRAFT, created_at=now, changed_at=now, taken_at=now, illustrative=[])
    for name in FIELDS:
        setattr(report, name, values[name] if values.get(name) is not None else _empty(name))
    report.sections = []
    report.facts = take_facts(Period(report.from_on, report.to_on), report.domain_ids, today)
    _write(report, words(report))
    db.session.add(report)
    _record("report.drafted", report, by)
    return report


def _empty(name: str) -> Any:
    return {"domain_ids": [], "corrects_id": None}.get(name, "")


def wrong_in(values: Mapping[str, Any], today: date) -> list[Found]:
    """Return (field, code, params) of what makes these no values of a report."""
    wrong: list[Found] = []
    if not (values.get("title") or "").strip():
        wrong.append(("title", "missing_report_title", {}))
    if values.get("from_on") is None or values.get("to_on") is None:
        wrong.append(("from_on", "missing_report_period", {}))
    else:
        period = Period(values["from_on"], values["to_on"])
        wrong += [(name, code, {}) for name, code in period.wrong(today)]
    if values.get("corrects_id") is not None and not (values.get("correction") or "").strip():
        wrong.append(("correction", "missing_correction", {}))
    return wrong


def edit_report(
    report: Report, values: Mapping[str, Any], *, words: Writer, by: Actor, today: date, version: int | None
) -> Report:
    """Change what a draft is about; its figures are taken anew when period or domains change."""
    check_draft(report, version)
    wrong = wrong_in({name: values.get(name, getattr(report, name)) for name in FIELDS}, today)
    if wrong:
        raise Invalid(wrong)
    asked = (report.from_on, report.to_on, list(report.domain_ids))
    for name in FIELDS:
        if name in values:
            setattr(report, name, values[name] if values[name] is not None else _empty(name))
    if asked != (report.from_on, report.to_on, list(report.domain_ids)):
        _retake(report, today)
    _write(report, words(report))
    report.changed_at = utc_now()
    _record("report.draft_edited", report, by)
    return report


def refresh_report(report: Report, *, words: Writer, by: Actor, today: date, version: int | None) -> Report:
    """Take the figures of a draft anew; text that nobody touched is written anew with them."""
    check_draft(report, version)
    _retake(report, today)
    _write(report, words(report))
    report.changed_at = utc_now()
    _record("report.refreshed", report, by)
    return report


def preview_refresh(report: Report, today: date) -> list[FigureChange]:
    """Return which figures would be others if they were taken now."""
    return changed_figures(
        report.facts, take_facts(Period(report.from_on, report.to_on), report.domain_ids, today)
    )


def _retake(report: Report, today: date) -> None:
    report.facts = take_facts(Period(report.from_on, report.to_on), report.domain_ids, today)
    report.taken_at = utc_now()


def _write(report: Report, words: Mapping[SectionKey, str]) -> None:
    """Give a draft the sections of its audience; a text that was changed by hand stays.

    What is no longer read by the audience goes only when nobody wrote in it.
    """
    wanted = sections_for(report.audience)
    present = {one.key: one for one in report.sections}
    for key, section in present.items():
        if key not in wanted and section.body == section.drafted:
            report.sections.remove(section)
    for place, key in enumerate(wanted):
        drafted = words.get(key, "")
        one = present.get(key)
        if one is None:
            report.sections.append(ReportSection(key=key, position=place, body=drafted, drafted=drafted))
            continue
        if one.body == one.drafted:
            one.body = drafted
        one.position, one.drafted = place, drafted
    report.sections.sort(key=lambda one: list(SectionKey).index(one.key))
    report.illustrative = ["figures"] if made_up(report.facts) else []


def write_section(section: ReportSection, body: str, *, by: Actor, version: int | None) -> ReportSection:
    """Write the text of a section; refuse what changed since ``version`` was opened.

    The report's own version moves along, so that nobody freezes a text unseen.
    """
    if section.report.is_published:
        raise Refusal("report_is_published")
    if version is not None and version != section.version:
        raise Conflict("stale")
    section.body = body
    section.report.changed_at = utc_now()
    _record("report.section_written", section.report, by, section=section.key.value)
    return section


def drop_report(report: Report, *, by: Actor, version: int | None) -> None:
    """Throw a draft away; what is published can't be."""
    check_draft(report, version)
    _record("report.dropped", report, by)
    db.session.delete(report)


def check_draft(report: Report, version: int | None) -> None:
    """Refuse to change what is published, or what was saved since ``version`` was opened."""
    if report.is_published:
        raise Refusal("report_is_published")
    if version is not None and version != report.version:
        raise Conflict("stale")


def missing_in(report: Report) -> list[Found]:
    """Return (field, code, params) of what a draft lacks to be published."""
    wrong: list[Found] = []
    summary = next((one for one in report.sections if one.key is SectionKey.SUMMARY), None)
    if summary is None or not summary.body.strip():
        wrong.append(("summary", "missing_report_summary", {}))
    if report.corrects_id is not None:
        wrong += _about_corrected(report)
    return wrong


def _about_corrected(report: Report) -> list[Found]:
    before = db.session.get(Report, report.corrects_id)
    if before is None or not before.is_published:
        return [("corrects_id", "corrects_unknown", {})]
    other = db.session.scalar(
        select(Report.number).where(
            Report.corrects_id == before.id, Report.state == ReportState.PUBLISHED, Report.id != report.id
        )
    )
    return [("corrects_id", "corrected_twice", {"number": other})] if other else []


def freeze_report(
    report: Report,
    documents: Mapping[str, Any],
    *,
    by: Actor,
    role: str,
    today: date,
    version: int | None,
    at: datetime | None = None,
) -> Report:
    """Publish a draft with everything loaded: it gets its number and never changes again.

    ``documents`` holds by language what is read from now on; ``role`` is that of who
    freezes. Raises Invalid with all that stands in the way.
    """
    check_draft(report, version)
    if report.corrects_id is not None:
        lock(Report, [report.corrects_id])  # two may be about to correct the same
    wrong = missing_in(report)
    if wrong:
        raise Invalid(wrong)
    number, year, serial = next_number(today.year)
    db.session.flush()  # the sections first: their triggers look at the state of the report
    report.documents = dict(documents)
    report.published_by = role
    report.number, report.year, report.serial = number, year, serial
    report.published_at = report.changed_at = at or utc_now()
    report.state = ReportState.PUBLISHED
    db.session.flush()
    audit.record("report.published", report, by=by)
    enqueue(PDF_TASK, {"report_id": report.id})
    return report


def next_number(year: int) -> tuple[str, int, int]:
    """Return (number, year, serial) of the next report; the unique serial refuses a second taker."""
    last = db.session.scalar(select(func.max(Report.serial)).where(Report.year == year))
    serial = (last or 0) + 1
    return number_of(year, serial), year, serial


def _record(verb: str, report: Report, by: Actor, **more: Any) -> None:
    # The trail is the administrator's, who reads no drafts: it names the id alone.
    db.session.flush()
    audit.record(verb, report, by=by, label=f"{report.id}", **more)
