"""The one place where what people scored is read: one's own, or totals of a revealed round.

No other module selects from the tables of ``portfolio/models/round_blind.py``; a test
keeps it so. What leaves here is either the reader's own, or figures of groups of at
least three and comments with a viewpoint: never a person. Source: methods.md §2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.permissions import rights
from accounts.rules.terms import Layer
from core.database import db
from core.errors import NotFound
from portfolio.models import RoundScorer, RoundUseCase, ScoringRound, UseCase
from portfolio.models.round_blind import BlindScore, BlindSheet
from portfolio.queries.rounds import excluded_ids
from portfolio.rules.agreement import SMALLEST_GROUP, Concordance, Summary, concordance, is_wide, summarise
from portfolio.rules.round_terms import CHANCE, READABLE, Viewpoint


@dataclass(frozen=True, slots=True)
class OwnScore:
    """What the reader gave; neither a value nor *unknown*: not filled in."""

    value: int | None
    is_unknown: bool
    comment: str


@dataclass(frozen=True)
class OwnSheet:
    """What the reader filled in about one use case, by criterion."""

    version: int
    is_done: bool
    comment: str
    scores: Mapping[str, OwnScore]


@dataclass(frozen=True, slots=True)
class Group:
    """A viewpoint or layer of government: its median, or only that it was heard."""

    term: Viewpoint | Layer
    n: int | None
    median: Decimal | None

    @property
    def is_shown(self) -> bool:
        """Whether it is large enough for figures."""
        return self.median is not None


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote, with the viewpoint and nothing else."""

    viewpoint: Viewpoint
    text: str


@dataclass(frozen=True)
class Item:
    """The outcome of one criterion, or of the chance, for one use case."""

    criterion: str
    summary: Summary | None
    is_heard: bool
    viewpoints: Sequence[Group]
    layers: Sequence[Group]
    comments: Sequence[Comment]

    @property
    def is_chance(self) -> bool:
        """Whether it is the chance of success, in percent."""
        return self.criterion == CHANCE

    @property
    def is_wide(self) -> bool:
        """Whether people differ so much that it is worth talking about."""
        return is_wide(self.summary, is_chance=self.is_chance)


@dataclass(frozen=True)
class Outcome:
    """The outcome of one use case: an item per criterion in order, the chance last."""

    items: Sequence[Item]
    comments: Sequence[Comment]

    @property
    def is_wide(self) -> bool:
        """Whether anything in it is worth talking about."""
        return any(item.is_wide for item in self.items)

    def item(self, criterion: str) -> Item:
        """Return the outcome of one criterion."""
        return next(item for item in self.items if item.criterion == criterion)


@dataclass(frozen=True)
class Reveal:
    """A revealed round: outcomes by the id of the use case, and agreement by criterion."""

    outcomes: Mapping[int, Outcome]
    agreement: Mapping[str, Concordance | None]


@dataclass(frozen=True, slots=True)
class _Judgement:
    rater: int
    viewpoint: Viewpoint
    layer: Layer
    use_case_id: int
    criterion: str
    value: int | None
    comment: str


def own_sheets(scorer: RoundScorer, reader: Any) -> dict[int, OwnSheet]:
    """Return what ``reader`` filled in as ``scorer``, by use case; nothing of anybody else: two queries."""
    found = _own(scorer, reader).options(selectinload(BlindSheet.scores))
    return {sheet.use_case_id: _as_own(sheet) for sheet in db.session.scalars(found)}


