"""From a use case into its form and back: names for ids, euros for cents, text quarters for numbers.

Text that the reader left alone goes back exactly as it was: tidying it up
would look like a change and take away its mark "illustrative".
"""

from collections.abc import Callable, Mapping
from typing import Any

from core.errors import Invalid
from core.forms import tidy
from portfolio.forms.fields import RowList
from portfolio.forms.use_case import UseCaseForm
from portfolio.models import UseCase
from portfolio.queries.use_case_forms import Choices
from portfolio.rules.quarters import Quarter

Row = dict[str, Any]
Wrong = list[tuple[str, str, dict[str, Any]]]

PLAIN = (
    *("title", "title_en", "summary", "summary_en", "challenge", "intended_result", "description"),
    *("practice", "kind", "government_role", "data_level", "personal_data", "dpia", "iama"),
    *("algorithm_register", "as_of"),
    *("has_no_preconditions", "has_no_risks", "effort_low", "effort_likely", "effort_high"),
    *("planned_quarters", "size_override", "size_reason"),
)
# Columns that a row in the form has under their own name.
ROWS: dict[str, tuple[str, ...]] = {
    "partners": ("role", "role_en", "commitment"),
    "preconditions": ("text", "text_en", "kind", "is_hard", "state", "due_on"),
    "risks": ("text", "text_en", "likelihood", "impact", "mitigation"),
    "dependencies": ("reason",),
    "contributions": ("function_id", "level", "deliverable", "deliverable_en"),
    "benefits": ("text", "text_en", "indicator", "unit", "baseline", "target", "is_disbenefit"),
    "adoptions": ("kind", "adopted", "total", "as_of", "source"),
    "datasets": ("name", "note"),
    "sources": ("source", "passage"),
}


def initial(use_case: UseCase, choices: Choices) -> dict[str, Any]:
    """Return what the form shows at first; all relations must be loaded."""
    data: dict[str, Any] = {name: getattr(use_case, name) for name in PLAIN}
    data |= {
        "version": use_case.version,
        "domain_id": use_case.domain_id,
        "challenges": [row.id for row in use_case.challenges],
        "other_domains": [row.id for row in use_case.other_domains],
        "owner_organisation": choices.organisation_name(use_case.owner_organisation_id),
        "owner": choices.person_name(use_case.owner_id),
        "cost": None if use_case.cost_cents is None else use_case.cost_cents // 100,
        "planned_start": _quarter(use_case.planned_start),
        "team": [{"id": row.id, "name": choices.person_name(row.id)} for row in use_case.team],
    }
    for part, names in ROWS.items():
        data[part] = [
            {"id": row.id, **{name: getattr(row, name) for name in names}, **_named(part, row, choices)}
            for row in getattr(use_case, part)
            if part != "dependencies" or row.needs_id not in choices.hidden_needs
        ]
    return data


def _named(part: str, row: Any, choices: Choices) -> Row:
    """Return the fields of a row that the form shows by name."""
    named: dict[str, Callable[[], Row]] = {
        "partners": lambda: {"organisation": choices.organisation_name(row.organisation_id)},
        "preconditions": lambda: {"owner": choices.person_name(row.owner_id)},
        "datasets": lambda: {"holder": choices.organisation_name(row.holder_id)},
        "dependencies": lambda: {"code": row.needs.code},
    }
    return named[part]() if part in named else {}


