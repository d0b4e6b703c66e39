"""The outcome of a round as a table: one row per use case, criterion and group, the columns of ``COLUMNS``.

``group`` is all, viewpoint:<term> or layer:<term>; ``standing`` is shown, heard (too few for
figures) or none (nobody gave a value). Levels are 0–5, the chance (``chance``) percent.
"""

from collections.abc import Collection, Iterator
from typing import Any

from accounts.rules.terms import Layer
from portfolio.models import RoundFinal, RoundUseCase, ScoringRound
from portfolio.queries.round_scores import Group, Item, Reveal
from portfolio.rules.round_terms import CHANCE, RoundState

COLUMNS = (
    *("round", "use_case", "title", "criterion", "group", "standing", "n", "median"),
    *("lower_quartile", "upper_quartile", "discuss", "final", "final_reason", "is_illustrative"),
)


def records_of(
    round_: ScoringRound, found: Reveal, shown: Collection[int], *, with_groups: bool
) -> list[dict[str, Any]]:
    """Return the rows of the use cases in ``shown``; without groups only the figures of all."""
    records: list[dict[str, Any]] = []
    for entry in round_.use_cases:
        if entry.use_case_id not in shown:
            continue
        finals = {row.criterion: row for row in entry.finals} if round_.state is RoundState.SETTLED else {}
        for item in found.outcomes[entry.use_case_id].items:
            records += _rows(round_, entry, item, finals.get(item.criterion), with_groups=with_groups)
    return records


def _rows(
    round_: ScoringRound, entry: RoundUseCase, item: Item, final: RoundFinal | None, *, with_groups: bool
) -> Iterator[dict[str, Any]]:
    summary = item.summary
    base = {
        **dict.fromkeys(COLUMNS),
        "round": round_.number,
        "use_case": entry.use_case.code,
        "title": entry.use_case.title,
        "criterion": criterion_name(item.criterion),
        "is_illustrative": round_.is_illustrative,
    }
    yield {
        **base,
        "group": "all",
        "standing": "shown" if summary else "heard" if item.is_heard else "none",
        "n": summary.n if summary else None,
        "median": summary.median if summary else None,
        "lower_quartile": summary.lower if summary else None,
        "upper_quartile": summary.upper if summary else None,
        "discuss": item.is_wide,
        "final": final.value if final else None,
        "final_reason": final.reason if final else None,
    }
    if with_groups:
        yield from ({**base, **_group(group)} for group in (*item.viewpoints, *item.layers))


def _group(group: Group) -> dict[str, Any]:
    kind = "layer" if isinstance(group.term, Layer) else "viewpoint"
    return {
        "group": f"{kind}:{group.term.value}",
        "standing": "shown" if group.is_shown else "heard",
        "n": group.n,
        "median": group.median,
    }


def agreement_of(found: Reveal) -> list[dict[str, Any]]:
    """Return Kendall's W per criterion, with how many people and use cases it is about."""
    return [
        {
            "criterion": criterion_name(code),
            "w": round(one.w, 4) if one else None,
            "raters": one.raters if one else None,
            "use_cases": one.items if one else None,
        }
        for code, one in found.agreement.items()
    ]


def criterion_name(code: str) -> str:
    """Return the name of a criterion outside: its code, or "chance"."""
    return "chance" if code == CHANCE else code
