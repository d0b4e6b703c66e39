"""Fit the form of a use case to who opens it: what may not be seen goes, the choices come, marks are told.

Risks and commitments stay with the board (contract "Published"); who owns a use
case may see its scores, so only who may see them names the owner. The size is
the board's to overrule, and an idea is its secretary's to hand on. What is
promised on a roadmap is moved there, with a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from accounts.permissions import Permission, Scope, may
from core.errors import Refusal
from portfolio.forms.fields import MOST_ROWS, RowList
from portfolio.forms.use_case import UseCaseForm
from portfolio.models import UseCase
from portfolio.queries.use_case_forms import Choices
from portfolio.rules.terms import Phase

FOR_INSIDERS = ("risks", "has_no_risks", "owner", "team")
FOR_PLANNERS = ("size_override", "size_reason")
PLAN = ("planned_start", "planned_quarters")
FIELDS_OF_MARK = {
    "effort": ("effort_low", "effort_likely", "effort_high"),
    "cost": ("cost",),
    "planned": PLAN,
    "owner": ("owner_organisation",),
    "owner_person": ("owner",),
    "organisation_id": ("organisation",),
    "function": ("function_id",),
    "owner_id": ("owner",),
    "holder_id": ("holder",),
    "needs_id": ("code",),
}


@dataclass(frozen=True)
class Access:
    """What the reader of a form may see and set; a promised plan is set elsewhere."""

    is_insider: bool
    is_planner: bool
    is_promised: bool = False

    @classmethod
    def of(cls, scope: Scope, *, is_promised: bool = False) -> "Access":
        """Return the access of who is signed in."""
        return cls(
            may(Permission.USE_CASE_READ_SCORES, scope), may(Permission.USE_CASE_PLAN, scope), is_promised
        )


def fit(form: UseCaseForm, use_case: UseCase, choices: Choices, access: Access) -> UseCaseForm:
    """Fit ``form`` to its reader, in place."""
    gone: tuple[str, ...] = () if access.is_insider else FOR_INSIDERS
    gone += () if access.is_planner else FOR_PLANNERS
    gone += PLAN if access.is_promised else ()
    if not (access.is_planner and use_case.phase is Phase.IDEA):
        gone += ("domain_id",)
    for name in gone:
        if name in form:
            del form[name]
    if not access.is_insider:
        _take_out(form.partners, "commitment")
        _take_out(form.preconditions, "owner")
    if "domain_id" in form:
        form.domain_id.offer(choices.domains)
    form.other_domains.offer(row for row in choices.domains if row[0] != use_case.domain_id)
    form.challenges.offer(choices.challenges)
    for row in form.contributions:
        row.form.function_id.offer(choices.functions, blank=_("Kies een systeemfunctie"))
    _tell_marks(form, use_case)
    return form


def change_rows(form: UseCaseForm, *, add: str = "", remove: str = "") -> str:
    """Add an empty row to a list, or remove one; return the name of the list, "" when there is none such."""
    name, _dash, place = (remove or add).partition("-")
    rows = form._fields.get(name)
    if not isinstance(rows, RowList):
        return ""
    if add and len(rows) < MOST_ROWS:
        rows.append_entry()
    elif add:
        form.refuse(Refusal("too_many_rows", most=MOST_ROWS))
    elif place.isdecimal() and len(place) < 5 and int(place) < len(rows):
        rows.pop_entry(int(place))
    return name


def _take_out(rows: RowList, name: str) -> None:
    for row in rows:
        if name in row.form:
            del row.form[name]


def _tell_marks(form: UseCaseForm, use_case: UseCase) -> None:
    """Say in the hint of each made-up value that it is made up."""
    words = _("° Verzonnen. Wijzigt u dit, dan vervalt dat teken.")
    for field in _marked(form, use_case):
        field.description = f"{field.description} {words}".strip()


def _marked(form: UseCaseForm, use_case: UseCase) -> Iterator[Any]:
    yield from _fields(form, use_case.illustrative)
    for rows in form.row_lists():
        known = {row.id: row for row in getattr(use_case, rows.short_name, ())}
        for entry in rows:
            row = known.get(entry.form.id.data)
            yield from _fields(entry.form, getattr(row, "illustrative", ()))


def _fields(form: Any, marks: Any) -> Iterator[Any]:
    for mark in marks:
        for name in FIELDS_OF_MARK.get(mark, (mark,)):
            if name in form and not isinstance(form[name], RowList):
                yield form[name]