def values_of(
    form: UseCaseForm, use_case: UseCase, choices: Choices, ids: Mapping[str, int]
) -> dict[str, Any]:
    """Return what the form says, for the action; ``ids`` knows the codes it names.

    Only what the form has: a field that its reader may not see is left out, and
    so kept. Refuses names that nobody has and rows that stand there twice.
    """
    wrong: Wrong = []
    values: dict[str, Any] = {
        name: _kept(getattr(use_case, name), form[name].data) for name in PLAIN if name in form
    }
    if "cost" in form:
        values["cost_cents"] = _cents(use_case.cost_cents, form.cost.data)
    if "planned_start" in form:
        values["planned_start"] = form.planned_start.index
    values["challenges"] = form.challenges.data or []
    values["other_domains"] = [id_ for id_ in form.other_domains.data or [] if id_ != use_case.domain_id]
    values["owner_organisation_id"] = _organisation(form.owner_organisation, choices, wrong)
    if "owner" in form:
        values["owner_id"] = _person(form.owner, choices, wrong)
        members = [_person(row.form["name"], choices, wrong) for row in form.team]
        values["team"] = [id_ for id_ in dict.fromkeys(members) if id_]
    for part in ROWS:
        if part in form:
            values[part] = _rows(part, form[part], use_case, choices, ids, wrong)
    values["dependencies"] += [
        {"needs_id": row.needs_id} for row in use_case.dependencies if row.needs_id in choices.hidden_needs
    ]
    if wrong:
        raise Invalid(wrong)
    return values


def _rows(
    part: str, rows: RowList, use_case: UseCase, choices: Choices, ids: Mapping[str, int], wrong: Wrong
) -> list[Row]:
    present = {row.id: row for row in getattr(use_case, part)}
    seen: set[Any] = set()
    result = []
    for entry in rows:
        form = entry.form
        known = present.get(form.id.data)
        values: Row = {
            name: _kept(getattr(known, name, None), form[name].data) for name in ROWS[part] if name in form
        }
        values["id"] = form.id.data
        key_field = _identify(part, form, values, use_case, choices, ids, wrong)
        if key_field is not None:
            key = tuple(values[name] for name in KEYS[part])
            if key in seen and None not in key:
                wrong.append((key_field.name, "row_twice", {}))
            seen.add(key)
        result.append(values)
    return result


KEYS = {
    "partners": ("organisation_id",),
    "contributions": ("function_id",),
    "dependencies": ("needs_id",),
    "adoptions": ("kind", "as_of"),
}


def _identify(
    part: str,
    form: Any,
    values: Row,
    use_case: UseCase,
    choices: Choices,
    ids: Mapping[str, int],
    wrong: Wrong,
) -> Any:
    """Fill in the ids that the row names; return the field that makes it unique, if any."""
    if part == "partners":
        values["organisation_id"] = _organisation(form.organisation, choices, wrong)
        return form.organisation
    if part == "datasets":
        values["holder_id"] = _organisation(form.holder, choices, wrong)
    if part == "preconditions" and "owner" in form:
        values["owner_id"] = _person(form.owner, choices, wrong)
    if part == "dependencies":
        code = form.code.data.strip().upper()
        values["needs_id"] = ids.get(code)
        if values["needs_id"] == use_case.id:
            wrong.append((form.code.name, "depends_on_itself", {}))
        elif values["needs_id"] is None:
            wrong.append((form.code.name, "unknown_use_case", {"name": code}))
        return form.code
    if part == "contributions":
        return form.function_id
    return form.as_of if part == "adoptions" else None


def _organisation(field: Any, choices: Choices, wrong: Wrong) -> int | None:
    return _found(field, choices.organisation_id, "unknown_organisation", wrong)


def _person(field: Any, choices: Choices, wrong: Wrong) -> int | None:
    return _found(field, choices.person_id, "unknown_person", wrong)


def _found(field: Any, find: Callable[[str], int | None], code: str, wrong: Wrong) -> int | None:
    if not field.data:
        return None
    id_ = find(field.data)
    if id_ is None:
        wrong.append((field.name, code, {"name": field.data[:80]}))
    return id_


def _quarter(index: int | None) -> str:
    return "" if index is None else Quarter.from_index(index).typed


def _cents(before: int | None, euros: int | None) -> int | None:
    if euros is None:
        return None
    return before if before is not None and before // 100 == euros else euros * 100


def _kept(before: Any, now: Any) -> Any:
    """Return the text as it was when it only looks different."""
    if isinstance(now, str) and isinstance(before, str) and tidy(before) == now:
        return before
    return now
