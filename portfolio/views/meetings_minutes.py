"""The minutes of a meeting: as a document to edit, and as a page to print."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import Permission, requires
from core.i18n import format_day, format_moment, language
from portfolio.exports.minutes import Section, minutes_bytes
from portfolio.labels import label
from portfolio.models import AgendaItem, Meeting
from portfolio.views.blueprint import bp
from portfolio.views.meetings import get_meeting, meeting_scope

ODT = "application/vnd.oasis.opendocument.text"


@bp.get("/domains/<slug>/meetings/<id:meeting_id>/minutes")
@requires(Permission.USE_CASE_READ_DRAFT, of=meeting_scope)
def show_minutes(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Show the minutes as a page that prints well."""
    meeting = get_meeting(slug, meeting_id)
    return render_template(
        "portfolio/meetings/minutes.html",
        meeting=meeting,
        title=_title(meeting),
        sections=sections_of(meeting),
    )


@bp.get("/domains/<slug>/meetings/<id:meeting_id>/minutes.odt")
@requires(Permission.USE_CASE_READ_DRAFT, of=meeting_scope)
def export_minutes(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Answer with the minutes as an OpenDocument text."""
    meeting = get_meeting(slug, meeting_id)
    body = minutes_bytes(
        _title(meeting), language(), sections_of(meeting), subject=_("Verslag van het databoord")
    )
    response = Response(body, content_type=ODT)
    name = f"{slug}-{meeting.held_on.isoformat()}.odt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _title(meeting: Meeting) -> str:
    return _(
        "Verslag databoord %(domain)s, %(day)s",
        domain=meeting.domain.name,
        day=format_day(meeting.held_on),
    )


def sections_of(meeting: Meeting) -> list[Section]:
    """Return the minutes as headings with text; seats, and no names."""
    present = [row.seat for row in meeting.seats if row.is_present]
    absent = [row.seat for row in meeting.seats if not row.is_present]
    about = [_("Plaats: %(place)s", place=meeting.place)] if meeting.place else []
    if meeting.opened_at:
        about.append(_("De cijfers zijn die van %(moment)s uur.", moment=format_moment(meeting.opened_at)))
    found = [Section(_("Vergadering"), paragraphs=about)]
    if present:
        found.append(Section(_("Aanwezig"), points=present))
    if absent:
        found.append(Section(_("Afwezig"), points=absent))
    if meeting.notes:
        found.append(Section(_("Mededelingen en afspraken"), paragraphs=[meeting.notes]))
    found.append(Section(_("Agenda en uitkomsten"), paragraphs=[] if meeting.items else [_("Geen punten.")]))
    found += [_about_item(place, item) for place, item in enumerate(meeting.items, 1)]
    return found


def _about_item(place: int, item: AgendaItem) -> Section:
    title = (item.frozen or {}).get("title") or item.use_case.title
    words = [_("Waarom besproken: %(why)s", why=item.why)] if item.why else []
    if item.outcome is None:
        words.append(_("Nog geen uitkomst."))
    else:
        words.append(_("Uitkomst: %(outcome)s.", outcome=label(item.outcome)))
    if item.reason:
        words.append(_("Reden: %(reason)s", reason=item.reason))
    points = [
        _("Oneens: %(seat)s", seat=row["seat"]) + (f": {row['text']}" if row["text"] else "")
        for row in item.dissents
    ]
    return Section(f"{place}. {title} ({item.use_case.code})", level=2, paragraphs=words, points=points)
