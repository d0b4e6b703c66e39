"""Read a board's spreadsheet into the portfolio: first a plan with all that is wrong, then all or nothing.

The plan changes nothing. Applying it makes a new plan of what is there at that
moment, so what changed between looking and confirming is seen. None of this commits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Domain
from core.audit import Actor
from core.database import today
from core.errors import Invalid, Refusal
from portfolio.actions.plan_log import FIELDS as FIELDS_OF_PLAN
from portfolio.actions.use_cases import edit_use_case, move_use_case, propose_use_case
from portfolio.actions.writing import check_values
from portfolio.models import UseCase
from portfolio.queries.progress_inputs import first_promises
from portfolio.queries.use_case_sheet import Names, cells_of, known_names, use_cases_to_change
from portfolio.rules import findings
from portfolio.rules.completeness import Dossier, missing_for_candidate
from portfolio.rules.effort import Effort
from portfolio.rules.quarters import Quarter
from portfolio.rules.spreadsheet import CellError, Line, Sheet
from portfolio.rules.terms import Phase

# The field of a use case that a column sets, where the names differ.
FIELDS = {
    "cost_eur": "cost_cents",
    "owner": "owner_organisation_id",
    "urgent_challenges": "challenges",
}
COLUMN_OF = {field_: column for column, field_ in FIELDS.items()} | {
    "missing_challenge": "challenge",
    "missing_intended_result": "intended_result",
    "missing_effort": "effort_likely",
    "missing_preconditions": "has_no_preconditions",
    "missing_risks": "has_no_risks",
    "missing_owner": "owner",
    "missing_practice": "practice",
}
_NOT_A_FIELD = frozenset({"code", "version", "domain", "phase"})
_TERMS_THAT_STAY = frozenset({"kind"})  # an empty cell leaves these as they are


@dataclass(frozen=True)
class Change:
    """One column that changes, as text before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Planned:
    """What one row does: a new use case (no code), a change, or nothing."""

    number: int
    code: str
    title: str
    domain: Domain
    phase: Phase
    values: Mapping[str, Any] = field(repr=False)
    changes: tuple[Change, ...] = ()
    use_case: UseCase | None = None

    @property
    def is_new(self) -> bool:
        """Whether it adds a use case."""
        return self.use_case is None

    @property
    def does_nothing(self) -> bool:
        """Whether all is as it was."""
        return not self.is_new and not self.changes


@dataclass(frozen=True)
class Plan:
    """What a spreadsheet would do, and everything that stops it."""

    rows: tuple[Planned, ...]
    errors: tuple[CellError, ...]

    @property
    def added(self) -> int:
        """How many use cases it adds."""
        return sum(row.is_new for row in self.rows)

    @property
    def changed(self) -> int:
        """How many use cases it changes."""
        return sum(not row.is_new and not row.does_nothing for row in self.rows)


