"""A page as a text file and back: front matter in YAML, a blank line, the text exactly as it is.

Nothing is lost either way. All values are read as text, so that a value such as
``on`` or ``2026-03-31`` that a person typed stays what he typed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import yaml

from wiki.rules.draft import LONGEST_BODY, Draft
from wiki.rules.fields import Shape, fields_of
from wiki.rules.slugs import is_slug
from wiki.rules.terms import Category, PageKind

FORMAT = "1"
MOST_BYTES = 4 * 1024 * 1024
_FENCE = "---\n"
_DEEPEST = 8
_HEAD = ("routekaart", "slug", "revision", "digest")
_LISTS = ("categories", "domains", "aliases")
_FILE_KEYS = ("id", "name", "alt", "media_type", "sha256")
_Dumper: type[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_Reader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Unreadable(ValueError):
    """A file that is no page as we write them.

    Codes: page_file_no_head, page_file_malformed {part}, page_file_large.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class FileOfPage:
    """An attachment as the file of its page names it; ``id`` is the number that links in the text use."""

    id: int
    name: str
    alt: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page in a file; ``revision`` and ``digest`` tell what it was made from, 0 and "" for nothing."""

    slug: str
    draft: Draft
    revision: int = 0
    digest: str = ""
    files: tuple[FileOfPage, ...] = ()


def digest_of(draft: Draft) -> str:
    """Return 64 hexadecimal digits that are the same for the same draft only."""
    whole = {"title": draft.title, "body": draft.body, **draft.values}
    written = json.dumps(whole, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def write_page(page: PageFile) -> str:
    """Return the page as text; the same page gives the same text."""
    draft = page.draft
    head: dict[str, Any] = {
        "routekaart": FORMAT,
        "slug": page.slug,
        "revision": page.revision,
        "digest": page.digest or digest_of(draft),
        "title": draft.title,
        **draft.values,
        "attachments": [{name: getattr(file, name) for name in _FILE_KEYS} for file in page.files],
    }
    written = yaml.dump(
        head, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    return f"{_FENCE}{written}{_FENCE}\n{draft.body}\n"


def read_page(text: str) -> PageFile:
    """Return the page in ``text``; raises Unreadable. Check its values before you keep them."""
    if len(text) > MOST_BYTES:
        raise Unreadable("page_file_large")
    text = text.removeprefix("\ufeff")
    if text.startswith("---\r\n"):  # written by an editor that ends lines its own way
        text = text.replace("\r\n", "\n")
    head_text, fence, rest = text.partition(f"\n{_FENCE}")
    if not text.startswith(_FENCE) or not fence:
        raise Unreadable("page_file_no_head")
    head = _read_head(head_text[len(_FENCE) :])
    body = rest.removeprefix("\n").removesuffix("\n")
    if len(body) > LONGEST_BODY:
        raise Unreadable("page_file_large")
    return _page_of(head, body)


def _read_head(text: str) -> dict[str, Any]:
    """Return the front matter; without references within it, which can make a small text very large."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Reader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
                raise Unreadable("page_file_malformed", part="---")
        head = yaml.load(text, Loader=_Reader)  # noqa: S506 (all values are text)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("page_file_malformed", part="---") from error
    if not isinstance(head, dict):
        raise Unreadable("page_file_malformed", part="---")
    return head


def _page_of(head: dict[str, Any], body: str) -> PageFile:
    known = {*_HEAD, *(field.name for field in fields(Draft)), "attachments"} - {"body"}
    for name in head:
        _require(name in known, str(name)[:80])
    for name in ("slug", "title", "abstract", "title_en", "abstract_en", "revision", "digest"):
        _require(isinstance(head.get(name, ""), str), name)
    kind, slug = head.get("kind", PageKind.PAGE.value), head.get("slug", "")
    _require(kind in list(PageKind), "kind")
    _require(bool(is_slug(slug)), "slug")
    for name in _LISTS:
        _require(_is_texts(head.get(name) or []), name)
    _require(set(head.get("categories") or ()) <= set(Category), "categories")
    _require(head.get("is_core", "false") in ("true", "false"), "is_core")
    _require(str(head.get("revision", "0")).isdecimal() and len(head.get("revision", "0")) < 10, "revision")
    _require(_is_rows(head.get("sources") or [], ("source", "passage")), "sources")
    _require(_is_rows(head.get("attachments") or [], _FILE_KEYS), "attachments")
    values = head.get("fields") or {}
    _require(isinstance(values, dict), "fields")
    kept = {name: _field(PageKind(kind), name, value) for name, value in values.items()}
    draft = Draft.of(
        head.get("title", ""),
        body,
        {
            **{name: head.get(name, "") for name in ("abstract", "title_en", "abstract_en")},
            **{name: head.get(name) or [] for name in (*_LISTS, "sources")},
            "kind": kind,
            "is_core": head.get("is_core") == "true",
            "fields": kept,
        },
    )
    files = tuple(map(_file, head.get("attachments") or ()))
    return PageFile(slug, draft, int(head.get("revision") or 0), head.get("digest", ""), files)


def _file(row: Mapping[str, str]) -> FileOfPage:
    number = row.get("id", "0")
    _require(number.isdecimal() and len(number) < 10, "attachments")
    name = row.get("name", "")
    _require(bool(name) and not {"/", "\\"} & set(name) and name not in (".", ".."), "attachments")
    return FileOfPage(int(number), name, row.get("alt", ""), row.get("media_type", ""), row.get("sha256", ""))


def _field(kind: PageKind, name: str, value: Any) -> Any:
    shape = next((field.shape for field in fields_of(kind) if field.name == name), None)
    _require(shape is not None, str(name)[:80])
    if shape is Shape.ROWS:
        _require(_is_rows(value, None), name)
    elif isinstance(value, list):
        _require(_is_texts(value), name)
    else:
        _require(isinstance(value, str), name)
    return value


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_rows(value: Any, keys: tuple[str, ...] | None) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, dict)
        and all(isinstance(text, str) for text in (*row.keys(), *row.values()))
        and (keys is None or row.keys() <= set(keys))
        for row in value
    )


def _require(is_right: bool, part: str) -> None:
    if not is_right:
        raise Unreadable("page_file_malformed", part=part)
