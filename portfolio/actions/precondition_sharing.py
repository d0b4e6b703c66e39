"""Make one thing of preconditions that are the same: share, join, leave, and change for all. Never commits.

The state and the date of the shared one are written onto each precondition that is
joined, with a dated change of its own. So whatever reads a precondition reads what is
shared: a page, the roadmap, a proposal, the computed status. See decision 0021.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts.permissions import Permission, Scope, rights
from core.audit import SYSTEM, Actor, record
from core.database import db, today
from core.errors import Conflict, Invalid, NotAllowed
from core.links import Reference
from core.notices import notify
from portfolio.actions.part_changes import note_changes, stood
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.actions.writing import settle
from portfolio.models import Precondition, UseCase
from portfolio.models.progress import PreconditionChange, PreconditionShare, SharedPrecondition
from portfolio.queries.part_history import changes_of_preconditions
from portfolio.queries.shared_preconditions import people_who_wait, use_cases_of
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules.terms import PreconditionKind, PreconditionState

KIND = "precondition-changed"
_FOLLOWED = ("state", "due_on", "due_quarter")


@dataclass(frozen=True)
class SharedText:
    """What a shared precondition says, and which organisation looks after it."""

    kind: PreconditionKind
    text: str
    text_en: str = ""
    owner_organisation_id: int | None = None


def share_precondition(
    precondition: Precondition,
    *,
    by: Actor,
    told: SharedText | None = None,
    same: Collection[Precondition] = (),
) -> SharedPrecondition:
    """Make a shared one of ``precondition``, in its words unless ``told``, and join those that are the same.

    It starts with the state, the date and the dated states of ``precondition``; notes
    stay with the use case they were written for. Errors: Invalid when one is shared
    already; NotAllowed for a use case of another domain than one's own.
    """
    for one in (precondition, *same):
        _check_own(one, by)
        if db.session.get(PreconditionShare, one.id) is not None:
            raise Invalid([("choice", "shared_already", {})])
    told = told or SharedText(precondition.kind, precondition.text, precondition.text_en)
    marks = [mark for mark in precondition.illustrative if mark != "due_quarter"]
    if "due_quarter" in precondition.illustrative and "due_on" not in marks:
        marks.append("due_on")
    shared = SharedPrecondition(
        kind=told.kind,
        text=told.text.strip(),
        text_en=told.text_en.strip(),
        state=precondition.state,
        due_on=precondition.due_on,
        owner_organisation_id=told.owner_organisation_id,
        illustrative=marks,
    )
    db.session.add(shared)
    db.session.flush()
    _begin_history(shared, precondition)
    record("shared_precondition.shared", shared, by=by)
    for one in (precondition, *same):
        join_precondition(one, shared, by=by)
    return shared


def join_precondition(precondition: Precondition, shared: SharedPrecondition, *, by: Actor) -> None:
    """Let ``precondition`` be the shared one: from now on it follows its state and date.

    Errors: Invalid when it is shared already; NotAllowed outside one's own domains.
    """
    _check_own(precondition, by)
    if db.session.get(PreconditionShare, precondition.id) is not None:
        raise Invalid([("choice", "shared_already", {})])
    db.session.add(PreconditionShare(precondition_id=precondition.id, shared_id=shared.id))
    db.session.flush()
    _follow(shared, [precondition.use_case_id], note="", by=by)
    record("shared_precondition.joined", shared, by=by, use_case=precondition.use_case_id)


def leave_precondition(precondition: Precondition, *, by: Actor) -> None:
    """Let ``precondition`` go its own way again; it keeps the state and date it had.

    Errors: Invalid when it is not shared; NotAllowed outside one's own domains.
    """
    _check_own(precondition, by)
    share = db.session.get(PreconditionShare, precondition.id)
    if share is None:
        raise Invalid([("choice", "shared_not", {})])
    shared = db.session.get_one(SharedPrecondition, share.shared_id)
    db.session.delete(share)
    db.session.flush()
    record("shared_precondition.left", shared, by=by, use_case=precondition.use_case_id)


def edit_shared(
    shared: SharedPrecondition,
    *,
    told: SharedText,
    state: PreconditionState,
    due_on: date | None,
    by: Actor,
    note: str = "",
    version: int | None = None,
    is_illustrative: bool = False,
) -> SharedPrecondition:
    """Change what it says and how it stands; each use case that is joined follows, owners are told.

    Errors: Conflict when it changed since ``version``; Invalid without words.
    """
    if version is not None and version != shared.version:
        raise Conflict("stale")
    if not told.text.strip():
        raise Invalid([("text", "shared_text_missing", {})])
    moved = (shared.state, shared.due_on) != (state, due_on)
    values = {
        "kind": told.kind,
        "text": told.text.strip(),
        "text_en": told.text_en.strip(),
        "owner_organisation_id": told.owner_organisation_id,
        "state": state,
        "due_on": due_on,
    }
    changed = {name for name, value in values.items() if getattr(shared, name) != value}
    for name in changed:
        setattr(shared, name, values[name])
    kept = [mark for mark in shared.illustrative if mark not in changed]
    shared.illustrative = [*kept, *sorted(changed & {"state", "due_on"})] if is_illustrative else kept
    if moved or note.strip():
        db.session.add(
            PreconditionChange(
                shared_id=shared.id,
                on=today(),
                state=state,
                due_on=due_on,
                note=note.strip(),
                by_label=by.actor_label,
                is_illustrative=is_illustrative,
            )
        )
        _follow(shared, use_cases_of(shared.id), note=note.strip(), by=by)
    db.session.flush()
    record("shared_precondition.edited", shared, by=by, moved=moved)
    if moved and by is not SYSTEM:
        waiting = [person_id for person_id in people_who_wait(shared.id) if person_id != by.actor_id]
        subject = Reference("precondition", str(shared.id))
        due = due_on.isoformat() if due_on else ""
        notify(waiting, KIND, subject, dedupe=f"{shared.version}", state=state.value, due=due)
    return shared


def _check_own(precondition: Precondition, by: Actor) -> None:
    """Refuse who may not change what belongs to the domain of this use case."""
    if by is SYSTEM:
        return
    domain_id = db.session.scalar(select(UseCase.domain_id).where(UseCase.id == precondition.use_case_id))
    scope = Scope(frozenset({domain_id} if domain_id else ()))
    if not rights(by).has(Permission.PRECONDITION_SHARE, scope):
        raise NotAllowed("shared_domain")


def _begin_history(shared: SharedPrecondition, precondition: Precondition) -> None:
    for change in list(changes_of_preconditions([precondition.id])):
        db.session.add(
            PreconditionChange(
                shared_id=shared.id,
                on=change.on,
                state=change.state,
                due_on=change.due_on,
                is_illustrative=change.is_illustrative,
            )
        )
    last = PreconditionChange(
        shared_id=shared.id,
        on=today(),
        state=shared.state,
        due_on=shared.due_on,
        is_illustrative="state" in shared.illustrative,
    )
    known = list(changes_of_preconditions([precondition.id]))
    if not known or (known[-1].state, known[-1].due_on) != (shared.state, shared.due_on):
        db.session.add(last)


def _follow(shared: SharedPrecondition, use_case_ids: Collection[int], *, note: str, by: Actor) -> None:
    """Write state and date onto what is joined in these use cases; each keeps a revision and a dated row."""
    joined = set(
        db.session.scalars(
            select(PreconditionShare.precondition_id).where(PreconditionShare.shared_id == shared.id)
        )
    )
    statement = select(UseCase).where(UseCase.id.in_(use_case_ids)).options(*EVERYTHING)
    touched = []
    for use_case in db.session.scalars(statement).unique().all():
        before = stood(use_case)
        rows = [row for row in use_case.preconditions if row.id in joined]
        for row in rows:
            _take_over(row, shared)
        notes = {row.id: note for row in rows} if note else {}
        if notes or stood(use_case).preconditions != before.preconditions:
            settle(use_case, use_case.domain, by, "use_case.preconditions_told", "")
            note_changes(use_case, before, by=by, precondition_notes=notes, refreshes=False)
            touched.append(use_case.id)
    if touched:
        db.session.flush()
        refresh_statuses(today(), touched)


def _take_over(row: Precondition, shared: SharedPrecondition) -> None:
    row.state, row.due_on = shared.state, shared.due_on
    kept = [mark for mark in row.illustrative if mark not in _FOLLOWED]
    row.illustrative = [*kept, *(mark for mark in ("state", "due_on") if mark in shared.illustrative)]
