"""One page as JSON: read with an ETag, write with If-Match. As in the form, nobody overwrites unseen.

Documented in docs/api.md. The session is that of the browser; a write carries the
CSRF token in ``X-CSRFToken``, which a signed-in reader finds in the header of the
same name of a GET.
"""

from typing import Any

from flask import Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm.exc import StaleDataError

from accounts.permissions import Permission, public, requires
from core.database import db
from core.errors import Conflict, Invalid
from core.messages import text_of
from core.web.errors import error_page
from wiki.actions.proposals import submit_page
from wiki.actions.writing import current_draft
from wiki.forms.page_json import draft_from_json
from wiki.models import Page
from wiki.queries import pages as queries
from wiki.rules.draft import Draft
from wiki.views.access import may_curate, require_write
from wiki.views.blueprint import bp
from wiki.views.pages import loaded_page


@bp.get("/api/v1/wiki/<slug>")
@public
def read_page(slug: str) -> ResponseReturnValue:
    """Return a page as JSON, with the ETag of its revision."""
    page = loaded_page(slug)
    response = _answer(page)
    if current_user.is_authenticated:
        response.headers["X-CSRFToken"] = generate_csrf()
    if request.if_none_match.contains(_tag(page)):
        response.status_code, response.data = 304, b""
    return response


@bp.put("/api/v1/wiki/<slug>")
@requires(Permission.WIKI_WRITE)
def write_page(slug: str) -> ResponseReturnValue:
    """Change a page, if it is still the revision that its author read."""
    page = loaded_page(slug)
    require_write(page)
    if not request.if_match or request.if_match.star_tag:
        return error_page(428, _("Zeg met If-Match van welke versie u uitgaat; haal de pagina eerst op."))
    if not request.if_match.contains(_tag(page)):
        return _stale(page.revision)
    sent = request.get_json()
    summary, id_, revision = "", page.id, page.revision
    try:
        summary = str(sent.get("summary", "")) if isinstance(sent, dict) else ""
        draft = draft_from_json(sent, current_draft(page), may_curate=may_curate())
        submitted = submit_page(page, draft, base_revision=revision, by=current_user, summary=summary)
        db.session.commit()
    except Invalid as error:
        db.session.rollback()
        return _invalid(error)
    except (Conflict, StaleDataError):
        db.session.rollback()
        return _stale(queries.get_page_by_id(id_, current_user).revision)
    response = _answer(queries.get_page_by_id(id_, current_user))
    if submitted.waiting and submitted.proposal is not None:
        response.status_code = 202
        response.headers["Link"] = (
            f'<{url_for("wiki.show_proposal", proposal_id=submitted.proposal.id)}>; rel="related"'
        )
    return response


def _tag(page: Page) -> str:
    return f"{page.id}-{page.revision}"


def _answer(page: Page) -> Response:
    draft: Draft = current_draft(page)
    response = jsonify(
        id=page.id,
        slug=page.slug,
        revision=page.revision,
        changed_at=page.changed_at.isoformat(),
        url=url_for("wiki.show_page", slug=page.slug),
        permanent_url=url_for("home.show_by_id", type_="page", id_=page.id),
        title=draft.title,
        body=draft.body,
        **draft.values,
    )
    response.set_etag(_tag(page))
    return response


def _stale(revision: int) -> ResponseReturnValue:
    words = _("Iemand anders sloeg intussen op. Haal de pagina opnieuw op en doe uw wijziging daarop.")
    return jsonify(error=words, status=412, revision=revision), 412


def _invalid(error: Invalid) -> ResponseReturnValue:
    errors: list[dict[str, Any]] = [
        {"field": field, "code": code, "message": text_of(code, **params)}
        for field, code, params in error.findings
    ]
    return jsonify(error=errors[0]["message"], status=422, errors=errors), 422
