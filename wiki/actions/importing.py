"""Read pages in from files: first what would happen to each, then all of it or nothing. Nothing commits.

A file says from which revision it was made. When that is still the live one, the
page changes; when others saved since, both go together as at any save; where that
does not work out the page is left, and said so. Core values that a person reads in
wait for a review, as in the editor.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from core.audit import Actor
from core.database import db
from core.errors import Invalid, Refusal
from wiki.actions.attachments import add_attachment
from wiki.actions.merging import merge_with_live
from wiki.actions.proposals import submit_new, submit_page
from wiki.actions.scanning import scan
from wiki.actions.writing import check, current_draft
from wiki.models import Attachment, Page
from wiki.queries import pages as queries
from wiki.queries.attachments import list_attachments
from wiki.queries.names import find_page_with_title
from wiki.queries.revisions import draft_of, find_revision
from wiki.rules.bundle import Bundle, Finder, Trouble
from wiki.rules.draft import Draft
from wiki.rules.page_file import FileOfPage, PageFile, digest_of


class Fate(StrEnum):
    """What reading a file does to its page."""

    NEW = "new"
    CHANGED = "changed"
    MERGED = "merged"
    SAME = "same"
    CLASH = "clash"
    WRONG = "wrong"


WRITTEN = frozenset({Fate.NEW, Fate.CHANGED, Fate.MERGED})


@dataclass(slots=True)
class Row:
    """One file with what becomes of it; ``findings`` are (field, code, params) of what is wrong."""

    file: PageFile
    fate: Fate
    draft: Draft
    page: Page | None = None
    files: list[FileOfPage] = field(default_factory=list)
    findings: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, by slug; with ``troubles``, or rows that are wrong, nothing is read in."""

    rows: tuple[Row, ...]
    troubles: tuple[Trouble, ...]
    content: Finder

    @property
    def is_possible(self) -> bool:
        """Whether every file could be read."""
        return not self.troubles and all(row.fate is not Fate.WRONG for row in self.rows)

    def of(self, *fates: Fate) -> list[Row]:
        """Return the rows with one of these fates."""
        return [row for row in self.rows if row.fate in fates]


def plan_import(bundle: Bundle, reader: Any) -> Plan:
    """Return what reading ``bundle`` would do, for one who reads as ``reader``."""
    titles: set[str] = set()
    rows = [_row(file, bundle.content, reader, titles) for file in bundle.pages]
    return Plan(tuple(rows), bundle.troubles, bundle.content)


def _row(file: PageFile, content: Finder, reader: Any, titles: set[str]) -> Row:
    try:
        draft = check(file.draft)
    except Invalid as error:
        return Row(file, Fate.WRONG, file.draft, findings=error.findings)
    page = queries.find_page(file.slug, reader)
    if page is None:
        moved = queries.find_moved(file.slug, reader)
        page = queries.find_page(moved, reader) if moved else None
    if page is None:
        return _new(file, draft, content, titles)
    if page.is_deleted:
        return Row(file, Fate.CLASH, draft, page, findings=[("", "import_deleted", {})])
    here = list_attachments(page.id)
    missing = [one for one in file.files if _same(one, here) is None]
    lost = _lost(file, missing, content)
    draft = replace(draft, body=_with_numbers(draft.body, file.slug, page.slug, _numbers(file, here)))
    if lost:
        return Row(file, Fate.WRONG, draft, page, findings=lost)
    live = current_draft(page)
    if draft == live:
        return Row(file, Fate.CHANGED if missing else Fate.SAME, draft, page, missing)
    base = find_revision(page, file.revision)
    if base is None or digest_of(draft_of(base)) != file.digest:
        return Row(file, Fate.CLASH, draft, page, findings=[("", "import_base_unknown", {})])
    if file.revision == page.revision:
        return Row(file, Fate.CHANGED, draft, page, missing)
    merged = merge_with_live(page, draft, file.revision)
    if merged is None or not merged.is_settled:
        return Row(file, Fate.CLASH, draft, page, findings=[("", "import_both_changed", {})])
    fate = Fate.SAME if merged.draft == live and not missing else Fate.MERGED
    return Row(file, fate, merged.draft, page, missing)


def _new(file: PageFile, draft: Draft, content: Finder, titles: set[str]) -> Row:
    findings = _lost(file, [*file.files], content)
    if find_page_with_title(draft.title) is not None or draft.title.casefold() in titles:
        findings.append(("title", "title_taken", {}))
    titles.add(draft.title.casefold())
    return Row(file, Fate.WRONG if findings else Fate.NEW, draft, None, [*file.files], findings)


def _lost(
    file: PageFile, missing: list[FileOfPage], content: Finder
) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        ("attachments", "import_file_lost", {"name": one.name})
        for one in missing
        if content(f"{file.slug}/{one.name}") is None
    ]


def _same(file: FileOfPage, here: Any) -> Attachment | None:
    return next((one for one in here if (one.name, one.sha256) == (file.name, file.sha256)), None)


def _numbers(file: PageFile, here: Any) -> dict[int, int]:
    found = ((one.id, _same(one, here)) for one in file.files)
    return {before: now.id for before, now in found if now is not None}


def _with_numbers(body: str, old: str, new: str, numbers: dict[int, int]) -> str:
    """Return the text with the links to its own files leading to where those files are here."""

    def write(link: re.Match[str]) -> str:
        number = int(link[1])
        return f"/wiki/{new}/attachments/{numbers[number]}/" if number in numbers else link[0]

    return re.sub(rf"/wiki/{re.escape(old)}/attachments/([0-9]{{1,9}})/", write, body)


@dataclass(frozen=True, slots=True)
class Done:
    """How many pages were written, and of how many core values wait for a review."""

    written: int
    waiting: int


def apply_import(
    plan: Plan, *, by: Actor, summary: str, watch: Callable[[Row], None] = lambda _: None
) -> Done:
    """Carry out ``plan``; pages that clash stay as they are."""
    if not plan.is_possible:
        raise Refusal("import_not_possible")
    written = waiting = 0
    for row in plan.rows:
        if row.fate in WRITTEN:
            waiting += _write(row, plan.content, by, summary)
            written += 1
        watch(row)
    return Done(written, waiting)


def _write(row: Row, content: Finder, by: Actor, summary: str) -> bool:
    """Write one page; return whether something of it waits for a review."""
    page, is_waiting = row.page, False
    if page is None:
        page, submitted = submit_new(row.draft, by=by, summary=summary, slug=row.file.slug)
        is_waiting = bool(submitted.waiting)
    draft = row.draft
    ids = {}
    for file in row.files:
        found = content(f"{row.file.slug}/{file.name}") or b""
        scan(found)
        attachment = add_attachment(page, name=file.name, content=found, alt=file.alt, by=by)
        db.session.flush()
        ids[file.id] = attachment.id
    if row.page is None:
        body = _with_numbers(draft.body, row.file.slug, page.slug, ids)
        if body == page.body:
            return is_waiting
        draft = replace(current_draft(page), body=body)
    elif ids:
        draft = replace(draft, body=_with_numbers(draft.body, row.file.slug, page.slug, ids))
    submitted = submit_page(page, draft, base_revision=page.revision, by=by, summary=summary)
    return is_waiting or bool(submitted.waiting)
