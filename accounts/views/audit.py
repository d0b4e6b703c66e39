"""The audit trail."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from accounts import queries
from accounts.forms.organisations import AuditFilterForm
from accounts.permissions import Permission, requires
from accounts.views.blueprints import admin
from core.web.paging import page_of, wanted_page


@admin.get("/audit")
@requires(Permission.ADMIN)
def list_events() -> ResponseReturnValue:
    form = AuditFilterForm(request.args)
    form.validate()
    object_id = None if form.id.errors else form.id.data
    found = queries.select_events(
        verb=form.verb.data, actor=form.person.data, object_type=form.object.data, object_id=object_id
    )
    return render_template(
        "admin/audit.html",
        form=form,
        page=page_of(found, wanted_page(), per_page=50),
        verbs=queries.list_verbs(),
        object_types=queries.list_object_types(),
        is_filtered=any((form.verb.data, form.person.data, form.object.data, object_id is not None)),
    )
