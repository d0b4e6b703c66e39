"""The audit trail."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from accounts import queries
from accounts.forms.filters import AuditFilterForm
from accounts.permissions import Permission, requires
from accounts.trail_words import table_word, verb_word
from accounts.views.blueprints import admin
from core.web.paging import page_of, wanted_page

_PER_PAGE = 50


@admin.get("/audit")
@requires(Permission.ADMIN)
def list_events() -> ResponseReturnValue:
    """List what happened, newest first."""
    form = AuditFilterForm()
    form.verb.choices = [
        SelectChoice(value="", label=_("Alle handelingen")),
        *(SelectChoice(value=verb, label=verb_word(verb)) for verb in queries.list_verbs()),
    ]
    form.object.choices = [
        SelectChoice(value="", label=_("Alle soorten")),
        *(SelectChoice(value=kind, label=table_word(kind)) for kind in queries.list_object_types()),
    ]
    found = queries.select_events(
        verb=form.verb.data or "",
        actor=form.person.data or "",
        object_type=form.object.data or "",
        object_id=form.id.data,
    )
    page = page_of(found, wanted_page(), per_page=_PER_PAGE)
    return render_template("admin/audit.html", form=form, page=page)
