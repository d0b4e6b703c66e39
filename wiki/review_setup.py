"""How the review joins the rest: what waits for whom, notices, reminders, references to proposals."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.permissions import Permission, may
from core.database import utc_now
from core.i18n import localised
from core.jobs import register_periodic
from core.links import Reference, Resolved, Waiting, register_resolver, register_waiting
from core.notices import MailRhythm, notify, register_kind, register_topic
from wiki import review_words
from wiki.actions.review_log import TYPE, reference_of
from wiki.models import Proposal
from wiki.queries import proposals as queries
from wiki.rules.review import ProposalState

TOPIC = "wiki-review"
DAY = 86_400


def waiting_in_review(person: Any) -> list[Waiting]:
    """Return one's own open proposals, and for a curator those that wait for him."""
    items = []
    if may(Permission.WIKI_CURATE, reader=person):
        items += [_waiting(one, _("voorstel, beoordeel het")) for one in queries.list_to_review(person)]
    if may(Permission.WIKI_WRITE, reader=person):
        items += [_waiting(one, _own_note(one)) for one in queries.list_own_open(person)]
    return items


def _waiting(proposal: Proposal, note: str) -> Waiting:
    days = max(0, (utc_now() - proposal.submitted_at).days)
    age = ngettext("sinds %(num)s dag", "sinds %(num)s dagen", days) if days else _("sinds vandaag")
    return Waiting(localised(proposal.page, "title"), address_of(proposal), f"{note} ({age})")


def _own_note(proposal: Proposal) -> str:
    if proposal.is_clashing:
        return _("uw voorstel botst: pas het aan")
    if proposal.state is ProposalState.CHANGES_REQUESTED:
        return _("uw voorstel: een redacteur vraagt een aanpassing")
    return _("uw voorstel wacht op een redacteur")


def address_of(proposal: Proposal) -> str:
    """Return where a proposal is read."""
    return url_for("wiki.show_proposal", proposal_id=proposal.id)


def resolve_proposals(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "proposal"; the key is its number."""
    ids = {
        int(one.key) for one in references if one.key.isascii() and one.key.isdigit() and len(one.key) < 10
    }
    found = {str(one.id): one for one in queries.list_by_ids(ids, reader)} if ids else {}
    return {
        reference: Resolved(localised(proposal.page, "title"), address_of(proposal), proposal.id)
        for reference in references
        if (proposal := found.get(reference.key))
    }


def remind_curators() -> int:
    """Tell curators of proposals that wait for long, once a week each; return how many are told.

    The job commits.
    """
    now, told = utc_now(), 0
    curators = queries.list_curators()
    for proposal in queries.list_waiting_since(now - timedelta(days=queries.read_setting().days_to_remind)):
        week = (now - proposal.submitted_at).days // 7
        people = [id_ for id_ in curators if id_ not in proposal.writers]
        told += notify(people, "review-waiting", reference_of(proposal), dedupe=f"{proposal.version}:{week}")
    return told


def register_all() -> None:
    """Give words, links, notices and periodic work of the review to the core."""
    review_words.register()
    register_resolver(TYPE, resolve_proposals)
    register_waiting(waiting_in_review)
    register_topic(
        TOPIC,
        lambda: _("Beoordeling in de kennisbank"),
        lambda: _("U doet een voorstel, beoordeelt voorstellen, of bouwt op wat er wijzigt."),
        MailRhythm.DAILY,
    )
    register_kind(
        "review-approved", TOPIC, lambda title, **p: _("Voorstel goedgekeurd: %(title)s", title=title)
    )
    register_kind(
        "review-rejected", TOPIC, lambda title, **p: _("Voorstel afgewezen: %(title)s", title=title)
    )
    register_kind(
        "review-changes",
        TOPIC,
        lambda title, **p: _("Een redacteur vraagt u een voorstel aan te passen: %(title)s", title=title),
    )
    register_kind(
        "review-amended",
        TOPIC,
        lambda title, **p: _("Een redacteur wijzigde uw voorstel: %(title)s", title=title),
    )
    register_kind(
        "review-clash",
        TOPIC,
        lambda title, **p: _("Uw voorstel botst met een nieuwe versie: %(title)s", title=title),
    )
    register_kind(
        "review-objected",
        TOPIC,
        lambda title, **p: _("Er is bezwaar tegen uw voorstel: %(title)s", title=title),
    )
    register_kind(
        "review-may-object",
        TOPIC,
        lambda title, **p: _(
            "Er is een voorstel voor kennis waarop uw use case bouwt. U kunt bezwaar maken: %(title)s",
            title=title,
        ),
    )
    register_kind(
        "review-waiting",
        TOPIC,
        lambda title, **p: _("Een voorstel wacht al lang op een redacteur: %(title)s", title=title),
    )
    register_periodic("remind curators", DAY, remind_curators)
