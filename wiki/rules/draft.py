"""All that a person can write on a page, as plain values, and what stops it from being saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from wiki.rules.definitions import modern
from wiki.rules.fields import FieldFinding, check_fields
from wiki.rules.terms import Category, PageKind

LONGEST_TITLE = 200
LONGEST_ABSTRACT = 600
LONGEST_BODY = 500_000
LONGEST_SUMMARY = 300
LONGEST_ALIAS = 100
MOST_ALIASES = 30
MOST_SOURCES = 30


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts and traits of a page. ``domains`` are slugs, ``sources`` {source, passage}."""

    title: str
    body: str = ""
    abstract: str = ""
    title_en: str = ""
    abstract_en: str = ""
    kind: PageKind = PageKind.PAGE
    categories: tuple[Category, ...] = ()
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    is_core: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Mapping[str, str], ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """All but title and body, as JSON."""
        return {
            "abstract": self.abstract,
            "title_en": self.title_en,
            "abstract_en": self.abstract_en,
            "kind": self.kind.value,
            "categories": [category.value for category in self.categories],
            "domains": list(self.domains),
            "aliases": list(self.aliases),
            "is_core": self.is_core,
            "fields": dict(self.fields),
            "sources": [dict(source) for source in self.sources],
        }

    @classmethod
    def of(cls, title: str, body: str, values: Mapping[str, Any]) -> "Draft":
        """Return the draft that was kept as ``values``; a field that is not there is empty."""
        known = {item.name for item in fields(cls)} - {"title", "body"}
        given = {name: value for name, value in values.items() if name in known}
        given["kind"] = PageKind(given.get("kind", PageKind.PAGE))
        given["categories"] = tuple(Category(value) for value in given.get("categories", ()))
        for name in ("domains", "aliases", "sources"):
            given[name] = tuple(given.get(name, ()))
        given["fields"] = modern(given["kind"], given.get("fields", {}))
        return cls(title, body, **given)


def checked(draft: Draft) -> tuple[Draft, list[FieldFinding]]:
    """Return the draft as it will be kept, and all that stops it.

    Codes beside those of fields.py: title_needed, text_too_long, too_many.
    """
    kept_fields, found = check_fields(draft.kind, modern(draft.kind, draft.fields))
    kept = replace(
        draft,
        title=_one_line(draft.title),
        title_en=_one_line(draft.title_en),
        abstract=_one_line(draft.abstract),
        abstract_en=_one_line(draft.abstract_en),
        categories=tuple(category for category in Category if category in draft.categories),
        domains=tuple(sorted(set(draft.domains))),
        aliases=_aliases(draft.aliases, _one_line(draft.title)),
        fields=kept_fields,
    )
    if not kept.title:
        found.insert(0, FieldFinding("title", "title_needed", {}))
    limits = [
        ("title", LONGEST_TITLE),
        ("title_en", LONGEST_TITLE),
        ("abstract", LONGEST_ABSTRACT),
        ("abstract_en", LONGEST_ABSTRACT),
        ("body", LONGEST_BODY),
    ]
    found += [
        FieldFinding(name, "text_too_long", {"most": most})
        for name, most in limits
        if len(getattr(kept, name)) > most
    ]
    if any(len(alias) > LONGEST_ALIAS for alias in kept.aliases):
        found.append(FieldFinding("aliases", "text_too_long", {"most": LONGEST_ALIAS}))
    for name, most in (("aliases", MOST_ALIASES), ("sources", MOST_SOURCES)):
        if len(getattr(kept, name)) > most:
            found.append(FieldFinding(name, "too_many", {"most": most}))
    return kept, found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _aliases(aliases: Iterable[str], title: str) -> tuple[str, ...]:
    """Return each alias once, whatever its case, and not the title itself."""
    seen = {title.casefold()}
    kept = []
    for alias in map(_one_line, aliases):
        if alias and alias.casefold() not in seen:
            seen.add(alias.casefold())
            kept.append(alias)
    return tuple(kept)
