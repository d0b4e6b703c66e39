"""Write what use cases refer to: system functions, urgent challenges, counts. None commits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from accounts.rules.terms import OrganisationKind
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid
from portfolio.actions.fields import assign, check_seen
from portfolio.models import (
    ChanceAnchor,
    Maturity,
    OrganisationCount,
    SystemFunction,
    UrgentChallenge,
)

FUNCTION_FIELDS = (
    *("name", "name_en", "description", "description_en", "parent_id", "position", "sources", "illustrative"),
)
CHALLENGE_FIELDS = ("name", "name_en", "since", "until", "sources")
MATURITY_FIELDS = ("on", "level", "evidence", "is_illustrative")


def add_system_function(code: str, values: Mapping[str, Any], *, by: Actor) -> SystemFunction:
    """Add a system function, or a part when ``values`` names a parent_id."""
    function = SystemFunction(code=code, name=values["name"], maturities=[])
    db.session.add(function)
    with db.session.no_autoflush:
        assign(function, values, FUNCTION_FIELDS)
    audit.record("system_function.added", function, by=by)
    return function


def edit_system_function(
    function: SystemFunction, values: Mapping[str, Any], *, by: Actor, version: int | None = None
) -> SystemFunction:
    """Change the words of a system function; its code never changes."""
    check_seen(function, version)
    _check_name(values)
    if assign(function, values, FUNCTION_FIELDS):
        audit.record("system_function.edited", function, by=by)
    return function


def add_maturity(
    function: SystemFunction,
    *,
    on: date,
    level: int,
    by: Actor,
    evidence: str = "",
    is_illustrative: bool = False,
    version: int | None = None,
) -> Maturity:
    """Record how mature a function is on a day; its maturities must be loaded."""
    check_seen(function, version)
    _check_level(level)
    if any(known.on == on for known in function.maturities):
        raise Invalid([("on", "maturity_twice", {"on": on})])
    maturity = Maturity(
        on=on, level=level, evidence=evidence, by_label=by.actor_label, is_illustrative=is_illustrative
    )
    function.maturities.append(maturity)
    function.updated_at = utc_now()
    audit.record("maturity.added", function, by=by, on=on.isoformat(), level=level)
    return maturity


def edit_maturity(
    function: SystemFunction,
    maturity: Maturity,
    values: Mapping[str, Any],
    *,
    by: Actor,
    version: int | None = None,
) -> Maturity:
    """Correct a maturity; a person's figure is no longer illustrative."""
    check_seen(function, version)
    _check_level(values.get("level", maturity.level))
    on = values.get("on", maturity.on)
    if any(known.on == on for known in function.maturities if known is not maturity):
        raise Invalid([("on", "maturity_twice", {"on": on})])
    if assign(maturity, values, MATURITY_FIELDS):
        maturity.is_illustrative = values.get("is_illustrative", False)
        maturity.by_label = by.actor_label
        function.updated_at = utc_now()
        audit.record("maturity.edited", function, by=by, on=on.isoformat(), level=maturity.level)
    return maturity


def write_maturities(function: SystemFunction, rows: Sequence[Mapping[str, Any]], *, by: Actor) -> None:
    """Make the maturities equal to ``rows``, matched by day."""
    known = {maturity.on: maturity for maturity in function.maturities}
    wanted = []
    for row in rows:
        _check_level(row["level"])
        maturity = known.get(row["on"]) or Maturity(on=row["on"])
        for name in MATURITY_FIELDS:
            setattr(maturity, name, row[name])
        wanted.append(maturity)
    function.maturities = wanted
    function.updated_at = utc_now()
    audit.record("maturity.written", function, by=by, count=len(wanted))


def set_chance_anchor(percent: int, *, text: str, text_en: str, by: Actor) -> ChanceAnchor:
    """Say in words what a chance means."""
    anchor = db.session.get(ChanceAnchor, percent) or ChanceAnchor(percent=percent)
    anchor.text, anchor.text_en = text, text_en
    db.session.add(anchor)
    audit.record("chance_anchor.set", anchor, by=by, label=f"{percent} %", percent=percent)
    return anchor


def add_challenge(slug: str, values: Mapping[str, Any], *, by: Actor) -> UrgentChallenge:
    """Add an urgent societal challenge (R4)."""
    _check_days(values.get("since"), values.get("until"))
    challenge = UrgentChallenge(slug=slug, name=values["name"], since=values["since"])
    db.session.add(challenge)
    with db.session.no_autoflush:
        assign(challenge, values, CHALLENGE_FIELDS)
    audit.record("challenge.added", challenge, by=by)
    return challenge


def edit_challenge(
    challenge: UrgentChallenge, values: Mapping[str, Any], *, by: Actor, version: int | None = None
) -> UrgentChallenge:
    """Change an urgent challenge, or end it with ``until``."""
    check_seen(challenge, version)
    _check_name(values)
    _check_days(values.get("since", challenge.since), values.get("until", challenge.until))
    if assign(challenge, values, CHALLENGE_FIELDS):
        audit.record("challenge.edited", challenge, by=by)
    return challenge


def set_count(
    kind: OrganisationKind, *, as_of: date, total: int, source: str, by: Actor
) -> OrganisationCount:
    """Record how many organisations of a kind there are on a day: N of R9."""
    if total < 1:
        raise Invalid([("total", "count_not_positive", {})])
    statement = select(OrganisationCount).where(
        OrganisationCount.kind == kind, OrganisationCount.as_of == as_of
    )
    count = db.session.scalars(statement).one_or_none() or OrganisationCount(kind=kind, as_of=as_of)
    count.total, count.source = total, source
    db.session.add(count)
    audit.record("count.set", count, by=by, label=kind.value, total=total)
    return count


def add_count(
    kind: OrganisationKind, *, as_of: date, total: int, source: str, by: Actor
) -> OrganisationCount:
    """Record N of a day of which nothing was recorded yet."""
    statement = select(OrganisationCount.id).where(
        OrganisationCount.kind == kind, OrganisationCount.as_of == as_of
    )
    if db.session.scalar(statement) is not None:
        raise Invalid([("as_of", "count_twice", {})])
    return set_count(kind, as_of=as_of, total=total, source=source, by=by)


def edit_count(
    count: OrganisationCount, *, total: int, source: str, by: Actor, version: int | None
) -> OrganisationCount:
    """Correct N or its source; the kind and the day stay."""
    check_seen(count, version)
    return set_count(count.kind, as_of=count.as_of, total=total, source=source, by=by)


def _check_name(values: Mapping[str, Any]) -> None:
    if "name" in values and not str(values["name"]).strip():
        raise Invalid([("name", "missing_name", {})])


def _check_level(level: int) -> None:
    if not 0 <= level <= 5:
        raise Invalid([("level", "unknown_level", {})])


def _check_days(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise Invalid([("until", "days_not_in_order", {})])
