"""The core of every write of a page: fill in, keep a revision, renew names and links.

None of this commits.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, insert, select, update

from accounts.models import Domain
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid
from wiki.models import Page, PageCategory, PageLink, PageName, PageRevision
from wiki.queries.links import PAGE, list_links
from wiki.queries.names import find_targets, name_of
from wiki.rules.definitions import modern
from wiki.rules.draft import Draft, checked
from wiki.rules.field_kinds import RELATIONS, Shape, fields_of
from wiki.rules.fields import missing_fields
from wiki.rules.lines import split_lines
from wiki.rules.links import find_links
from wiki.rules.provenance import carry_origins, first_origins, origins_by_line
from wiki.rules.terms import Change

_FIELD_TYPES = {Shape.NAMES: PAGE, Shape.USE_CASES: "use-case", Shape.FUNCTIONS: "system-function"}


def check(draft: Draft, may_lack: Collection[str] = ()) -> Draft:
    """Return the draft as it will be kept, or refuse with Invalid.

    The fields in ``may_lack`` may be empty though they are needed: a new page waits for
    its core values until they are approved.
    """
    kept, found = checked(draft)
    lacking = {name for name in may_lack if not draft.fields.get(name)}
    found = [one for one in found if one.code != "field_needed" or one.field not in lacking]
    if found:
        raise Invalid([(finding.field, finding.code, dict(finding.params)) for finding in found])
    return kept


def current_draft(page: Page) -> Draft:
    """Return what a page holds now; its texts, categories and domains must be loaded."""
    return Draft(
        title=page.title,
        body=page.body,
        abstract=page.abstract,
        title_en=page.title_en,
        abstract_en=page.abstract_en,
        kind=page.kind,
        categories=tuple(row.category for row in page.categories),
        domains=tuple(sorted(domain.slug for domain in page.domains)),
        aliases=tuple(page.aliases),
        is_core=page.is_core,
        fields=modern(page.kind, page.fields),
        sources=tuple(page.sources),
    )


def lacking_fields(draft: Draft) -> list[str]:
    """Return the names of the fields of this kind that a page leaves empty."""
    return missing_fields(draft.kind, draft.fields)


def fill(page: Page, draft: Draft) -> None:
    """Write the draft's values on ``page``."""
    page.title, page.title_en = draft.title, draft.title_en
    page.abstract, page.abstract_en = draft.abstract, draft.abstract_en
    page.body = draft.body
    page.kind = draft.kind
    page.aliases = list(draft.aliases)
    page.is_core = draft.is_core
    page.fields = dict(draft.fields)
    page.sources = [dict(source) for source in draft.sources]
    present = {row.category: row for row in page.categories}
    page.categories = [present.get(item) or PageCategory(category=item) for item in draft.categories]
    page.domains = _domains(draft.domains)


def existing_domains(slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of these domains that are still there."""
    return tuple(db.session.scalars(select(Domain.slug).where(Domain.slug.in_(slugs)).order_by(Domain.slug)))


def _domains(slugs: tuple[str, ...]) -> list[Domain]:
    if not slugs:
        return []
    found = list(db.session.scalars(select(Domain).where(Domain.slug.in_(slugs)).order_by(Domain.name)))
    unknown = set(slugs) - {domain.slug for domain in found}
    if unknown:
        raise Invalid([("domains", "domain_unknown", {"slug": min(unknown)})])
    return found


def keep_revision(
    page: Page, draft: Draft, change: Change, by: Actor, summary: str, before: PageRevision | None
) -> PageRevision:
    """Add the revision with number ``page.revision``; ``before`` was live until now, None for the first."""
    if before is None:
        origins = first_origins(draft.body, page.revision)
        added, removed = len(split_lines(draft.body)) if draft.body else 0, 0
    else:
        runs = [(run[0], run[1]) for run in before.provenance]
        origins = carry_origins(before.body, runs, draft.body, page.revision)
        now = origins_by_line(origins)
        added = now.count(page.revision)
        removed = len(split_lines(before.body)) - (len(now) - added)
    now_at = utc_now()
    page.changed_at, page.changed_by_id, page.changed_by_label = now_at, by.actor_id, by.actor_label
    revision = PageRevision(
        page_id=page.id,
        number=page.revision,
        at=now_at,
        author_id=by.actor_id,
        author_label=by.actor_label,
        change=change,
        summary=summary.strip()[:300],
        title=draft.title,
        lines_added=added,
        lines_removed=removed,
        body=draft.body,
        values=draft.values,
        provenance=[list(run) for run in origins],
    )
    db.session.add(revision)
    return revision


def renew_names(page: Page) -> None:
    """Write the names by which ``page`` can be linked to, and give it the links that waited for them."""
    names = {name_of(alias): False for alias in page.aliases} | {name_of(page.title): True}
    db.session.execute(delete(PageName).where(PageName.page_id == page.id))
    db.session.add_all(
        PageName(page_id=page.id, name=name, is_title=is_title) for name, is_title in names.items()
    )
    db.session.execute(
        update(PageLink)
        .where(
            PageLink.target_id.is_(None),
            PageLink.target_type == PAGE,
            PageLink.wanted_slug.in_([page.slug, *names]),
        )
        .values(target_id=page.id, wanted_slug="")
        .execution_options(synchronize_session=False)
    )


def renew_links(page: Page, draft: Draft) -> None:
    """Write the links of the live text and fields.

    A name goes on meaning what it meant in the revision before, as long as that page
    is there: so no link changes when pages swap names or a name is given anew.
    """
    rows = _rows(draft)
    before = [row for row in list_links(page) if row.target_type == PAGE and row.target_id]
    meant = {row.key: row.target_id for row in before}
    live = {row.key: row.id for row in before if row.id}
    found = find_targets(row["key"] for row in rows if row["target_type"] == PAGE)
    db.session.execute(delete(PageLink).where(PageLink.source_id == page.id))
    for row in rows:
        target = None
        if row["target_type"] == PAGE:
            target = live.get(row["key"]) or found.get(row["key"]) or meant.get(row["key"])
        wanted = name_of(row["key"]) if row["target_type"] == PAGE and target is None else ""
        row |= {"source_id": page.id, "target_id": target, "wanted_slug": wanted}
    if rows:
        db.session.execute(insert(PageLink), rows)


def _rows(draft: Draft) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "field": "",
            "position": number,
            "target_type": link.type or PAGE,
            "key": link.key,
            "label": link.label,
        }
        for number, link in enumerate(find_links(draft.body))
    ]
    for field in fields_of(draft.kind):
        type_ = _FIELD_TYPES.get(field.shape)
        if type_ is not None:
            rows += [
                {"field": field.name, "position": number, "target_type": type_, "key": key, "label": None}
                for number, key in enumerate(draft.fields.get(field.name, ()))
            ]
        elif field.name == RELATIONS.name:
            rows += [
                {
                    "field": field.name,
                    "position": number,
                    "target_type": PAGE,
                    "key": row["target"],
                    "label": None,
                }
                for number, row in enumerate(draft.fields.get(field.name, ()))
            ]
    return rows
