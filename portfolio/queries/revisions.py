"""Read the history of a use case, as far as one reader may know of it.

A revision from before the use case was published stays with those who could read
it then; scores, risks and commitments of a revision stay with the board unless
they were public. A save that changes nothing this reader may see does not show,
nor does its note. Source: contract.md "Published" and promise 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.permissions import Permission, rights
from core.database import db
from portfolio.models import Revision, UseCase
from portfolio.queries.use_case_page import readable_codes
from portfolio.queries.use_cases import scores_are_visible
from portfolio.queries.visibility import scope_of

Snapshot = Mapping[str, Any]
PEOPLE = ("owner", "team")
BOARD_MARKS = frozenset({"scores", "score_reasons", "chance", "risks", "commitments"})


@dataclass(frozen=True)
class Sight:
    """What a reader may see of the history of one use case."""

    is_signed_in: bool
    sees_drafts: bool
    sees_board: bool
    sees_published_scores: bool
    known_codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Version:
    """One save as a reader may see it; ``open`` and ``board`` map field to value."""

    number: int
    at: datetime
    actor: str
    note: str
    open: Snapshot
    board: Snapshot


def sight_of(use_case: UseCase, reader: Any) -> Sight:
    """Return what ``reader``, who may read this use case, may see of its history."""
    held, scope = rights(reader), scope_of(use_case)
    is_submitter = held.person_id is not None and use_case.submitter_id == held.person_id
    return Sight(
        is_signed_in=held.person_id is not None,
        sees_drafts=is_submitter or held.has(Permission.USE_CASE_READ_DRAFT, scope),
        sees_board=held.has(Permission.USE_CASE_READ_SCORES, scope),
        sees_published_scores=scores_are_visible(use_case, reader),
    )


def list_versions(use_case: UseCase, reader: Any) -> list[Version]:
    """Return every save that ``reader`` may know of, newest first: three queries."""
    statement = select(Revision).where(Revision.use_case_id == use_case.id).order_by(Revision.number)
    revisions = db.session.scalars(statement).all()
    codes = sorted({code for revision in revisions for code in _codes_in(revision.snapshot)})
    sight = replace(sight_of(use_case, reader), known_codes=readable_codes(codes, reader))
    return list(reversed(visible_versions(revisions, sight)))


def visible_versions(revisions: Sequence[Revision], sight: Sight) -> list[Version]:
    """Return the revisions as seen with ``sight``, oldest first."""
    seen: list[Version] = []
    board_before: object = None
    for revision in revisions:
        snapshot = revision.snapshot
        board = snapshot.get("board", {})
        hides_change = board != board_before and not _shows_board(snapshot, sight)
        board_before = board
        if not _shows(snapshot, sight):
            continue
        version = Version(
            revision.number,
            revision.at,
            revision.actor_label,
            "" if hides_change else revision.note,
            _open_part(snapshot, sight),
            board if _shows_board(snapshot, sight) else {},
        )
        is_news = not seen or (version.open, version.board) != (seen[-1].open, seen[-1].board)
        if sight.sees_board or is_news:
            seen.append(version)
    return seen


def _shows(snapshot: Snapshot, sight: Sight) -> bool:
    if sight.sees_drafts:
        return True
    known = snapshot["open"]
    return not known.get("is_draft") and (sight.is_signed_in or bool(known.get("published_on")))


def _shows_board(snapshot: Snapshot, sight: Sight) -> bool:
    was_public = sight.sees_published_scores and bool(snapshot["open"].get("published_on"))
    return sight.sees_board or was_public


def _open_part(snapshot: Snapshot, sight: Sight) -> Snapshot:
    hidden = () if sight.is_signed_in else PEOPLE
    known = {name: value for name, value in snapshot["open"].items() if name not in hidden}
    known["dependencies"] = [row for row in known.get("dependencies", ()) if row["code"] in sight.known_codes]
    if not _shows_board(snapshot, sight):
        known["illustrative"] = [mark for mark in known.get("illustrative", ()) if mark not in BOARD_MARKS]
        known.pop("has_no_risks", None)
    return known


def _codes_in(snapshot: Snapshot) -> list[str]:
    return [row["code"] for row in snapshot["open"].get("dependencies", ())]
