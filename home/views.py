"""The start page, what Routekaart is and how it chooses, statements, and health checks."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text

from accounts.permissions import public
from core.database import db, utc_now
from core.links import permanent_address, waiting_for
from core.web.errors import error_page
from core.web.page_cache import kept
from home import queries
from portfolio.queries.decisions import latest_decisions
from portfolio.queries.reference import list_chance_anchors
from portfolio.queries.scoring_models import current_model

bp = Blueprint("home", __name__)


@bp.get("/")
@kept
@public
def show_home() -> ResponseReturnValue:
    """What there is and for whom; for who is signed in, what waits."""
    return render_template(
        "home/home.html",
        figures=queries.headline(current_user),
        steps=queries.latest_steps(current_user),
        pages=queries.latest_pages(),
        decisions=latest_decisions(3),
        waiting=waiting_for(current_user) if current_user.is_authenticated else [],
    )


@bp.get("/about")
@kept
@public
def about() -> ResponseReturnValue:
    """What Routekaart is, for whom, and what it does with what you write."""
    return render_template("home/about.html")


@bp.get("/method")
@kept
@public
def show_method() -> ResponseReturnValue:
    """How we score and choose, with the anchors that are used."""
    return render_template(
        "home/method.html", criteria=current_model(None).criteria, anchors=list_chance_anchors()
    )


@bp.get("/accessibility")
@kept
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement; an operator replaces the template."""
    return render_template("home/accessibility.html", contact=current_app.config["SETTINGS"].contact)


@bp.get("/privacy")
@kept
@public
def privacy() -> ResponseReturnValue:
    """What is kept of whom, why and how long; an operator replaces the template."""
    return render_template("home/privacy.html", contact=current_app.config["SETTINGS"].contact)


@bp.get("/id/<type_>/<id:id_>")
@public
def show_by_id(type_: str, id_: int) -> ResponseReturnValue:
    """Go from a permanent address to the current one, when the reader may know of it."""
    address = permanent_address(type_, id_, current_user)
    if address is None:
        abort(404)
    return redirect(address, 303)


@bp.get("/healthz")
@public
def show_health() -> ResponseReturnValue:
    """Tell that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def show_readiness() -> ResponseReturnValue:
    """Tell that the database answers too; anything else is a 503."""
    db.session.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")


@bp.get("/.well-known/security.txt")
@public
def show_security_contact() -> ResponseReturnValue:
    """Where to report a weakness (RFC 9116)."""
    settings = current_app.config["SETTINGS"]
    if not settings.contact:
        return error_page(404)
    contact = settings.contact if ":" in settings.contact else f"mailto:{settings.contact}"
    expires = (utc_now() + timedelta(days=180)).replace(microsecond=0).isoformat()
    lines = [f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: nl, en"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/robots.txt")
@public
def show_robots() -> ResponseReturnValue:
    """Tell robots to stay away from a demo, and from what is of no use elsewhere."""
    closed = (
        ["/"] if current_app.config["SETTINGS"].is_demo else ["/search", "/login", "/admin/", "/account/"]
    )
    return Response(
        "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed), mimetype="text/plain"
    )


@bp.get("/favicon.ico")
@public
def show_icon() -> ResponseReturnValue:
    """Answer browsers that ask for the old address."""
    return redirect(url_for("static", filename="img/favicon.svg"))
