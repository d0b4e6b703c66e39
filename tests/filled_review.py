"""A proposal for core information that nobody approved yet, with a word that stands nowhere else."""

from dataclasses import replace
from typing import Any

from core.database import db
from wiki.actions.proposals import submit_page
from wiki.actions.writing import current_draft
from wiki.models import Page
from wiki.queries.pages import read_page

WORD = "Voorstelwoord"


def fill_review(slug: str, dataset: str, writer: Any) -> tuple[int, list[str]]:
    """Propose other core values for a page with definitions and for a dataset.

    Return the id of the first proposal, and where core values are shown beside pages.
    """
    page = read_page(Page.slug == slug)
    live = current_draft(page)
    rows = [{**row, "definition": f"{WORD} {row['definition']}"} for row in live.fields["definitions"]]
    texts = {"title": f"{WORD} Kaart", "title_en": WORD, "abstract": f"{WORD} samengevat"}
    fields: dict[str, Any] = {"definitions": [*rows, {"name": WORD, "definition": WORD}]}
    first = _propose(slug, writer, texts, fields)
    words = ("source_holder", "legal_basis", "ground_processing", "ground_sharing", "keys")
    fields = {name: f"{WORD} {name}" for name in words}
    fields["definitions"] = [{"name": WORD, "definition": WORD}]
    _propose(dataset, writer, {"title": f"{WORD} Bron", "abstract": f"{WORD} samengevat"}, fields)
    return first, _surfaces(page.id)


def _propose(slug: str, writer: Any, texts: dict[str, str], fields: dict[str, Any]) -> int:
    page = read_page(Page.slug == slug)
    live = current_draft(page)
    wanted = replace(live, **texts, fields={**live.fields, **fields})
    submitted = submit_page(page, wanted, base_revision=page.revision, by=writer, summary="Anders")
    db.session.commit()
    return submitted.proposal.id


def _surfaces(page_id: int) -> list[str]:
    """Return where core values are shown, by lists and choices that no address of a page names."""
    both = f"d={page_id}-0000aaaa&d={page_id}-0000bbbb"
    return [
        *(f"/wiki/compare{form}?{both}" for form in ("", ".csv")),
        *("/wiki/bron", "/wiki/bron/export.md", "/api/v1/wiki/bron", "/wiki/bron/feed.atom"),
        *("/wiki/bron/relations", "/wiki/bron/blame", "/wiki/bron/history/1", "/wiki/bron?terms=1"),
        *("/wiki/path?from=Bron&to=Kaart", f"/wiki/path?from=Kaart&to={WORD.lower()}", "/wiki/?kind=dataset"),
        *("/wiki/?kind=object&lang=en", f"/wiki/definitions?q={WORD.lower()}", "/search?type=page"),
    ]
