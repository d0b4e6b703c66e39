"""Own notices, what one wants to be told, and in a demo the mails that would have gone."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, public, requires
from core.database import db
from core.forms import BaseForm
from core.notices import topics
from core.web.save import save
from home.notices import actions, queries
from home.notices.forms import choices_form
from home.notices.words import rhythm_word, unsign

bp = Blueprint("notices", __name__)
TOO_LONG = 10  # digits that no number of a row has


def _wanted(text: str | None) -> list[int] | None:
    """Return the notice that was asked for, nothing where it can't be one, None for all."""
    if text is None:
        return None
    return [int(text)] if text.isascii() and text.isdigit() and len(text) < TOO_LONG else []


@bp.route("/notifications", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def list_notices() -> ResponseReturnValue:
    """Show one's own notices, newest first; mark them as read by a button."""
    form = BaseForm()
    if request.method == "POST":
        wanted = _wanted(request.form.get("id"))
        outcome = save(form, lambda: actions.mark_read(current_user, wanted))
        if outcome.is_saved:
            return redirect(url_for(".list_notices"))
    return render_template(
        "home/notices/list.html",
        form=form,
        notices=queries.list_notices(current_user),
        has_mail=not current_app.config["SETTINGS"].mail_url,
    )


@bp.route("/notifications/settings", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def edit_choices() -> ResponseReturnValue:
    """Choose per topic whether it is shown and how it is mailed."""
    known = topics()
    form_class = choices_form(known)
    if request.method == "GET":
        return _choices_page(
            form_class(formdata=None, data=form_class.data_of(queries.choices_of(current_user.id)))
        )
    form = form_class()
    outcome = save(form, lambda: actions.choose(current_user, form.choices()))
    if not outcome.is_saved:
        return _choices_page(form), outcome.status
    flash(_("Uw keuzes zijn opgeslagen."), "success")
    return redirect(url_for(".edit_choices"))


def _choices_page(form: BaseForm) -> str:
    return render_template("home/notices/settings.html", form=form, topics=topics())


@bp.get("/notifications/outbox")
@requires(Permission.ACCOUNT_OWN)
def list_mail() -> ResponseReturnValue:
    """Show the mails that one would have got; only where no mail server is set."""
    if current_app.config["SETTINGS"].mail_url:
        abort(404)
    return render_template("home/notices/outbox.html", messages=queries.list_mail_of(current_user.id))


@bp.route("/notifications/off/<token>", methods=["GET", "POST"])
@public
def switch_off(token: str) -> ResponseReturnValue:
    """Stop the mail of one topic by the link under a mail; a button confirms, as some programs open links."""
    known = unsign(token)
    topic = next((topic for topic in topics() if known and topic.key == known[1]), None)
    if known is None or topic is None or not queries.people_by_id([known[0]]):
        abort(404)
    form = BaseForm()
    if request.method == "POST" and form.validate():
        actions.switch_off_mail(*known)
        db.session.commit()
        return render_template("home/notices/off.html", topic=topic, is_done=True, form=form)
    return render_template("home/notices/off.html", topic=topic, is_done=False, form=form)


def words() -> dict[str, object]:
    """Return what the templates of this part need."""
    return {"rhythm_word": rhythm_word}
