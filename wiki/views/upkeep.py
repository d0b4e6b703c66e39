"""What keeps the wiki whole: pages that are wanted, and pages that nobody leads to."""

from flask import render_template
from flask.typing import ResponseReturnValue

from accounts.permissions import public
from core.web.page_cache import kept
from core.web.paging import wanted_page
from wiki.queries import pages as queries
from wiki.views.access import may_write
from wiki.views.blueprint import bp


@bp.get("/wiki/wanted")
@public
@kept
def list_wanted() -> ResponseReturnValue:
    """Names that pages link to and that nobody wrote yet."""
    return render_template(
        "wiki/wanted.html", wanted=queries.list_wanted(wanted_page()), may_write=may_write()
    )


@bp.get("/wiki/orphans")
@public
@kept
def list_orphans() -> ResponseReturnValue:
    """Pages to which no other page links."""
    return render_template("wiki/orphans.html", pages=queries.list_orphans(wanted_page()))
