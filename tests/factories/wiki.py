"""Make pages of the wiki, through the actions: as people make them."""

from dataclasses import fields, replace
from itertools import count

from core.audit import SYSTEM
from core.database import db
from wiki.actions import pages as actions
from wiki.actions.writing import current_draft
from wiki.models import Page, ReviewSetting
from wiki.queries.pages import read_page
from wiki.rules.draft import Draft

_numbers = count(1)
DEFINITIONS = [
    {"key": "0000aaaa", "name": "Kadaster", "definition": "Een tekening van het land.", "state": "in_use"},
    {
        "key": "0000bbbb",
        "name": "Waterschap",
        "definition": "Een tekening van het water.",
        "basis": "general",
    },
]
RELATIONS = [
    {
        "key": "0000aaaa",
        "relation": "differs",
        "target": "Kaart",
        "own": "0000aaaa",
        "theirs": "0000bbbb",
        "reason": "population",
        "note": "Land is geen water.",
        "not_for": "Het tellen van sloten.",
    },
]
DATASET = {
    "access": "on_request",
    "personal_data": "personal",
    "keys": "Kaartnummer; BSN",
    "objects": ["kaart"],
    "distributions": [{"title": "Bestand", "address": "https://voorbeeld.nl/kaart"}],
    "relations": [
        {"key": "0000cccc", "relation": "joins_on", "target": "Andere bron", "keys": "BSN", "ground": "Wet"}
    ],
}


def make_page(*, by=SYSTEM, slug="", summary="", **values) -> Page:
    """Make a live page; values are those of a Draft."""
    known = {field.name for field in fields(Draft)}
    assert values.keys() <= known, values.keys() - known
    values.setdefault("title", f"Pagina {next(_numbers)}")
    page = actions.create_page(Draft(**values), by=by, slug=slug, summary=summary)
    db.session.commit()
    return page


def make_nothing_core() -> None:
    """Let every change go live at once, for tests that are not about the review."""
    db.session.add(ReviewSetting(id=1, parts={}))
    db.session.commit()


def change_page(page: Page, *, by=SYSTEM, summary="", **values) -> Page:
    """Save a change of a page, as someone who saw what is there now."""
    page = read_page(Page.id == page.id)
    draft = replace(current_draft(page), **values)
    actions.save_page(page, draft, base_revision=page.revision, by=by, summary=summary)
    db.session.commit()
    return page