def own_sheet_to_change(scorer: RoundScorer, use_case_id: int, reader: Any) -> BlindSheet | None:
    """Return the row of ``reader``'s own sheet, for the action that saves it."""
    found = (
        _own(scorer, reader)
        .where(BlindSheet.use_case_id == use_case_id)
        .options(selectinload(BlindSheet.scores))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(found).one_or_none()


def own_sheets_to_change(scorer: RoundScorer, reader: Any) -> Sequence[BlindSheet]:
    """Return the rows of ``reader``'s own sheets, for the action that hands them in."""
    return db.session.scalars(_own(scorer, reader).options(selectinload(BlindSheet.scores))).all()


def earlier_sheets(round_: ScoringRound, reader: Any) -> dict[int, OwnSheet]:
    """Return what ``reader`` filled in in the round before this one, by use case."""
    if round_.previous_id is None:
        return {}
    found = select(RoundScorer).where(
        RoundScorer.round_id == round_.previous_id, RoundScorer.person_id == rights(reader).person_id
    )
    scorer = db.session.scalars(found).one_or_none()
    return own_sheets(scorer, reader) if scorer else {}


def _own(scorer: RoundScorer, reader: Any) -> Any:
    return (
        select(BlindSheet)
        .join(RoundScorer, RoundScorer.id == BlindSheet.scorer_id)
        .where(RoundScorer.id == scorer.id, RoundScorer.person_id == rights(reader).person_id)
    )


def _as_own(sheet: BlindSheet) -> OwnSheet:
    scores = {row.criterion: OwnScore(row.value, row.is_unknown, row.comment) for row in sheet.scores}
    return OwnSheet(sheet.version, sheet.is_done, sheet.comment, scores)


def reveal(round_: ScoringRound, reader: Any) -> Reveal:
    """Return the outcome as a member of the board reads it, without what he has an interest in.

    Before the reveal there is nothing to find: NotFound.
    """
    left_out = excluded_ids(round_, reader)
    found = whole_reveal(round_)
    outcomes = {id_: outcome for id_, outcome in found.outcomes.items() if id_ not in left_out}
    return Reveal(outcomes, found.agreement)


def whole_reveal(round_: ScoringRound) -> Reveal:
    """Return the outcome for nobody in particular: for what the board adopts and publishes. Else NotFound."""
    if round_.state not in READABLE:
        raise NotFound("not_found")
    judgements, general = _judgements(round_)
    codes = [*(row["code"] for row in round_.criteria.get("criteria", ())), CHANCE]
    by_item: dict[tuple[int, str], list[_Judgement]] = {}
    for judgement in judgements:
        by_item.setdefault((judgement.use_case_id, judgement.criterion), []).append(judgement)
    outcomes = {
        entry.use_case_id: Outcome(
            [_item(code, by_item.get((entry.use_case_id, code), [])) for code in codes],
            _sorted(general.get(entry.use_case_id, ())),
        )
        for entry in round_.use_cases
    }
    return Reveal(outcomes, {code: _agreement(code, judgements) for code in codes})


def given_by_code(codes: Iterable[str]) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return per use case and criterion what scorers gave in its last revealed round, to draw from anew.

    Values in order of size, not of people, and only where at least three gave one:
    for calculations that keep shares and no scores. Three queries.
    """
    wanted = select(UseCase.id, UseCase.code).where(UseCase.code.in_(list(codes)))
    names: dict[int, str] = {id_: code for id_, code in db.session.execute(wanted)}  # noqa: C416
    rounds = db.session.scalars(
        select(ScoringRound)
        .where(
            ScoringRound.state.in_(READABLE),
            ScoringRound.id.in_(select(RoundUseCase.round_id).where(RoundUseCase.use_case_id.in_(names))),
        )
        .order_by(ScoringRound.revealed_at, ScoringRound.id)
    ).all()
    given: dict[int, dict[str, list[int]]] = {}
    for round_ in rounds:
        found: dict[int, dict[str, list[int]]] = {}
        for one in _judgements(round_)[0]:
            if one.value is not None and one.use_case_id in names:
                found.setdefault(one.use_case_id, {}).setdefault(one.criterion, []).append(one.value)
        given |= found
    return {
        names[id_]: {
            name: tuple(sorted(values)) for name, values in lists.items() if len(values) >= SMALLEST_GROUP
        }
        for id_, lists in given.items()
    }


def _judgements(round_: ScoringRound) -> tuple[list[_Judgement], dict[int, list[Comment]]]:
    """Read what counts: sheets that their scorer called done. Two queries."""
    found = (
        select(BlindSheet, RoundScorer.viewpoint, RoundScorer.layer)
        .join(RoundScorer, RoundScorer.id == BlindSheet.scorer_id)
        .where(RoundScorer.round_id == round_.id, BlindSheet.is_done)
        .options(selectinload(BlindSheet.scores))
    )
    judgements: list[_Judgement] = []
    general: dict[int, list[Comment]] = {}
    for sheet, viewpoint, layer in db.session.execute(found):
        if sheet.comment:
            general.setdefault(sheet.use_case_id, []).append(Comment(viewpoint, sheet.comment))
        judgements += [
            _Judgement(
                sheet.scorer_id, viewpoint, layer, sheet.use_case_id, row.criterion, row.value, row.comment
            )
            for row in _rows(sheet)
        ]
    return judgements, general


def _rows(sheet: BlindSheet) -> Iterable[BlindScore]:
    return sheet.scores


def _item(criterion: str, given: Sequence[_Judgement]) -> Item:
    known = [one for one in given if one.value is not None]
    return Item(
        criterion,
        summarise(one.value for one in known if one.value is not None),
        bool(known),
        _groups(Viewpoint, known, "viewpoint"),
        [group for group in _groups(Layer, known, "layer") if group.term is not Layer.NONE],
        _sorted(Comment(one.viewpoint, one.comment) for one in given if one.comment),
    )


def _groups(terms: Iterable[Any], known: Sequence[_Judgement], name: str) -> list[Group]:
    found = []
    for term in terms:
        values = [one.value for one in known if getattr(one, name) is term and one.value is not None]
        if values:
            summary = summarise(values)
            found.append(Group(term, summary.n if summary else None, summary.median if summary else None))
    return found


def _sorted(comments: Iterable[Comment]) -> list[Comment]:
    """Order by viewpoint and words, never by who wrote first."""
    places = list(Viewpoint)
    return sorted(comments, key=lambda one: (places.index(one.viewpoint), one.text))


def _agreement(criterion: str, judgements: Sequence[_Judgement]) -> Concordance | None:
    scores: dict[int, dict[int, int]] = {}
    for one in judgements:
        if one.criterion == criterion and one.value is not None:
            scores.setdefault(one.rater, {})[one.use_case_id] = one.value
    return concordance(scores)
