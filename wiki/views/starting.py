"""How a new page opens: empty, or filled in from the thing that it is written about."""

from flask import request
from flask_login import current_user

from core.links import Reference, resolve_many, traits_of
from wiki.rules.draft import Draft
from wiki.rules.outlines import outline_of
from wiki.rules.terms import LessonPhase, PageKind


def start_of(kind: PageKind) -> Draft:
    """Return what a new page begins with: ``?title=``, and for a lesson ``?from=use-case:SOC-001``.

    With ``?outline=1`` its text begins with the headings of its kind. Of a use case that this reader
    may not see nothing is filled in.
    """
    title = request.args.get("title", "")[:200]
    type_, _colon, key = request.args.get("from", "")[:60].partition(":")
    if kind is not PageKind.LESSON or type_ != "use-case" or not key:
        return Draft(title=title, kind=kind, body=outline_of(kind) if request.args.get("outline") else "")
    reference = Reference(type_, key)
    if resolve_many([reference], current_user)[reference] is None:
        return Draft(title=title, kind=kind)
    traits = traits_of(reference, current_user)
    phases = [phase for phase in traits.get("phases", ()) if phase in list(LessonPhase)]
    fields = {"use_cases": [key], "functions": [*traits.get("functions", ())], "phases": phases}
    return Draft(title=title, kind=kind, fields={name: value for name, value in fields.items() if value})
