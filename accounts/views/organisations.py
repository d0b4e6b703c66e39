"""Administration of organisations: list, add, change, merge."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import actions, queries
from accounts.forms.filters import OrganisationFilterForm
from accounts.forms.organisations import MergeForm, NewOrganisationForm, OrganisationForm
from accounts.models import Organisation
from accounts.permissions import Permission, requires
from accounts.views.blueprints import admin
from core.web.paging import page_of, wanted_page
from core.web.save import save


@admin.get("/organisations")
@requires(Permission.ADMIN)
def list_organisations() -> ResponseReturnValue:
    """List organisations."""
    form = OrganisationFilterForm()
    found = queries.select_organisations(search=form.q.data, kind=form.kind.data)
    return render_template(
        "admin/organisations.html",
        form=form,
        page=page_of(found, wanted_page()),
    )


@admin.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def new_organisation() -> ResponseReturnValue:
    """Add an organisation."""
    form = NewOrganisationForm()
    if request.method == "GET":
        return render_template("admin/new_organisation.html", form=form)
    outcome = save(
        form,
        lambda: actions.create_organisation(
            name=form.name.data,
            name_en=form.name_en.data,
            abbreviation=form.abbreviation.data,
            kind=form.kind.data,
            layer=form.layer.data,
            by=current_user,
        ),
    )
    if not outcome.is_saved:
        return render_template("admin/new_organisation.html", form=form), outcome.status
    flash(_("De organisatie is toegevoegd."))
    return redirect(url_for(".edit_organisation", slug=outcome.result.slug))


@admin.route("/organisations/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def edit_organisation(slug: str) -> ResponseReturnValue:
    """Change an organisation, its address too."""
    organisation = queries.get_organisation(slug)
    organisation_id = organisation.id
    form = OrganisationForm(obj=organisation)
    if request.method == "GET":
        return _edit_page(organisation, form)
    outcome = save(
        form,
        lambda: actions.change_organisation(
            organisation,
            version=form.version.data,
            name=form.name.data,
            name_en=form.name_en.data,
            abbreviation=form.abbreviation.data,
            kind=form.kind.data,
            layer=form.layer.data,
            slug=form.slug.data,
            take_over=form.take_over.data,
            by=current_user,
        ),
        present=lambda: OrganisationForm(formdata=None, obj=queries.refresh_organisation(organisation_id)),
    )
    if outcome.is_saved:
        flash(_("Opgeslagen."))
        return redirect(url_for(".edit_organisation", slug=organisation.slug))
    page = _edit_page(queries.refresh_organisation(organisation_id), form, outcome.conflict)
    return page, outcome.status


def _edit_page(organisation: Organisation, form: OrganisationForm, conflict: object = None) -> str:
    return render_template(
        "admin/edit_organisation.html",
        organisation=organisation,
        form=form,
        conflict=conflict,
        earlier=queries.list_earlier_addresses(organisation.id),
    )


@admin.route("/organisations/<slug>/merge", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def merge_organisation(slug: str) -> ResponseReturnValue:
    """Choose the other one, see what would move (``?target_id=``), and only then merge."""
    source = queries.get_organisation(slug)
    source_id = source.id
    if request.method == "GET":
        return _merge_page(source, _merge_form(source, from_address=True))
    form = _merge_form(source)
    outcome = save(
        form,
        lambda: actions.merge_organisations(
            source,
            queries.refresh_organisation(form.target_id.data),
            version=form.version.data,
            by=current_user,
        ),
        present=lambda: MergeForm(formdata=None, obj=queries.refresh_organisation(source_id)),
    )
    if not outcome.is_saved:
        source = queries.refresh_organisation(source_id)
        return _merge_page(source, form, is_stale=outcome.status == 409), outcome.status
    flash(_("De organisaties zijn samengevoegd. Het oude adres leidt naar deze organisatie."))
    target = queries.refresh_organisation(form.target_id.data)
    return redirect(url_for(".edit_organisation", slug=target.slug))


def _merge_form(source: Organisation, *, from_address: bool = False) -> MergeForm:
    form = MergeForm(request.args if from_address else request.form, data={"version": source.version})
    others: Sequence[tuple[int, str]] = queries.list_organisation_names()
    form.target_id.offer([row for row in others if row[0] != source.id], blank=_("Kies een organisatie"))
    form.version.data = form.version.data if not from_address else source.version
    return form


def _merge_page(source: Organisation, form: MergeForm, *, is_stale: bool = False) -> str:
    known = {id_ for id_, _words in queries.list_organisation_names()} - {source.id}
    target_id = form.target_id.data if form.target_id.data in known else None
    return render_template(
        "admin/merge.html",
        source=source,
        form=form,
        is_stale=is_stale,
        target=queries.refresh_organisation(target_id) if target_id else None,
        references=queries.count_references("organisation", source.id, target_id),
        up=(_("Organisaties"), url_for(".list_organisations")),
        back=url_for(".edit_organisation", slug=source.slug),
        keeps=_(
            "De andere houdt haar naam en adres. Het adres van deze organisatie leidt daarna naar de andere."
        ),
    )
