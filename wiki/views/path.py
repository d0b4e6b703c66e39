"""How do I get from this to that, and on which keys? The shortest way over recorded relations."""

from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import public
from core.i18n import localised
from core.web.page_cache import kept
from wiki.defined_labels import inverse_word
from wiki.labels import page_word
from wiki.models import Page
from wiki.queries import relations as queries
from wiki.queries.names import find_targets, name_of
from wiki.rules.neighbourhood import Picture, picture
from wiki.rules.paths import Step, shared_keys, shortest_path
from wiki.rules.relations import SYMMETRIC, join_keys
from wiki.rules.terms import Access, Basis, PersonalData
from wiki.views.blueprint import bp


@dataclass(frozen=True, slots=True)
class Place:
    """What was typed: the pages it means, and whether it is the name of a key."""

    typed: str
    pages: list[int]
    key: str = ""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step in words."""

    start: Any
    end: Any
    word: str
    keys: list[str]
    ground: str
    note: str
    state: str
    is_general: bool
    is_illustrative: bool
    cautions: list[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page shows; ``steps`` is None when there is no way."""

    steps: list[ShownStep] | None = None
    picture: Picture | None = None
    ends: dict[int, Any] = field(default_factory=dict)
    first: Any = None
    hints: list[tuple[Any, Any, str]] = field(default_factory=list)


@bp.get("/wiki/path")
@public
@kept
def find_path() -> ResponseReturnValue:
    """A way in words, then as a picture; what to try when there is none."""
    typed = [request.args.get(name, "").strip()[:200] for name in ("from", "to")]
    start, goal = (_place(text) for text in typed)
    answer = _answer(start, goal) if start.pages and goal.pages else None
    return render_template(
        "wiki/defined/path.html",
        start=start,
        goal=goal,
        answer=answer,
        titles=queries.list_titles(),
        asked=bool(typed[0] and typed[1]),
    )


def _place(typed: str) -> Place:
    """Return what was typed as pages: by title, other name or address; else the sources with such a key."""
    if not typed:
        return Place("", [])
    found = find_targets([typed])
    if found:
        return Place(typed, [found[typed]])
    with_key = queries.list_with_key([name_of(typed)])
    return Place(typed, [page_id for page_id, _name, _label in with_key], with_key[0][2] if with_key else "")


def _answer(start: Place, goal: Place) -> Answer:
    recorded = queries.list_recording({*start.pages, *goal.pages})
    steps = shortest_path(start.pages, goal.pages, queries.list_edges(), recorded)
    if steps is None:
        return _hints(start, goal, recorded)
    ids = [steps[0].start, *(step.end for step in steps)] if steps else sorted({*start.pages} & {*goal.pages})
    ends = queries.list_ends(ids)
    if not ids or any(id_ not in ends for id_ in ids):
        return Answer()
    shown = [_shown(step, ends) for step in steps]
    lines = [(one.start.id, one.end.id, "; ".join(one.keys) or one.word) for one in shown]
    titles = {page.id: localised(page, "title") for page in ends.values()}
    drawing = picture({id_: place for place, id_ in enumerate(ids)}, titles, lines) if steps else None
    return Answer(shown, drawing, ends, ends[ids[0]])


def _shown(step: Step, ends: dict[int, Page]) -> ShownStep:
    start, end = ends[step.start], ends[step.end]
    if step.kind is None:
        word = _("staat in") if step.is_backwards else _("bevat")
    elif step.is_backwards and step.kind not in SYMMETRIC:
        word = inverse_word(step.kind)
    else:
        word = page_word(step.kind)
    return ShownStep(
        start=start,
        end=end,
        word=word,
        keys=join_keys(step.row),
        ground=str(step.row.get("ground", "")),
        note=str(step.row.get("note", "")),
        state=page_word(step.state) if step.state is not None else "",
        is_general=step.row.get("basis") == Basis.GENERAL,
        is_illustrative=step.row.get("basis") == Basis.ILLUSTRATIVE,
        cautions=_cautions(end),
    )


def _cautions(page: Page) -> list[str]:
    """Return what one must mind at a source: closed, or about people."""
    found = []
    access = page.fields.get("access")
    if access in (Access.CLOSED, Access.ON_REQUEST):
        found.append(page_word(Access(access)))
    personal = page.fields.get("personal_data")
    if personal in list(PersonalData) and personal != PersonalData.NONE:
        found.append(page_word(PersonalData(personal)))
    return found


def _hints(start: Place, goal: Place, recorded: list[tuple[int, int]]) -> Answer:
    """Return sources on both sides that have a key in common, though nobody recorded that they join."""
    sides = []
    for place in (start, goal):
        pages = {*place.pages, *(source for source, thing in recorded if thing in place.pages)}
        sides.append(pages)
    keys: dict[int, dict[str, str]] = {}
    for page_id, name, label in queries.list_keys_of(sides[0] | sides[1]):
        keys.setdefault(page_id, {})[name] = label
    pairs = shared_keys(*({id_: keys.get(id_, {}) for id_ in side} for side in sides))[:5]
    ends = queries.list_ends({id_ for one, other, _key in pairs for id_ in (one, other)})
    return Answer(
        hints=[
            (ends[one], ends[other], keys[one][key])
            for one, other, key in pairs
            if {one, other} <= ends.keys()
        ]
    )
