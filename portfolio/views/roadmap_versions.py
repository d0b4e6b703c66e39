"""The versions of a roadmap: what was adopted when, and any two of them beside each other, item by item."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import public
from accounts.queries import get_domain
from core.errors import NotFound
from core.web.page_cache import kept
from portfolio.labels import label
from portfolio.plan_words import reason_words, slip_words
from portfolio.queries import plan_moves as log
from portfolio.queries import roadmap_versions as queries
from portfolio.queries.roadmap_versions import Version
from portfolio.rules.roadmap_versions import Change, Compared, Planned, compare, summary
from portfolio.views.blueprint import bp
from portfolio.views.roadmap_drift import span_words
from portfolio.views.use_case_story import quarter_words

NOW = "now"
MOST_MOVES = 60


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: its key in the address, its words, its rows and its moment."""

    key: str
    words: str
    rows: list[Planned]
    at: datetime | None


@bp.get("/domains/<slug>/roadmap/versions")
@public
@kept
def list_roadmap_versions(slug: str) -> ResponseReturnValue:
    """Show every adopted roadmap, the first always among them, and each re-plan since with its reason."""
    domain = get_domain(slug)
    versions = queries.list_versions(domain.id)
    return render_template(
        "portfolio/roadmap_versions.html",
        domain=domain,
        versions=versions,
        choices=_choices(versions),
        moves=log.list_moves(current_user, domain.id, MOST_MOVES, promised_only=True),
    )


@bp.get("/domains/<slug>/roadmap/compare")
@public
@kept
def compare_roadmaps(slug: str) -> ResponseReturnValue:
    """Compare two versions, a sentence per change; ``a`` and ``b`` are their places, or now."""
    domain = get_domain(slug)
    versions = queries.list_versions(domain.id)
    if not versions:
        raise NotFound("not_found")
    before = _side(request.args.get("a", "1"), versions, domain.id)
    after = _side(request.args.get("b", NOW), versions, domain.id)
    reasons = []
    if before.at is not None and (after.at is None or after.at > before.at):
        codes = sorted({row.code for row in (*before.rows, *after.rows)})
        reasons = queries.reasons_between(codes, before.at, after.at)
    found = compare(before.rows, after.rows, reasons)
    return render_template(
        "portfolio/roadmap_compare.html",
        domain=domain,
        before=before,
        after=after,
        choices=_choices(versions),
        changed=[(one, change_words(one)) for one in found if one.changes],
        unchanged=[(one, change_words(one)) for one in found if not one.changes],
        summary=summary(found),
    )


def change_words(one: Compared) -> str:
    """Return in a sentence what happened to an item, with the reasons."""
    parts = []
    if one.before is None and one.after is not None:
        parts.append(_("Nieuw: %(quarters)s", quarters=span_words(one.after.start, one.after.end)))
    elif one.after is None:
        parts.append(_("Niet meer op de routekaart"))
    elif one.before is not None:
        if one.moved:
            start = quarter_words(one.after.start)
            parts.append(_("Begint %(slip)s, in %(start)s", slip=slip_words(one.moved), start=start))
        if one.longer:
            parts.append(_length(one.longer))
        if one.slip and (one.moved != one.slip or not one.moved):
            parts.append(
                _("eindigt %(slip)s, in %(end)s", slip=slip_words(one.slip), end=quarter_words(one.after.end))
            )
        if Change.SIZE in one.changes:
            parts.append(_("is nu %(size)s", size=label(one.after.size).lower()))
    text = "; ".join(parts) or _("Ongewijzigd")
    why = f" ({reason_words(one.reasons)})" if one.reasons else ""
    return f"{text[0].upper()}{text[1:]}{why}."


def _length(longer: int) -> str:
    if longer > 0:
        return ngettext("duurt %(num)s kwartaal langer", "duurt %(num)s kwartalen langer", longer)
    return ngettext("duurt %(num)s kwartaal korter", "duurt %(num)s kwartalen korter", -longer)


def _choices(versions: list[Version]) -> list[tuple[str, str]]:
    return [(str(one.ordinal), _name(one)) for one in versions] + [(NOW, _("de planning van nu"))]


def _name(version: Version) -> str:
    return _("versie %(place)s (%(number)s)", place=version.ordinal, number=version.number)


def _side(key: str, versions: list[Version], domain_id: int) -> Side:
    if key == NOW:
        return Side(NOW, _("de planning van nu"), queries.rows_now(domain_id), None)
    version = next((one for one in versions if str(one.ordinal) == key), None)
    if version is None:
        raise NotFound("not_found")
    return Side(key, _name(version), queries.rows_of(version), version.published_at)
