"""A proposal for core information that nobody approved yet, with a word that stands nowhere else."""

from dataclasses import replace
from typing import Any

from core.database import db
from wiki.actions.proposals import submit_page
from wiki.actions.writing import current_draft
from wiki.models import Page
from wiki.queries.pages import read_page

WORD = "Voorstelwoord"


def fill_review(slug: str, writer: Any) -> int:
    """Propose another title, abstract and definition for the page; return the proposal's id."""
    page = read_page(Page.slug == slug)
    live = current_draft(page)
    rows = [{**row, "definition": f"{WORD} {row['definition']}"} for row in live.fields["definitions"]]
    wanted = replace(
        live,
        title=f"{WORD} Kaart",
        title_en=WORD,
        abstract=f"{WORD} samengevat",
        fields={**live.fields, "definitions": [*rows, {"name": WORD, "definition": WORD}]},
    )
    submitted = submit_page(page, wanted, base_revision=page.revision, by=writer, summary="Anders")
    db.session.commit()
    return submitted.proposal.id
