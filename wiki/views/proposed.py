"""A proposal beside what is approved: part by part, to the word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from wiki.actions.rebasing import proposed
from wiki.actions.writing import current_draft
from wiki.forms.page import PageForm
from wiki.labels import field_word, part_word
from wiki.models import Page, Proposal
from wiki.queries.proposals import find_own_open
from wiki.rules.core_parts import overlay, part_names
from wiki.rules.draft import Draft
from wiki.rules.fields import Field, Shape, fields_of
from wiki.rules.review import ProposalKind
from wiki.rules.word_diff import Op, word_diff
from wiki.views.words import field_words, part_words, words_of

# Lists whose new rows are named where the approved ones stand, by what names a row.
_NAMED = {"definitions": "name", "relations": "target"}

Pieces = list[tuple[str, str]]
Row = tuple[str, Pieces, Pieces, bool]


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """An open proposal on its page: its story in a line, and each part beside the approved value."""

    proposal: Proposal
    heading: str
    rows: list[Row]
    is_own: bool
    url: str
    new: dict[str, list[str]]


def with_own_proposal(page: Page, live: Draft) -> tuple[Draft, int]:
    """Return the page as its editor sees it, with what he proposed before, and the version of that."""
    own = find_own_open(page.id, current_user.id)
    return (proposed(page, own, live).draft, own.version) if own is not None else (live, 0)


def renew_proposal_version(form: PageForm, page: Page) -> None:
    """Let a form that was refused know the proposal as it is now: a second save replaces it knowingly."""
    if form.proposal_version.data is not None:
        own = find_own_open(page.id, current_user.id)
        form.proposal_version.data = own.version if own is not None else 0
        form.proposal_version.raw_data = None


def shown_proposals(page: Page, found: Sequence[Proposal]) -> list[ShownProposal]:
    """Return the open proposals of a page as a reader sees them."""
    if not found:
        return []
    live = current_draft(page)
    return [
        ShownProposal(
            one,
            heading_of(one),
            rows_of(one, live, overlay(live, one.parts)),
            current_user.is_authenticated and one.author_id == current_user.id,
            url_for("wiki.show_proposal", proposal_id=one.id),
            {name: _new_names(one, live, name, part) for name, part in _NAMED.items()},
        )
        for one in found
    ]


def _new_names(proposal: Proposal, live: Draft, field: str, part: str) -> list[str]:
    """Return the names of the rows that a proposal adds to a list of the page."""
    known = {row.get("key") for row in live.fields.get(field) or []}
    added = [row for row in proposal.parts.get("fields", {}).get(field) or [] if row.get("key") not in known]
    return [row.get(part) or _("zonder naam") for row in added]


def heading_of(proposal: Proposal) -> str:
    """Return what a proposal is about, in a few words."""
    if proposal.kind is ProposalKind.RENAME:
        return _("ander adres: %(slug)s", slug=proposal.parts["slug"])
    if proposal.kind is ProposalKind.DELETE:
        return _("de pagina verwijderen")
    return ", ".join(part_word(name) for name in part_names(proposal.parts))


def rows_of(proposal: Proposal, live: Draft, wanted: Draft) -> list[Row]:
    """Return each part that differs, with both texts in words that stayed, went and came."""
    if proposal.kind is not ProposalKind.CHANGE:
        return []
    old, new = _texts(live), _texts(wanted)
    found = []
    fields = {field.name: field for draft in (live, wanted) for field in fields_of(draft.kind)}
    for name in part_names(proposal.parts) + (list(fields) if "kind" in proposal.parts else []):
        field = fields.get(name)
        if field is not None and any(part.shape is Shape.KEY for part in field.parts):
            found += _by_row(field, live.fields.get(name) or [], wanted.fields.get(name) or [])
        elif old.get(name, "") != new.get(name, ""):
            found.append(_row(part_word(name), old.get(name, ""), new.get(name, "")))
    return found


def _texts(draft: Draft) -> dict[str, str]:
    return {"title": draft.title, "body": draft.body, **words_of(draft)}


def _by_row(field: Field, old: list[dict[str, str]], new: list[dict[str, str]]) -> list[Row]:
    """Return what differs in rows with a key: a new one, one that goes, each part of one that stays."""
    before, after = ({row.get("key", ""): row for row in rows} for rows in (old, new))
    found = []
    for number, key in enumerate(dict.fromkeys([*before, *after]), start=1):
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        name = (other or one or {}).get("name") or (other or one or {}).get("target") or str(number)
        label = f"{field_word(field.name)}: {name}"
        if one is None or other is None:
            texts = [field_words(field, [row]) if row else "" for row in (one, other)]
            found.append(_row(label, *texts))
            continue
        for part in field.parts:
            if part.shape not in (Shape.KEY, Shape.CARRIED) and one.get(part.name) != other.get(part.name):
                texts = [part_words(part, row.get(part.name, "")) for row in (one, other)]
                found.append(_row(f"{label} – {field_word(part.name)}", *texts))
    return found


def _row(label: str, old: str, new: str) -> Row:
    stretches = word_diff(old, new) if old and new else None
    if stretches is None:
        return label, [("del", old)] if old else [], [("ins", new)] if new else [], True
    before: Pieces = [("del" if s.op is Op.GONE else "same", s.text) for s in stretches if s.op is not Op.NEW]
    after: Pieces = [("ins" if s.op is Op.NEW else "same", s.text) for s in stretches if s.op is not Op.GONE]
    return label, before, after, True


def wanted_of(page: Page, proposal: Proposal) -> tuple[Draft, Draft, Any]:
    """Return the live page, the page with the proposal, and what clashes between them."""
    live = current_draft(page)
    if proposal.kind is not ProposalKind.CHANGE:
        return live, live, ()
    merged = proposed(page, proposal, live)
    return live, merged.draft, merged.clashes
