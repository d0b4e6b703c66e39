"""What is due: pages per owner, doubts that wait too long, and how long "still right" holds."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, public, requires
from core.database import today
from core.web.page_cache import kept
from core.web.paging import wanted_page
from core.web.save import save
from wiki.actions import life as actions
from wiki.forms.life import intervals_form
from wiki.labels import kinds_word
from wiki.queries import doubts, life
from wiki.rules.life import Upkeep, upkeep_on
from wiki.rules.terms import PageKind
from wiki.views.access import may_curate
from wiki.views.blueprint import bp


@bp.get("/wiki/upkeep")
@public
@kept
def list_upkeep() -> ResponseReturnValue:
    """Which pages must be confirmed, by owner; and which doubts are late."""
    state = request.args.get("state", "")
    filters = life.UpkeepFilters(
        owner=request.args.get("owner", "")[:80], state=Upkeep(state) if state in list(Upkeep) else None
    )
    day = today()
    lives = life.list_upkeep(filters, day, wanted_page())
    return render_template(
        "wiki/life/upkeep.html",
        filters=filters,
        lives=lives,
        pages=life.pages_of(lives.items),
        stands={row.page_id: upkeep_on(row.stale_from, day) for row in lives.items},
        owners=life.list_owners(day),
        states=list(Upkeep),
        late=doubts.list_late(day, with_hidden=may_curate()),
        may_curate=may_curate(),
    )


@bp.route("/wiki/upkeep/intervals", methods=["GET", "POST"])
@requires(Permission.WIKI_CURATE)
def set_intervals() -> ResponseReturnValue:
    """Choose per kind after how many months a page must be confirmed again."""
    form_class = intervals_form({kind: kinds_word(kind) for kind in PageKind})
    form = form_class(data={kind.value: number for kind, number in life.months_by_kind().items()})
    status = 200
    if request.method == "POST":
        outcome = save(form, lambda: actions.set_intervals(form.months(), by=current_user))
        if outcome.is_saved:
            flash(_("De termijnen zijn opgeslagen."), "success")
            return redirect(url_for("wiki.list_upkeep"), 303)
        status = outcome.status
    return render_template("wiki/life/intervals.html", form=form), status
