"""The fields of a structured page as its readers see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.i18n import language
from wiki.labels import field_word, page_word
from wiki.models import Page
from wiki.queries.links import Target
from wiki.rules.fields import Shape, fields_of
from wiki.rules.terms import PageKind

_AS_FACTS = frozenset({PageKind.DATASET, PageKind.TOOL})
_FACTS = frozenset({Shape.LINE, Shape.CHOICE, Shape.NAMES, Shape.TEXT})


@dataclass(frozen=True, slots=True)
class Link:
    """Words, with an address where there is one."""

    words: str
    url: str = ""
    is_dutch: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A field and its value: a text, or links. Empty means that nobody filled it in yet."""

    label: str
    text: str = ""
    links: list[Link] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.text or self.links)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a lesson is about elsewhere."""

    use_cases: list[Link]
    functions: list[Link]
    phases: list[str]
    datasets: list[Link]
    laws: list[Link]


def facts_of(page: Page, by_field: dict[str, list[Target]]) -> list[Fact]:
    """Return the fields of a dataset or tool, also the empty ones: a reader must see what lacks (W5)."""
    if page.kind not in _AS_FACTS:
        return []
    found = []
    for one in fields_of(page.kind):
        value = page.fields.get(one.name)
        if one.shape is Shape.NAMES:
            found.append(Fact(field_word(one.name), links=links_of(by_field.get(one.name, []))))
        elif one.shape is Shape.CHOICE:
            term = next((term for term in one.terms or () if term == value), None)
            found.append(Fact(field_word(one.name), page_word(term) if term else ""))
        elif one.shape is Shape.CHOICES:
            words = [page_word(term) for term in one.terms or () if term in (value or ())]
            found.append(Fact(field_word(one.name), "; ".join(words)))
        elif one.shape in _FACTS:
            found.append(Fact(field_word(one.name), str(value or "")))
    return found


def sections_of(page: Page) -> list[tuple[str, str]]:
    """Return (heading, text) of each filled-in text of a lesson."""
    if page.kind is not PageKind.LESSON:
        return []
    return [
        (field_word(one.name), str(page.fields[one.name]))
        for one in fields_of(page.kind)
        if one.shape is Shape.TEXT and one.name != "lesson" and page.fields.get(one.name)
    ]


def lesson_of(page: Page, by_field: dict[str, list[Target]]) -> Lesson | None:
    """Return where a lesson belongs; None for another kind of page."""
    if page.kind is not PageKind.LESSON:
        return None
    phases = next(one for one in fields_of(page.kind) if one.name == "phases")
    chosen = page.fields.get("phases", [])
    return Lesson(
        use_cases=links_of(by_field.get("use_cases", [])),
        functions=links_of(by_field.get("functions", [])),
        phases=[page_word(term) for term in phases.terms or () if term in chosen],
        datasets=links_of(by_field.get("datasets", [])),
        laws=links_of(by_field.get("laws", [])),
    )


def links_of(targets: list[Target]) -> list[Link]:
    """Return targets as words with an address; what this reader may not see stays its key."""
    found = []
    for target in targets:
        if target.resolved is None:
            found.append(Link(target.key))
        else:
            words = target.resolved.title
            if not target.is_page:
                words = _("%(code)s %(title)s", code=target.key, title=words)
            found.append(Link(words, target.resolved.url, target.is_dutch))
    return found


def names_of(rows: Iterable[Any]) -> list[Link]:
    """Return many pages (with the columns of queries.links.NAME) as links; their address is made once."""
    folder = url_for("wiki.show_index")
    is_english = language() == "en"
    return [
        Link(row.title_en, folder + row.slug, is_dutch=False)
        if is_english and row.title_en
        else Link(row.title, folder + row.slug)
        for row in rows
    ]
