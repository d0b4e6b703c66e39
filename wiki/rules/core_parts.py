"""Which parts of a page are core information, and how a change is split: what goes live, what waits (W1).

A change to core information passes a review; all else is live at once. Which
parts are core is a setting per kind of page, with one more list for pages that
carry the mark "kernpagina". Parts are named as on the form: "title" and
"abstract" stand for both languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from wiki.rules.draft import Draft
from wiki.rules.field_kinds import FIELDS, fields_of
from wiki.rules.terms import PageKind

MARKED = "marked"  # the list for pages with the mark, of whatever kind
ALL_FIELDS = "fields"  # in that list: every field of the kind
Setting = Mapping[str, frozenset[str]]
Parts = dict[str, Any]

_BOTH_LANGUAGES = {"title": ("title", "title_en"), "abstract": ("abstract", "abstract_en"), "body": ("body",)}
_TEXTS = ("title", "title_en", "abstract", "abstract_en", "body")
DEFAULT: dict[str, frozenset[str]] = {
    PageKind.DATASET.value: frozenset(
        {
            *("title", "abstract", "definitions", "legal_basis", "source_holder", "access", "keys"),
            *("ground_processing", "ground_sharing", "personal_data"),
        }
    ),
    PageKind.OBJECT.value: frozenset({"title", "abstract", "definitions"}),
    PageKind.TERM.value: frozenset({"title", "abstract", "definitions"}),
    PageKind.LAW.value: frozenset({"title", "abstract"}),
    MARKED: frozenset({"title", "abstract", ALL_FIELDS}),
}


def choices() -> dict[str, tuple[str, ...]]:
    """Return the parts that can be core, by kind and for marked pages, in the order of the form."""
    plain = ("title", "abstract", "body")
    kinds = {kind.value: (*plain, *(field.name for field in FIELDS.get(kind, ()))) for kind in PageKind}
    return {**kinds, MARKED: (*plain, ALL_FIELDS)}


def tidy_setting(given: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return a setting as it is kept: known kinds and parts only, in their order, no empty lists."""
    found = {}
    for kind, parts in choices().items():
        chosen = [part for part in parts if part in set(given.get(kind, ()))]
        if chosen:
            found[kind] = chosen
    return found


def core_parts(kind: PageKind, is_marked: bool, setting: Setting) -> frozenset[str]:
    """Return the names of the core parts of a page; the fields of its kind by their own names."""
    parts = set(setting.get(kind.value, frozenset()))
    if is_marked:
        parts |= setting.get(MARKED, frozenset()) - {ALL_FIELDS}
        if ALL_FIELDS in setting.get(MARKED, frozenset()):
            parts |= {field.name for field in fields_of(kind)}
    return frozenset(parts)


def split(live: Draft, wanted: Draft, setting: Setting) -> tuple[Draft, Parts]:
    """Return what of ``wanted`` goes live at once, and the core values that wait for a review.

    Where one kind has core parts, another kind is a core change itself, with all
    fields. The mark is put on at once and taken off by a review.
    """
    core = core_parts(live.kind, live.is_core, setting)
    has_other_kind = live.kind != wanted.kind
    if has_other_kind:
        core |= core_parts(wanted.kind, wanted.is_core, setting)
    if not core:
        return wanted, {}
    parts = differences(live, wanted, core)
    if live.is_core and not wanted.is_core:
        parts["is_core"] = False
    if has_other_kind:
        parts["kind"] = wanted.kind.value
        parts["fields"] = dict(wanted.fields)
    return without(wanted, live, parts), parts


def split_new(wanted: Draft, setting: Setting) -> tuple[Draft, Parts]:
    """Return a new page as it goes live, with its title, and the core values that wait."""
    core = core_parts(wanted.kind, wanted.is_core, setting)
    empty = Draft(title=wanted.title, title_en=wanted.title_en, kind=wanted.kind)
    parts = differences(empty, wanted, core)
    return without(wanted, empty, parts), parts


def differences(live: Draft, wanted: Draft, core: Iterable[str]) -> Parts:
    """Return the core values in which ``wanted`` differs from ``live``; None for an emptied field."""
    parts: Parts = {}
    fields: Parts = {}
    for name in sorted(core):
        for text in _BOTH_LANGUAGES.get(name, ()):
            if getattr(live, text) != getattr(wanted, text):
                parts[text] = getattr(wanted, text)
        if name not in _BOTH_LANGUAGES and live.fields.get(name) != wanted.fields.get(name):
            fields[name] = wanted.fields.get(name)
    if fields:
        parts["fields"] = fields
    return parts


def without(wanted: Draft, live: Draft, parts: Mapping[str, Any]) -> Draft:
    """Return ``wanted`` with what ``live`` has wherever ``parts`` says something."""
    kept: dict[str, Any] = {name: getattr(live, name) for name in _TEXTS if name in parts}
    if "is_core" in parts:
        kept["is_core"] = live.is_core
    if "kind" in parts:
        return replace(wanted, **kept, kind=live.kind, fields=live.fields)
    fields = {name: value for name, value in wanted.fields.items() if name not in parts.get("fields", {})}
    fields |= {name: live.fields[name] for name in parts.get("fields", {}) if name in live.fields}
    return replace(wanted, **kept, fields=fields)


def overlay(live: Draft, parts: Mapping[str, Any]) -> Draft:
    """Return ``live`` with the values of ``parts``."""
    new: dict[str, Any] = {name: parts[name] for name in (*_TEXTS, "is_core") if name in parts}
    if "kind" in parts:
        new["kind"] = PageKind(parts["kind"])
        new["fields"] = dict(parts.get("fields", {}))
    else:
        fields = {**live.fields, **parts.get("fields", {})}
        new["fields"] = {name: value for name, value in fields.items() if value not in (None, "", [])}
    return replace(live, **new)


def same_parts(live: Draft, wanted: Draft, parts: Mapping[str, Any]) -> Parts:
    """Return what ``wanted`` has where ``parts`` says something and ``live`` has something else."""
    found: Parts = {
        name: getattr(wanted, name)
        for name in (*_TEXTS, "is_core")
        if name in parts and getattr(wanted, name) != getattr(live, name)
    }
    if "kind" in parts and wanted.kind != live.kind:
        return {**found, "kind": wanted.kind.value, "fields": dict(wanted.fields)}
    names = {*wanted.fields, *live.fields} if "kind" in parts else parts.get("fields", {})
    fields = {
        name: wanted.fields.get(name) for name in names if wanted.fields.get(name) != live.fields.get(name)
    }
    return {**found, "fields": fields} if fields else found


def part_names(parts: Mapping[str, Any]) -> list[str]:
    """Return the names of the parts that a proposal is about, as the form calls them."""
    names = [name for name in ("kind", *_TEXTS, "is_core") if name in parts]
    return names if "kind" in parts else [*names, *parts.get("fields", {})]


def definition_keys(live: Draft, parts: Mapping[str, Any]) -> set[str] | None:
    """Return the keys of the definitions that change or go; None when the page as a whole is concerned."""
    fields = parts.get("fields", {})
    if part_names(parts) != ["definitions"]:
        return None
    before = {row["key"]: row for row in live.fields.get("definitions") or ()}
    after = {row["key"]: row for row in fields["definitions"] or ()}
    return {key for key, row in before.items() if after.get(key) != row}
