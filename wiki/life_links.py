"""How upkeep, doubt, discussion and following reach people: references, notices and periodic work."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.permissions import Permission, may
from core.database import today
from core.i18n import format_day, localised
from core.links import Reference, Resolved, Waiting, register_resolver, register_waiting
from core.notices import MailRhythm, register_kind, register_topic
from wiki.actions.comments import SUBJECT as DISCUSSION
from wiki.actions.doubts import SUBJECT as DOUBT
from wiki.actions.following import SEARCH
from wiki.queries.doubts import doubts_for, open_doubts_of
from wiki.queries.following import live_pages, searches_by_id
from wiki.queries.life import count_overdue
from wiki.rules.saved_search import parse_key


def _ids(references: Sequence[Reference]) -> list[int]:
    keys = {reference.key for reference in references}
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 10]


def resolve_doubts(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for "page-doubt": the page's title, for who may read the report."""
    organisation_id = getattr(reader, "organisation_id", None)
    found = doubts_for(
        _ids(references),
        reader,
        is_curator=may(Permission.WIKI_CURATE, reader=reader),
        organisation_id=organisation_id if may(Permission.WIKI_WRITE, reader=reader) else None,
    )
    return {
        reference: Resolved(
            localised(doubt.page, "title"),
            url_for("wiki.show_doubt", slug=doubt.page.slug, doubt_id=doubt.id),
            doubt.id,
        )
        for reference in references
        if (doubt := found.get(reference.key))
    }


def resolve_discussions(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for "page-discussion"; the key is the id of a page."""
    found = live_pages([reference.key for reference in references])
    return {
        reference: Resolved(
            localised(page, "title"), url_for("wiki.show_discussion", slug=page.slug), page.id
        )
        for reference in references
        if (page := found.get(reference.key))
    }


def resolve_searches(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for "followed-search": its words, for its follower only."""
    person_id = getattr(reader, "id", None)
    found = searches_by_id(_ids(references), person_id) if person_id is not None else {}
    return {
        reference: Resolved(words_of_search(row.key), address_of_search(row.key), row.id)
        for reference in references
        if reference.key.isdigit() and (row := found.get(int(reference.key)))
    }


def words_of_search(key: str) -> str:
    """Return a followed search as its follower reads it: the words, else the filters."""
    asked = parse_key(key)
    return " ".join(asked["q"]) or ", ".join(value for values in asked.values() for value in values)


def address_of_search(key: str) -> str:
    """Return where a followed search is answered."""
    return f"{url_for('search.show_results')}?{key}"


def waiting_upkeep(person: Any) -> list[Waiting]:
    """Return what waits for the people of an owner: doubt to answer, and pages to confirm. Two queries."""
    organisation_id = getattr(person, "organisation_id", None)
    if organisation_id is None or not may(Permission.WIKI_WRITE, reader=person):
        return []
    found = [
        Waiting(
            _("Twijfel over %(title)s", title=localised(doubt.page, "title")),
            url_for("wiki.show_doubt", slug=doubt.page.slug, doubt_id=doubt.id),
            _("antwoord uiterlijk %(day)s", day=format_day(doubt.due_on)),
        )
        for doubt in open_doubts_of(organisation_id)
    ]
    slug, total = count_overdue(organisation_id, today())
    if total:
        words = ngettext("%(num)s pagina om te bevestigen", "%(num)s pagina's om te bevestigen", total)
        found.append(Waiting(words, url_for("wiki.list_upkeep", owner=slug, state="overdue")))
    return found


def register_links() -> None:
    """Give references, topics and sentences to the core."""
    register_waiting(waiting_upkeep)
    register_resolver(DOUBT, resolve_doubts)
    register_resolver(DISCUSSION, resolve_discussions)
    register_resolver(SEARCH, resolve_searches)
    register_topic(
        "page-doubt",
        lambda: _("Twijfel over pagina's"),
        lambda: _("U houdt deze pagina bij, of u meldde of beantwoordde twijfel."),
    )
    register_topic(
        "page-upkeep",
        lambda: _("Pagina's om te bevestigen"),
        lambda: _("Uw organisatie is eigenaar van deze pagina, of u bent redacteur."),
        MailRhythm.WEEKLY,
    )
    register_topic(
        "page-discussion",
        lambda: _("Gesprekken over pagina's"),
        lambda: _("U volgt deze pagina of praat mee."),
    )
    register_topic(
        "following", lambda: _("Wat u volgt"), lambda: _("U volgt een pagina, categorie of onderwerp.")
    )
    register_topic(
        "followed-searches",
        lambda: _("Zoekopdrachten die u volgt"),
        lambda: _("U volgt deze zoekopdracht."),
        MailRhythm.WEEKLY,
    )
    sentences = {
        ("doubt-reported", "page-doubt"): lambda title, **p: _("Twijfel gemeld over %(title)s", title=title),
        ("doubt-replied", "page-doubt"): lambda title, **p: _(
            "Nieuw antwoord op twijfel over %(title)s", title=title
        ),
        ("doubt-late", "page-doubt"): lambda title, **p: _(
            "Het antwoord op twijfel over %(title)s is te laat", title=title
        ),
        ("page-due", "page-upkeep"): lambda title, **p: _("Klopt deze pagina nog? %(title)s", title=title),
        ("page-discussed", "page-discussion"): lambda title, **p: _(
            "Nieuw bericht in het gesprek over %(title)s", title=title
        ),
        ("page-changed", "following"): lambda title, **p: _("%(title)s is gewijzigd", title=title),
        ("page-new", "following"): lambda title, **p: _("Nieuwe pagina: %(title)s", title=title),
        ("search-found", "followed-searches"): lambda title, **p: ngettext(
            "%(num)s nieuw resultaat voor uw zoekopdracht %(title)s",
            "%(num)s nieuwe resultaten voor uw zoekopdracht %(title)s",
            p.get("count", 1),
            title=title,
        ),
    }
    for (kind, topic), sentence in sentences.items():
        register_kind(kind, topic, sentence)
