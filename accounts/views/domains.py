"""Administration of domains: list, add, change, retire, merge; the board is shown beside it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import actions, queries
from accounts.forms.domains import DomainForm, NewDomainForm
from accounts.forms.organisations import MergeForm
from accounts.models import Domain
from accounts.permissions import Permission, requires
from accounts.views.blueprints import admin
from accounts.views.confirm import confirm
from core.database import db, today
from core.web.conflict import Comparison
from core.web.save import save

_FIELDS = (
    "name",
    "name_en",
    "ambition",
    "ambition_en",
    "is_own_adjustment",
    "mix_tolerance",
    "small_effort_limit",
    "small_organisations_limit",
)


@admin.get("/domains")
@requires(Permission.ADMIN)
def list_domains() -> ResponseReturnValue:
    """List all domains, the retired and merged ones too."""
    domains = queries.list_domains(active=False)
    return render_template(
        "admin/domains.html",
        domains=domains,
        names={domain.id: domain.name for domain in domains},
        board_sizes=queries.count_boards(today()),
    )


@admin.route("/domains/new", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def new_domain() -> ResponseReturnValue:
    """Add a domain."""
    form = NewDomainForm()
    if request.method == "GET":
        return render_template("admin/new_domain.html", form=form)
    outcome = save(
        form,
        lambda: actions.create_domain(
            code=form.code.data, by=current_user, **{name: form[name].data for name in _FIELDS}
        ),
    )
    if not outcome.is_saved:
        return render_template("admin/new_domain.html", form=form), outcome.status
    flash(_("Het domein is toegevoegd."))
    return redirect(url_for(".edit_domain", slug=outcome.result.slug))


@admin.route("/domains/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def edit_domain(slug: str) -> ResponseReturnValue:
    """Change a domain; its board stands beside it."""
    domain = queries.get_own_domain(slug)
    form = DomainForm(obj=domain)
    if request.method == "GET":
        return _domain_page(domain, form)
    outcome = save(
        form,
        lambda: actions.change_domain(
            domain,
            version=form.version.data,
            by=current_user,
            **{name: form[name].data for name in _FIELDS},
        ),
        present=lambda: DomainForm(formdata=None, obj=queries.get_own_domain(slug)),
    )
    if outcome.is_saved:
        flash(_("Opgeslagen."))
        return redirect(url_for(".edit_domain", slug=slug))
    return _domain_page(queries.get_own_domain(slug), form, outcome.conflict, status=outcome.status)


def _domain_page(
    domain: Domain,
    form: DomainForm,
    conflict: Comparison | None = None,
    errors: Sequence[tuple[str, str | None]] = (),
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "admin/edit_domain.html",
        domain=domain,
        form=form,
        conflict=conflict,
        errors=errors,
        board=queries.list_board(domain.id, today()),
        merged_into=db.session.get(Domain, domain.merged_into_id) if domain.merged_into_id else None,
    )
    return page, status


@admin.route("/domains/<slug>/retire", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def retire_domain(slug: str) -> ResponseReturnValue:
    """Retire a domain, or take it into use again when it was retired."""
    domain = queries.get_own_domain(slug)
    if request.method == "GET":
        return redirect(url_for(".edit_domain", slug=slug))
    is_retired = domain.retired_on is not None

    def act(version: int | None) -> None:
        if is_retired:
            actions.revive_domain(domain, version=version, by=current_user)
        else:
            actions.retire_domain(domain, version=version, on=today(), by=current_user)

    outcome, errors = confirm(act, now=lambda: queries.get_own_domain(slug))
    if not outcome.is_saved:
        domain = queries.get_own_domain(slug)
        form = DomainForm(formdata=None, obj=domain)
        return _domain_page(domain, form, errors=errors, status=outcome.status)
    flash(_("Het domein is weer in gebruik.") if is_retired else _("Het domein is niet meer in gebruik."))
    return redirect(url_for(".edit_domain", slug=slug))


@admin.route("/domains/<slug>/merge", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def merge_domain(slug: str) -> ResponseReturnValue:
    """Choose the other one, see what would move (``?target_id=``), and only then merge."""
    source = queries.get_own_domain(slug)
    if request.method == "GET":
        return _merge_page(source, _merge_form(source, from_address=True))
    form = _merge_form(source)
    outcome = save(
        form,
        lambda: actions.merge_domains(
            source,
            db.session.get_one(Domain, form.target_id.data),
            version=form.version.data,
            on=today(),
            by=current_user,
        ),
        present=lambda: MergeForm(formdata=None, obj=queries.get_own_domain(slug)),
    )
    if not outcome.is_saved:
        page = _merge_page(queries.get_own_domain(slug), form, is_stale=outcome.status == 409)
        return page, outcome.status
    flash(_("De domeinen zijn samengevoegd. Het oude adres leidt naar het andere domein."))
    return redirect(url_for(".list_domains"))


def _merge_form(source: Domain, *, from_address: bool = False) -> MergeForm:
    form = MergeForm(request.args if from_address else request.form, data={"version": source.version})
    form.target_id.offer(
        [(domain.id, domain.name) for domain in queries.list_domains() if domain.id != source.id],
        blank=_("Kies een domein"),
    )
    form.version.data = form.version.data if not from_address else source.version
    return form


def _merge_page(source: Domain, form: MergeForm, *, is_stale: bool = False) -> str:
    others = {domain.id: domain for domain in queries.list_domains() if domain.id != source.id}
    target = others.get(form.target_id.data or 0)
    return render_template(
        "admin/merge.html",
        source=source,
        form=form,
        is_stale=is_stale,
        target=target,
        references=queries.count_references("domain", source.id, target.id if target else None),
        up=(_("Domeinen"), url_for(".list_domains")),
        back=url_for(".edit_domain", slug=source.slug),
        keeps=_("Use cases houden hun code. Het adres van dit domein leidt daarna naar het andere domein."),
    )
