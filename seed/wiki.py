"""The pages of the wiki: Markdown files with front matter in seed/wiki/, filed through the actions.

Rendering waits for the first reader, so that a first start stays quick.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from core.audit import SYSTEM
from core.errors import Invalid
from seed.ledger import Item
from seed.reading import (
    ContentLoader,
    SeedError,
    Shape,
    check_row,
    check_rows,
    is_filled,
    is_flag,
    is_list,
    is_mapping,
    is_text,
    is_texts,
)
from wiki.actions import pages as actions
from wiki.models import Page
from wiki.queries import pages as queries
from wiki.rules.draft import Draft
from wiki.rules.terms import Category, PageKind

_FENCE = "---\n"
_SHAPE: Shape = {
    "title": is_filled,
    "title_en": is_filled,
    "abstract": is_text,
    "abstract_en": is_text,
    "kind": PageKind,
    "categories": is_texts,
    "aliases": is_texts,
    "domains": is_texts,
    "is_core": is_flag,
    "sources": is_list,
    "fields": is_mapping,
    "grew": is_filled,
}
_SOURCE: Shape = {"source": is_filled, "passage": is_text}


def wiki_items(folder: Path) -> Iterator[Item]:
    """Yield one item per file, by slug."""
    for path in sorted(folder.glob("*.md")):
        draft, grew = read_page(path), _grew(path)
        slug = path.stem
        content = {"title": draft.title, "body": draft.body, **draft.values}
        yield Item(
            key=f"page:{slug}",
            content=content,
            find=partial(_find, slug),
            add=partial(_add, slug, draft, grew),
            update=partial(_update, draft=draft),
        )


def read_page(path: Path) -> Draft:
    """Return the page in one file; SeedError names what is not as agreed."""
    head, body = _parts(path)
    check_row(head, _SHAPE, path.name, optional=("fields", "grew"))
    check_rows(head["sources"], _SOURCE, f"{path.name}.sources")
    unknown = set(head["categories"]) - set(Category)
    if unknown:
        raise SeedError(f"{path.name}.categories: unknown {', '.join(sorted(unknown))}")
    return Draft.of(head["title"], body, {**head, "kind": PageKind(head["kind"])})


def _parts(path: Path) -> tuple[dict[str, Any], str]:
    try:
        text = path.read_text("utf-8")
        if not text.startswith(_FENCE) or _FENCE not in text[len(_FENCE) :]:
            raise SeedError(f"{path.name}: no front matter between --- lines")
        head, _fence, body = text[len(_FENCE) :].partition(_FENCE)
        return yaml.load(head, Loader=ContentLoader), body.strip()  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SeedError(f"{path.name}: {error}") from error


def _find(slug: str) -> Page | None:
    return queries.read_page(Page.slug == slug)


def _grew(path: Path) -> str:
    """Return the part that definitions got later, so that a first start shows what a newer version is."""
    return str(_parts(path)[0].get("grew", ""))


def _add(slug: str, draft: Draft, grew: str = "") -> Page:
    try:
        if not grew:
            return actions.create_page(draft, by=SYSTEM, slug=slug)
        rows = [{k: v for k, v in row.items() if k != grew} for row in draft.fields["definitions"]]
        first = replace(draft, fields={**draft.fields, "definitions": rows})
        page = actions.create_page(first, by=SYSTEM, slug=slug)
        actions.save_page(page, draft, base_revision=1, by=SYSTEM, summary="Voorbeelden toegevoegd")
        return page
    except Invalid as error:
        raise SeedError(f"{slug}: {error.code} ({error.field})") from error


def _update(page: Page, *, draft: Draft) -> None:
    try:
        actions.save_page(page, draft, base_revision=page.revision, by=SYSTEM)
    except Invalid as error:
        raise SeedError(f"{page.slug}: {error.code} ({error.field})") from error
