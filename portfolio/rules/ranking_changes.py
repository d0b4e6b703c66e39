"""What changed between two rankings of a board, and why, per use case (R1: show what changed and why).

A ranking is kept as rows: where each use case stood and the figures it was placed
by. From two sets of rows follow the moves and their reasons; who moved without a
reason of its own moved because others did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portfolio.rules.interval import Interval
from portfolio.rules.lanes import Entry, Floors, Lane, Ranking


class Standing(StrEnum):
    """Where a use case stood."""

    RANKED = "ranked"
    NOT_YET_RANKABLE = "not_yet_rankable"
    BELOW_FLOOR = "below_floor"
    NO_SIZE = "no_size"


class Why(StrEnum):
    """What moved a use case."""

    VALUE = "value"
    WEIGHTS = "weights"
    CHANCE = "chance"
    EFFORT = "effort"
    SIZE = "size"
    FLOOR = "floor"
    PHASE = "phase"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class RankRow:
    """A use case in a kept ranking: value 0–100 as low and high, chance in percent, person-months.

    ``model`` is the id of the scoring model that its value was computed with.
    """

    code: str
    lane: str | None
    standing: Standing
    rank: int | None
    value: Interval | None
    chance: int | None
    effort: Decimal | None
    phase: str
    model: int | None = None

    @property
    def place(self) -> tuple[str | None, Standing, int | None]:
        """Where it stands."""
        return self.lane, self.standing, self.rank

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON holds it, figures as text so that none is rounded."""
        return {
            "code": self.code,
            "lane": self.lane,
            "standing": self.standing.value,
            "rank": self.rank,
            "value": [str(self.value.low), str(self.value.high)] if self.value else None,
            "chance": self.chance,
            "effort": None if self.effort is None else str(self.effort),
            "phase": self.phase,
            "model": self.model,
        }

    @classmethod
    def of_json(cls, row: Mapping[str, Any]) -> "RankRow":
        """Return the row that ``as_json`` wrote."""
        value = row["value"]
        return cls(
            code=row["code"],
            lane=row["lane"],
            standing=Standing(row["standing"]),
            rank=row["rank"],
            value=Interval(Decimal(value[0]), Decimal(value[1])) if value else None,
            chance=row["chance"],
            effort=None if row["effort"] is None else Decimal(row["effort"]),
            phase=row["phase"],
            model=row["model"],
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the figure before and after where there is one."""

    why: Why
    before: object = None
    after: object = None


@dataclass(frozen=True, slots=True)
class Move:
    """A use case that came, went or moved; ``before`` is None for a new one, ``after`` for one gone."""

    code: str
    before: RankRow | None
    after: RankRow | None
    reasons: tuple[Reason, ...]


def rows_of(
    ranking: Ranking, phases: Mapping[str, str], models: Mapping[str, int | None]
) -> tuple[RankRow, ...]:
    """Return a ranking as rows, lane by lane in order of rank, then what has none."""
    found: list[RankRow] = []

    def add(entry: Entry, lane: str | None, standing: Standing, rank: int | None = None) -> None:
        found.append(
            RankRow(
                code=entry.code,
                lane=lane,
                standing=standing,
                rank=rank,
                value=entry.value.interval if entry.value.scored else None,
                chance=entry.chance,
                effort=entry.effort.likely if entry.effort else None,
                phase=phases[entry.code],
                model=models.get(entry.code),
            )
        )

    for lane in (ranking.small, ranking.ambitious):
        _add_lane(lane, add)
    for entry in ranking.unsized:
        add(entry, None, Standing.NO_SIZE)
    return tuple(found)


def _add_lane(lane: Lane, add: Any) -> None:
    for placed in lane.placed:
        add(placed.entry, lane.size.value, Standing.RANKED, placed.rank)
    for entry in lane.not_yet_rankable:
        add(entry, lane.size.value, Standing.NOT_YET_RANKABLE)
    for below in lane.below_floor:
        add(below.entry, lane.size.value, Standing.BELOW_FLOOR)


def compare_rankings(
    before: Iterable[RankRow],
    after: Iterable[RankRow],
    *,
    floors_before: Floors,
    floors_after: Floors,
    phases_now: Mapping[str, str] | None = None,
) -> list[Move]:
    """Return every move, in the order of the later ranking, then what is gone by code.

    ``phases_now`` tells the phase of what is gone, where it still exists.
    """
    old = {row.code: row for row in before}
    new = {row.code: row for row in after}
    moves = [
        Move(code, old.get(code), row, _reasons(old.get(code), row, floors_before != floors_after))
        for code, row in new.items()
        if code not in old or old[code].place != row.place
    ]
    for code in sorted(old.keys() - new.keys()):
        phase = (phases_now or {}).get(code)
        is_known = phase is not None and phase != old[code].phase
        reasons = (Reason(Why.PHASE, old[code].phase, phase),) if is_known else ()
        moves.append(Move(code, old[code], None, reasons))
    return moves


def changes_in_place(before: Iterable[RankRow], after: Iterable[RankRow]) -> list[Move]:
    """Return those that kept their place though a figure changed, in the order of the later ranking."""
    old = {row.code: row for row in before}
    found = []
    for row in after:
        known = old.get(row.code)
        if known is None or known.place != row.place:
            continue
        reasons = tuple(one for one in _reasons(known, row, False) if one.why is not Why.OTHERS)
        if reasons:
            found.append(Move(row.code, known, row, reasons))
    return found


def _reasons(old: RankRow | None, new: RankRow, have_floors_moved: bool) -> tuple[Reason, ...]:
    if old is None:
        return ()
    found = []
    if old.value != new.value:
        why = Why.VALUE if old.model == new.model else Why.WEIGHTS
        found.append(Reason(why, old.value, new.value))
    if old.chance != new.chance:
        found.append(Reason(Why.CHANCE, old.chance, new.chance))
    if old.effort != new.effort:
        found.append(Reason(Why.EFFORT, old.effort, new.effort))
    if old.lane != new.lane:
        found.append(Reason(Why.SIZE, old.lane, new.lane))
    if old.phase != new.phase:
        found.append(Reason(Why.PHASE, old.phase, new.phase))
    if have_floors_moved and Standing.BELOW_FLOOR in (old.standing, new.standing):
        found.append(Reason(Why.FLOOR))
    explains = [reason for reason in found if reason.why is not Why.PHASE]
    return tuple(found) if explains else (*found, Reason(Why.OTHERS))
