"""A page as JSON from outside: what may be sent, and what is wrong with what was sent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.errors import Invalid
from core.forms import tidy
from wiki.rules.draft import Draft
from wiki.rules.terms import Category, PageKind

_TEXTS = ("title", "body", "abstract", "title_en", "abstract_en")
_LISTS = ("categories", "domains", "aliases")
# What a GET tells and a PUT may send back unchanged: none of it is written.
_ONLY_READ = frozenset({"id", "slug", "revision", "changed_at", "url", "permanent_url"})
_DEEPEST = 4


def draft_from_json(sent: Any, present: Draft, *, may_curate: bool) -> Draft:
    """Return ``present`` with the members that were sent; refuses with Invalid what has another shape.

    What a member may hold beyond its shape is checked when it is saved, as for the form.
    """
    if not isinstance(sent, Mapping):
        raise Invalid([("", "field_malformed", {})])
    known = {*_TEXTS, *_LISTS, "kind", "fields", "sources", "is_core", "summary"} | _ONLY_READ
    wrong: list[tuple[str, str, dict[str, Any]]] = [
        (str(name)[:80], "field_unknown", {}) for name in sent if name not in known
    ]
    changes: dict[str, Any] = {}
    for name, check in _CHECKS.items():
        if name in sent:
            value = check(_tidied(sent[name]))
            if value is None:
                wrong.append((name, "field_malformed", {}))
            changes[name] = value
    if not isinstance(sent.get("summary", ""), str):
        wrong.append(("summary", "field_malformed", {}))
    if wrong:
        raise Invalid(wrong)
    if not may_curate:
        changes.pop("is_core", None)
    if changes.get("kind", present.kind) != present.kind:
        changes.setdefault("fields", {})
    return replace(present, **changes)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: Any) -> tuple[str, ...] | None:
    is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return tuple(value) if is_list else None


def _kind(value: Any) -> PageKind | None:
    return PageKind(value) if isinstance(value, str) and value in list(PageKind) else None


def _categories(value: Any) -> tuple[Category, ...] | None:
    texts = _texts(value)
    if texts is None or not {*texts} <= {*Category}:
        return None
    return tuple(Category(item) for item in texts)


def _sources(value: Any) -> tuple[dict[str, str], ...] | None:
    if not isinstance(value, list):
        return None
    rows = [row for row in value if isinstance(row, dict) and row.keys() <= {"source", "passage"}]
    if len(rows) < len(value) or not all(isinstance(text, str) for row in rows for text in row.values()):
        return None
    return tuple({"source": row.get("source", ""), "passage": row.get("passage", "")} for row in rows)


def _fields(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_CHECKS = {
    **dict.fromkeys(_TEXTS, _text),
    "domains": _texts,
    "aliases": _texts,
    "categories": _categories,
    "kind": _kind,
    "fields": _fields,
    "sources": _sources,
    "is_core": _flag,
}


def _tidied(value: Any, depth: int = 0) -> Any:
    """Return what was sent with its texts as a form would have them; too deep a value is none."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(tidy(name)): _tidied(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_tidied(item, depth + 1) for item in value]
    return tidy(value) if isinstance(value, str) else value