class SheetRefused(Refusal):
    """The spreadsheet does not fit (any more); ``plan`` says where."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("sheet_refused")
        self.plan = plan


def plan_import(sheet: Sheet, *, reader: Any, domain_ids: frozenset[int] | None) -> Plan:
    """Return what ``sheet`` would do for ``reader``, who may read into ``domain_ids`` (None: all)."""
    names = known_names()
    codes = [line.values.get("code", "") for line in sheet.lines]
    present = use_cases_to_change({code for code in codes if code}, reader)
    promised = first_promises(today(), [use_case.id for use_case in present.values()])
    errors = list(sheet.errors)
    rows = []
    for line in sheet.lines:
        desk = _Desk(line, names, domain_ids, errors, frozenset(promised))
        code = line.values.get("code", "")
        if code and codes.count(code) > 1:
            desk.refuse("code", "row_code_twice")
        planned = desk.change(present.get(code)) if code else desk.add()
        if planned is not None:
            rows.append(planned)
    return Plan(tuple(rows), tuple(sorted(errors, key=lambda error: (error.row, error.column))))


def apply_import(plan: Plan, *, by: Actor, today: date, note: str) -> list[UseCase]:
    """Do all that ``plan`` says; refuse the whole of it when anything is wrong."""
    if plan.errors:
        raise SheetRefused(plan)
    done = []
    for row in plan.rows:
        if row.use_case is not None:
            if row.changes:
                done.append(
                    edit_use_case(row.use_case, row.values, by=by, version=row.use_case.version, note=note)
                )
            continue
        use_case = propose_use_case(row.domain, row.values, by=by)
        if row.phase is Phase.CANDIDATE:
            move_use_case(use_case, to=Phase.CANDIDATE, on=today, today=today, by=by, reason=note)
        done.append(use_case)
    return done


@dataclass
class _Desk:
    """Looks at one row, and writes down what is wrong with it."""

    line: Line
    names: Names
    domain_ids: frozenset[int] | None
    errors: list[CellError]
    promised: frozenset[int]

    def refuse(self, column: str, code: str, **params: Any) -> None:
        self.errors.append(CellError(self.line.number, column, code, params))

    def may_use(self, domain: Domain) -> bool:
        return self.domain_ids is None or domain.id in self.domain_ids

    def change(self, use_case: UseCase | None) -> Planned | None:
        values = self.line.values
        if use_case is None or not self.may_use(use_case.domain):
            self.refuse("code", "row_code_unknown")
            return None
        if values.get("version") is None:
            self.refuse("version", "row_version_missing")
        elif values["version"] != use_case.version:
            self.refuse("version", "row_changed_since")
        if values.get("phase") not in (None, use_case.phase):
            self.refuse("phase", "row_phase_fixed")
        if values.get("domain") not in (None, "", use_case.domain.slug):
            self.refuse("domain", "row_domain_fixed")
        before = cells_of(use_case)
        changed = {
            column: value
            for column, value in values.items()
            if column not in _NOT_A_FIELD and self._differs(column, before[column])
        }
        if use_case.id in self.promised:
            for column in changed.keys() & {*FIELDS_OF_PLAN}:
                self.refuse(column, "plan_in_editor")
        wanted = self._fields(changed, use_case)
        self._check(use_case, wanted)
        changes = tuple(
            Change(column, "" if before[column] is None else str(before[column]), self.line.written[column])
            for column in changed
        )
        title = wanted.get("title") or use_case.title
        return Planned(
            self.line.number, use_case.code, title, use_case.domain, use_case.phase, wanted, changes, use_case
        )

    def add(self) -> Planned | None:
        values = self.line.values
        phase = values.get("phase") or Phase.IDEA
        if phase not in (Phase.IDEA, Phase.CANDIDATE):
            self.refuse("phase", "row_phase_new")
        domain = self._domain(values.get("domain", ""))
        given = {
            column: value
            for column, value in values.items()
            if column not in _NOT_A_FIELD and not (column in _TERMS_THAT_STAY and value is None)
        }
        wanted = {"title": "", **self._fields(given, None)}
        blank = UseCase()
        self._check(blank, wanted)
        if phase is Phase.CANDIDATE:
            self._check_candidate(wanted)
        if domain is None:
            return None
        return Planned(self.line.number, "", wanted["title"], domain, phase, wanted)

    def _differs(self, column: str, before: Any) -> bool:
        """Tell whether a cell says something else; spaces and line ends get lost in spreadsheets."""
        value, written = self.line.values[column], self.line.written[column]
        if value is None and column in _TERMS_THAT_STAY:
            return False
        if isinstance(value, bool):
            return value is not bool(before)
        if column == "contributions" and any(deliverable for _code, _level, deliverable in value):
            return True
        if column in ("partners", "other_domains", "urgent_challenges", "contributions", "owner"):
            return _parts(written) != _parts(str(before or ""))
        if isinstance(value, str) and not isinstance(before, (int, float)):
            return value.split() != str(before or "").split()
        if column == "cost_eur":
            return value != (None if before is None else int(before * 100))
        if column in ("planned_start", "as_of"):
            return _exported(value) != str(before or "")
        return value != before

    def _domain(self, slug: str) -> Domain | None:
        usable = {known: domain for known, domain in self.names.domains.items() if self.may_use(domain)}
        if not slug and len(usable) == 1:
            return next(iter(usable.values()))
        if not slug:
            self.refuse("domain", "row_domain_missing")
        elif slug not in usable:
            self.refuse("domain", "row_domain_unknown", known=sorted(usable)[:12])
        return usable.get(slug)

    def _fields(self, values: Mapping[str, Any], use_case: UseCase | None) -> dict[str, Any]:
        special = {
            "owner": self._owner,
            "partners": self._partners,
            "contributions": lambda given: self._contributions(given, use_case),
            "urgent_challenges": lambda given: self._ids("urgent_challenges", given, self.names.challenges),
            "other_domains": lambda given: self._ids(
                "other_domains", given, {slug: domain.id for slug, domain in self.names.domains.items()}
            ),
        }
        return {
            FIELDS.get(column, column): special[column](value) if column in special else value
            for column, value in values.items()
        }

    def _owner(self, name: str) -> int | None:
        found = self._ids("owner", [name.casefold()] if name else [], self.names.organisations)
        return found[0] if found else None

    def _partners(self, names: Any) -> list[dict[str, Any]]:
        ids = self._ids("partners", [name.casefold() for name in names], self.names.organisations)
        return [{"organisation_id": id_} for id_ in dict.fromkeys(ids)]

    def _contributions(self, given: Any, use_case: UseCase | None) -> list[dict[str, Any]]:
        ids = self._ids("contributions", [code for code, _level, _text in given], self.names.functions)
        if len(ids) < len(given):
            return []
        kept = {row.function_id: row.deliverable for row in use_case.contributions} if use_case else {}
        return [
            {"function_id": id_, "level": level, "deliverable": deliverable or kept.get(id_, "")}
            for id_, (_code, level, deliverable) in zip(ids, given, strict=True)
        ]

    def _ids(self, column: str, names: Any, known: Mapping[str, int]) -> list[int]:
        unknown = [name for name in names if name not in known]
        if unknown:
            self.refuse(column, "row_names_unknown", names=[name[:60] for name in unknown[:6]])
        return [known[name] for name in names if name in known]

    def _check(self, use_case: UseCase, wanted: Mapping[str, Any]) -> None:
        try:
            check_values(use_case, wanted)
        except Invalid as invalid:
            for name, code, params in invalid.findings:
                main = name.split("-")[0]
                self.refuse(COLUMN_OF.get(main, main), code, **params)

    def _check_candidate(self, wanted: Mapping[str, Any]) -> None:
        efforts = [wanted.get(f"effort_{name}") for name in ("low", "likely", "high")]
        try:
            effort = Effort.of(*efforts)
        except findings.Refusal:
            return  # told already
        dossier = Dossier(
            phase=Phase.IDEA,
            challenge=wanted.get("challenge", ""),
            intended_result=wanted.get("intended_result", ""),
            practice=wanted.get("practice", ""),
            has_owner=bool(wanted.get("owner_organisation_id")),
            effort=effort,
            has_no_preconditions=bool(wanted.get("has_no_preconditions")),
            has_no_risks=bool(wanted.get("has_no_risks")),
        )
        for finding in missing_for_candidate(dossier):
            self.refuse(COLUMN_OF[finding.code], finding.code)


def _parts(text: str) -> set[str]:
    return {part.strip().casefold() for part in text.split(";") if part.strip()}


def _exported(value: date | int | None) -> str:
    """Return a day or a quarter as the export writes it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(Quarter.from_index(value))
