"""Two people changed the same page: what clashes, what would be lost, and all that both wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from wiki.actions.merging import merge_with_live
from wiki.actions.writing import current_draft
from wiki.labels import field_word, page_word, part_word
from wiki.models import Page
from wiki.queries.revisions import draft_of, find_revision
from wiki.rules.clashes import Answer, Clash, Matter, Take
from wiki.rules.diff import Diff, compare
from wiki.rules.draft import Draft
from wiki.rules.fields import fields_of
from wiki.rules.page_merge import merge_pages
from wiki.views.words import field_words, words_of


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page that both changed: what its author wrote and what stands there now."""

    label: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Question:
    """One clash as its author gets it: three texts, the ways to settle it, and what he chose so far."""

    name: str
    heading: str
    base: str
    mine: str
    theirs: str
    takes: tuple[Take, ...]
    chosen: Take | None
    text: str
    is_missing: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class PageConflict:
    """What a refused save shows. Without ``questions`` nobody knows what its author started from."""

    revision: int
    changed_at: Any
    changed_by: str
    yours: str
    theirs: str
    diff: Diff
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]


def conflict_of(
    page: Page,
    mine: Draft,
    base_revision: int | None,
    answers: Mapping[str, Answer] | None = None,
) -> tuple[PageConflict, Draft]:
    """Return what to show, and the draft to put in the form.

    The form keeps what its author wrote, with all that the other changed elsewhere:
    so a second save undoes nothing that he never touched.
    """
    theirs = current_draft(page)
    merged = merge_with_live(page, mine, base_revision)
    kept = merged.draft if merged is not None else mine
    conflict = PageConflict(
        revision=page.revision,
        changed_at=page.changed_at,
        changed_by=page.changed_by_label,
        yours=mine.body,
        theirs=theirs.body,
        diff=compare(theirs.body, kept.body),
        parts=tuple(_parts(kept, theirs)),
        questions=_questions(page, kept, theirs, base_revision, answers),
    )
    return conflict, kept


def _questions(
    page: Page, kept: Draft, theirs: Draft, base_revision: int | None, answers: Mapping[str, Answer] | None
) -> tuple[Question, ...]:
    row = find_revision(page, base_revision)
    if row is None:
        return ()
    base = draft_of(row)
    drafts = (base, kept, theirs)
    return tuple(_question(clash, drafts, answers) for clash in merge_pages(*drafts).clashes)


def _question(clash: Clash, drafts: Sequence[Draft], answers: Mapping[str, Answer] | None) -> Question:
    base, mine, theirs = (
        _words(clash, value, draft.kind)
        for value, draft in zip((clash.base, clash.mine, clash.theirs), drafts, strict=True)
    )
    answer = (answers or {}).get(clash.key)
    return Question(
        name=clash.key,
        heading=_heading(clash, drafts),
        base=base,
        mine=mine,
        theirs=theirs,
        takes=clash.takes,
        chosen=answer.take if answer else None,
        text=answer.text if answer and answer.take is Take.TEXT else mine,
        is_missing=answers is not None and answer is None,
        is_long=clash.matter is Matter.LINES,
    )


def _words(clash: Clash, value: Any, kind: Any) -> str:
    if clash.matter is Matter.LINES:
        return "\n".join(value)
    if clash.part == "kind":
        return page_word(value[0])
    field = next((field for field in fields_of(kind) if field.name == clash.part), None)
    if field is None or not value:
        return str(value or "")
    name = clash.where.partition(".")[2]
    part = next((part for part in field.parts if part.name == name), field)
    return field_words(part, value)


def _heading(clash: Clash, drafts: Sequence[Draft]) -> str:
    label = part_word(clash.part) if clash.part != "body" else _("Tekst")
    place, dot, rest = clash.where.partition(".")
    if clash.matter is Matter.LINES and not dot:
        return _("%(part)s, vanaf regel %(line)s", part=label, line=clash.where.rpartition(":")[2])
    if not place:
        return label
    name = _row_name(clash.part, place, drafts)
    inner = field_word(rest.partition(":")[0]) if rest else ""
    return " – ".join(filter(None, (label, name, inner)))


def _row_name(part: str, place: str, drafts: Sequence[Draft]) -> str:
    for draft in drafts:
        for row in draft.fields.get(part, ()):
            if row.get("key") == place:
                words = row.get("name") or row.get("definition") or row.get("target") or ""
                return str(words)[:60]
    return place


def _parts(mine: Draft, theirs: Draft) -> list[Part]:
    titles = (mine.title, theirs.title)
    parts = [] if mine.title == theirs.title else [Part(part_word("title"), *titles)]
    ours, others = words_of(mine), words_of(theirs)
    for name in [*ours, *(name for name in others if name not in ours)]:
        if ours.get(name, "") != others.get(name, ""):
            parts.append(Part(part_word(name), ours.get(name, ""), others.get(name, "")))
    return parts
