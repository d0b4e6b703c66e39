"""Two people changed the same page: both texts, their difference, and what they make together."""

from dataclasses import dataclass, replace
from typing import Any

from wiki.actions.writing import current_draft
from wiki.labels import part_word
from wiki.models import Page
from wiki.queries.revisions import draft_of, find_revision
from wiki.rules.diff import Diff, compare
from wiki.rules.draft import Draft
from wiki.rules.merge import merge
from wiki.views.words import words_of


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page that both changed: what its author wrote and what stands there now."""

    label: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class PageConflict:
    """What a refused save shows. ``merged`` is the text with both changes, None where they clash."""

    revision: int
    changed_at: Any
    changed_by: str
    yours: str
    theirs: str
    diff: Diff
    parts: tuple[Part, ...]
    merged: str | None
    clashes: int


def conflict_of(page: Page, mine: Draft, base_revision: int | None) -> tuple[PageConflict, Draft]:
    """Return what to show, and the draft to put in the form.

    The form keeps what its author wrote. Only a part that he left alone, and that
    someone else changed, is taken from the page as it is now: so the second save
    undoes nothing that he never touched.
    """
    theirs = current_draft(page)
    base_row = find_revision(page, base_revision)
    base = draft_of(base_row) if base_row is not None else None
    kept = _keep_untouched(mine, base, theirs)
    together = merge(base.body, mine.body, theirs.body) if base is not None else None
    merged = together.text if together is not None else None
    conflict = PageConflict(
        revision=page.revision,
        changed_at=page.changed_at,
        changed_by=page.changed_by_label,
        yours=mine.body,
        theirs=theirs.body,
        diff=compare(theirs.body, kept.body),
        parts=tuple(_parts(kept, theirs)),
        merged=merged if merged not in (kept.body, theirs.body) else None,
        clashes=len(together.conflicts) if together is not None else 0,
    )
    return conflict, kept


def _keep_untouched(mine: Draft, base: Draft | None, theirs: Draft) -> Draft:
    if base is None:
        return mine
    untouched: dict[str, Any] = {"body": theirs.body} if mine.body == base.body else {}
    for name in base.values:
        if getattr(mine, name) == getattr(base, name):
            untouched[name] = getattr(theirs, name)
    if mine.title == base.title:
        untouched["title"] = theirs.title
    if "kind" not in untouched:
        untouched.pop("fields", None)  # the fields belong to the kind that he chose
    return replace(mine, **untouched)


def _parts(mine: Draft, theirs: Draft) -> list[Part]:
    titles = (mine.title, theirs.title)
    parts = [] if mine.title == theirs.title else [Part(part_word("title"), *titles)]
    ours, others = words_of(mine), words_of(theirs)
    for name in [*ours, *(name for name in others if name not in ours)]:
        if ours.get(name, "") != others.get(name, ""):
            parts.append(Part(part_word(name), ours.get(name, ""), others.get(name, "")))
    return parts
