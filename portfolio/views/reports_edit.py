"""Write progress reports: choose, read the draft, write text, take the figures anew, freeze."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import EVERYWHERE, Permission, Scope, may, requires
from accounts.queries import list_domains
from accounts.rules.terms import Role
from core.database import today
from core.errors import NotFound
from core.i18n import format_day
from core.messages import text_of
from core.web.save import save
from core.web.tables import csv_response
from portfolio.actions import reports as actions
from portfolio.charts.report_document import document_of, documents_of, first_texts
from portfolio.charts.report_words import said, titled
from portfolio.exports.report_csv import COLUMNS, figure_rows
from portfolio.forms.reports import ProseForm, ReportForm, StepForm, initial
from portfolio.labels import label
from portfolio.models.reports import Report, ReportSection
from portfolio.queries import reports as queries
from portfolio.reports_words import FIGURES
from portfolio.rules.report_document import paragraphs
from portfolio.rules.reports import Audience, FigureChange, Period, half_year_before
from portfolio.views.blueprint import bp
from portfolio.views.reports import odt_response, report_page


def draft_of_report(report_id: int, **_values: Any) -> Scope:
    """Return the scope of a draft; 404 for who may not know of it."""
    if not may(Permission.REPORT_WRITE):
        raise NotFound("not_found")
    return EVERYWHERE


def _draft(report_id: int) -> Report:
    report = queries.find_draft(report_id, current_user)
    if report is None:
        raise NotFound("not_found")
    return report


def _section(report: Report, key: str) -> ReportSection:
    section = next((one for one in report.sections if one.key == key), None)
    if section is None:
        raise NotFound("not_found")
    return section


@bp.route("/reports/new", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def new_report() -> ResponseReturnValue:
    """Choose period, domains and audience; the draft is there at once."""
    form = _offer(ReportForm())
    if _is_posted():
        outcome = save(
            form,
            lambda: (
                actions.draft_report(
                    titled(form.values()), words=first_texts, by=current_user, today=today()
                ).id
            ),
        )
        if outcome.is_saved:
            flash(_("Het concept is er. Lees het door en schrijf uw tekst bij elk onderdeel."), "success")
            return redirect(url_for(".show_report_draft", report_id=outcome.result))
        return _form_page(_offer(form), None), outcome.status
    period = half_year_before(today())
    data = {
        "audience": Audience.PARLIAMENT,
        "from_on": period.first,
        "to_on": period.last,
        "domain_ids": [],
    } | _corrected(request.args.get("corrects", "")[:20])
    return _form_page(_offer(ReportForm(formdata=None, data=data)), None)


def _corrected(number: str) -> dict[str, Any]:
    """Return what a report that corrects another begins with; nothing when there is no such report."""
    before = queries.find_report(number)
    if before is None:
        return {}
    same = ("title", "title_en", "audience", "from_on", "to_on", "domain_ids")
    return {name: getattr(before, name) for name in same} | {"corrects_id": before.id}


def _offer(form: ReportForm) -> ReportForm:
    return form.offer(list_domains(), queries.list_correctable(), no=_("Nee"))


def _form_page(form: ReportForm, report: Report | None, conflict: Any = None) -> str:
    return render_template("portfolio/reports/edit.html", form=form, report=report, conflict=conflict)


@bp.get("/reports/drafts/<id:report_id>")
@requires(Permission.REPORT_WRITE, of=draft_of_report)
def show_report_draft(report_id: int) -> ResponseReturnValue:
    """Show a draft as it would be published; a published one has its own address."""
    report = _draft(report_id)
    if report.is_published:
        return redirect(url_for(".show_report", number=report.number))
    return report_page(report, document_of(report), is_writer=True)


@bp.get("/reports/drafts/<id:report_id>/concept.<any(odt, csv):form>")
@requires(Permission.REPORT_WRITE, of=draft_of_report)
def export_report_draft(report_id: int, form: str) -> ResponseReturnValue:
    """Answer with a draft as an OpenDocument text, or with its figures."""
    report = _draft(report_id)
    if form == "odt":
        return odt_response(report, document_of(report))
    return csv_response(_("concept"), COLUMNS, figure_rows(report.facts))


@bp.route("/reports/drafts/<id:report_id>/edit", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE, of=draft_of_report)
def edit_report(report_id: int) -> ResponseReturnValue:
    """Change what a draft is about."""
    report = _draft(report_id)
    if report.is_published:
        return redirect(url_for(".show_report", number=report.number))
    form = _offer(ReportForm()) if _is_posted() else _present(report_id)
    if _is_posted():
        outcome = save(
            form,
            lambda: actions.edit_report(
                report,
                titled(form.values(), Period(report.from_on, report.to_on)),
                words=first_texts,
                by=current_user,
                today=today(),
                version=form.version.data,
            ),
            present=lambda: _present(report_id),
        )
        if outcome.is_saved:
            flash(_("Opgeslagen."), "success")
            return redirect(url_for(".show_report_draft", report_id=report_id))
        return _form_page(_offer(form), _draft(report_id), outcome.conflict), outcome.status
    return _form_page(form, report)


def _present(report_id: int) -> ReportForm:
    return _offer(ReportForm(formdata=None, data=initial(_draft(report_id))))


def _is_posted() -> bool:
    return request.method == "POST"


@bp.route("/reports/drafts/<id:report_id>/sections/<section>", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE, of=draft_of_report)
def edit_report_section(report_id: int, section: str) -> ResponseReturnValue:
    """Write the text of a section; a button shows it as it will read, without saving."""
    report = _draft(report_id)
    row = _section(report, section)
    if report.is_published:
        return redirect(url_for(".show_report", number=report.number))
    if not _is_posted():
        return _section_page(_present_section(report_id, section), report, row)
    form = ProseForm()
    if _wants_preview():
        form.validate()
        return _section_page(form, report, row, preview=form.body.data or "")
    outcome = save(
        form,
        lambda: actions.write_section(row, form.body.data or "", by=current_user, version=form.version.data),
        present=lambda: _present_section(report_id, section),
    )
    if outcome.is_saved:
        flash(_("Opgeslagen."), "success")
        return redirect(url_for(".show_report_draft", report_id=report_id, _anchor=section))
    again = _draft(report_id)
    return (
        _section_page(form, again, _section(again, section), conflict=outcome.conflict),
        outcome.status,
    )


def _wants_preview() -> bool:
    return "preview" in request.form


def _present_section(report_id: int, key: str) -> ProseForm:
    section = _section(_draft(report_id), key)
    return ProseForm(formdata=None, data={"body": section.body, "version": section.version})


def _section_page(
    form: ProseForm, report: Report, section: ReportSection, preview: str | None = None, conflict: Any = None
) -> str:
    found = next(one for one in document_of(report).sections if one.key == section.key)
    return render_template(
        "portfolio/reports/section.html",
        form=form,
        report=report,
        section=found,
        preview=preview,
        conflict=conflict,
        paragraphs=paragraphs,
        drafted=section.drafted if section.drafted != section.body else "",
    )


@bp.route("/reports/drafts/<id:report_id>/refresh", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE, of=draft_of_report)
def refresh_report(report_id: int) -> ResponseReturnValue:
    """Show which figures are others now, and take them anew when asked."""

    def act(report: Report, form: StepForm) -> Any:
        return actions.refresh_report(
            report, words=first_texts, by=current_user, today=today(), version=form.version.data
        )

    def page(report: Report, form: StepForm, conflict: Any = None) -> str:
        return render_template(
            "portfolio/reports/refresh.html",
            form=form,
            report=report,
            conflict=conflict,
            rows=_change_rows(actions.preview_refresh(report, today()), report),
        )

    done = _("De cijfers zijn die van %(day)s.", day=format_day(today()))
    return _step(report_id, act, page, done, ".show_report_draft")


def _change_rows(changes: list[FigureChange], report: Report) -> list[tuple[str, str, Any, Any]]:
    """Return (domain, figure, was, is) of what differs, in words."""
    names = {row["slug"]: said(row, "name") for row in report.facts["domains"]}
    return [
        (
            names.get(one.domain, one.domain) if one.domain else _("Alle domeinen hier samen"),
            FIGURES[one.name](),
            one.before,
            one.after,
        )
        for one in changes
        if one.name in FIGURES
    ]


@bp.route("/reports/drafts/<id:report_id>/publish", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE, of=draft_of_report)
def publish_report(report_id: int) -> ResponseReturnValue:
    """Show what is still needed and what will be fixed; freeze it when nothing is in the way."""

    def act(report: Report, form: StepForm) -> Any:
        return actions.freeze_report(
            report,
            documents_of(report),
            by=current_user,
            role=Role.PROGRAMME_MANAGER.value,
            today=today(),
            version=form.version.data,
        ).number

    def page(report: Report, form: StepForm, conflict: Any = None) -> str:
        wrong = actions.missing_in(report)
        return render_template(
            "portfolio/reports/publish.html",
            form=form,
            report=report,
            conflict=conflict,
            missing=[text_of(code, **params) for _field, code, params in wrong],
            empty=[label(one.key) for one in report.sections if not one.body.strip()],
            changes=len(actions.preview_refresh(report, today())),
        )

    return _step(report_id, act, page, "", ".show_report")


@bp.route("/reports/drafts/<id:report_id>/drop", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE, of=draft_of_report)
def drop_report(report_id: int) -> ResponseReturnValue:
    """Throw a draft away, after asking."""

    def act(report: Report, form: StepForm) -> Any:
        actions.drop_report(report, by=current_user, version=form.version.data)

    def page(report: Report, form: StepForm, conflict: Any = None) -> str:
        return render_template("portfolio/reports/drop.html", form=form, report=report, conflict=conflict)

    return _step(report_id, act, page, _("Het concept is weggegooid."), ".list_reports")


def _step(report_id: int, act: Any, page: Any, done: str, onward: str) -> ResponseReturnValue:
    """Show the page of a step, or take it: one button, the version that was seen, one commit."""
    report = _draft(report_id)
    if report.is_published:
        return redirect(url_for(".show_report", number=report.number))
    if not _is_posted():
        return page(report, _present_step(report_id))
    form = StepForm()
    outcome = save(form, lambda: act(report, form), present=lambda: _present_step(report_id))
    if not outcome.is_saved:
        return page(_draft(report_id), form, outcome.conflict), outcome.status
    if onward == ".show_report":
        flash(_("Rapportage %(number)s is gepubliceerd en ligt vast.", number=outcome.result), "success")
        return redirect(url_for(onward, number=outcome.result))
    flash(done, "success")
    return redirect(url_for(onward) if onward == ".list_reports" else url_for(onward, report_id=report_id))


def _present_step(report_id: int) -> StepForm:
    return StepForm(formdata=None, data={"version": _draft(report_id).version})
