"""The domains, and the page of one: ambition, board, use cases, mix, what comes next, and what changed."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.labels import word
from accounts.models import Domain, Membership
from accounts.permissions import Permission, Scope, may, public
from accounts.queries import count_boards, get_domain, list_board
from accounts.rules.terms import BoardRole, Role, Sector
from core.database import today
from core.web.page_cache import kept
from portfolio.charts import Material, Narrow, chart_of
from portfolio.charts import mix as mix_chart
from portfolio.labels import label
from portfolio.queries import domains as queries
from portfolio.queries.decisions import latest_decisions
from portfolio.queries.domains import EMPTY, Line, Tally
from portfolio.queries.lanes import list_shared
from portfolio.rules.mix import measure_all
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import MIX_PHASES, Kind, Phase
from portfolio.views.blueprint import bp
from portfolio.views.links import address_of
from portfolio.views.use_case_story import quarter_words

MOST_LINES = 12
MOST_NEXT = 5
MOST_STEPS = 6
MOST_DECISIONS = 4


@bp.get("/domains/")
@public
@kept
def list_domains() -> ResponseReturnValue:
    """Show every domain with what it has chosen; those that ended below."""
    domains = queries.list_all_domains()
    tallies = queries.tallies(current_user)
    active = [domain for domain in domains if _is_active(domain)]
    return render_template(
        "portfolio/domains.html",
        rows=[(domain, tallies.get(domain.id, EMPTY)) for domain in active],
        ended=[domain for domain in domains if not _is_active(domain)],
        names={domain.id: domain for domain in domains},
        mix_words={domain.id: _mix_words(tallies.get(domain.id, EMPTY)) for domain in active},
        seats=count_boards(today()),
        sees_ideas=current_user.is_authenticated,
        all_roadmaps_url=address_of("portfolio.show_all_roadmaps"),
    )


@bp.get("/domains/<slug>")
@public
@kept
def show_domain(slug: str) -> ResponseReturnValue:
    """Show one domain; a merged one goes on to the domain that took it up."""
    domain = get_domain(slug)
    if domain.slug != slug:
        return redirect(url_for(".show_domain", slug=domain.slug), 301)
    day = today()
    material = Material(current_user, Narrow(on=day, today=day, domain=domain))
    tally = queries.tallies(current_user, domain.id).get(domain.id, EMPTY)
    lines = queries.list_lines(current_user, domain.id, MOST_LINES)
    return render_template(
        "portfolio/domain.html",
        domain=domain,
        tally=tally,
        count_words=_count_words(tally),
        lines=lines,
        when=when_words,
        phase_words=[(label(phase), tally.by_phase[phase]) for phase in Phase if tally.by_phase.get(phase)],
        mix_sentence=mix_chart.sentence(measure_all(tally.items, material.narrow.mix_rule)),
        upcoming=queries.list_next(
            current_user,
            domain.id,
            since=Quarter.of(day).index + 1,
            phases=_phases_ahead(domain),
            most=MOST_NEXT,
        ),
        shared=list_shared(current_user, domain.id),
        most_shared=MOST_NEXT,
        steps=queries.list_steps(current_user, domain.id, MOST_STEPS),
        decisions=latest_decisions(MOST_DECISIONS, domain.id),
        board_url=_board_url(domain),
        board=_board(list_board(domain.id, day)),
        charts={
            name: chart_of(name, material)
            for name in (
                *(("mix", "coverage") if tally.chosen else ()),
                *(("calibration",) if material.ended else ()),
            )
        },
        new_url=address_of("portfolio.new_use_case") if may(Permission.USE_CASE_PROPOSE) else None,
    )


def _board_url(domain: Domain) -> str | None:
    """Return where a board prepares its decisions, for who may read that."""
    scope = Scope(frozenset({domain.id}))
    if not may(Permission.USE_CASE_READ_DRAFT, scope):
        return None
    return url_for(".list_board_decisions", slug=domain.slug)


def when_words(line: Line) -> str:
    """Return the planned quarters of a line: Q1 2027 – Q3 2027; empty without a plan."""
    if line.planned_start is None or not line.planned_quarters:
        return ""
    first = Quarter.from_index(line.planned_start)
    last = first + (line.planned_quarters - 1)
    return quarter_words(first) if first == last else f"{quarter_words(first)} – {quarter_words(last)}"


def _is_active(domain: Domain) -> bool:
    return domain.retired_on is None and domain.merged_into_id is None


def _phases_ahead(domain: Domain) -> frozenset[Phase]:
    """Return what is ahead on the roadmap; candidates only for who prepares it."""
    scope = Scope(frozenset({domain.id}))
    return MIX_PHASES | {Phase.CANDIDATE} if may(Permission.USE_CASE_READ_DRAFT, scope) else MIX_PHASES


def _count_words(tally: Tally) -> str:
    words = ngettext("%(num)s use case", "%(num)s use cases", tally.total)
    if not tally.initiatives:
        return words
    return _(
        "%(use_cases)s en %(initiatives)s",
        use_cases=words,
        initiatives=ngettext("%(num)s initiatief", "%(num)s initiatieven", tally.initiatives),
    )


def _mix_words(tally: Tally) -> str:
    """Return "5 klein, 2 ambitieus" of what is chosen."""
    counts = dict.fromkeys(("small", "ambitious"), 0)
    for item in tally.items:
        if item.is_in_portfolio and item.size and item.kind is Kind.USE_CASE:
            counts[item.size.value] += 1
    if not any(counts.values()):
        return ""
    return _("%(small)s klein, %(ambitious)s ambitieus", **counts)


def _board(members: Sequence[Membership]) -> dict[str, Any]:
    """Return the seats by role and sector for everyone, and the names for who is signed in."""
    seats = [member for member in members if member.role is Role.BOARD_MEMBER]
    counts: dict[tuple[BoardRole | None, Sector | None], int] = {}
    for member in seats:
        key = (member.board_role, member.sector)
        counts[key] = counts.get(key, 0) + 1
    filled = {member.board_role for member in seats}
    is_signed_in = current_user.is_authenticated
    return {
        "total": len(seats),
        "seats": [
            (
                word(role),
                [(word(sector), counts[role, sector]) for sector in _SECTORS if (role, sector) in counts],
            )
            for role in (*BoardRole, None)
            if role is not None or None in filled
        ],
        "empty": [word(role) for role in BoardRole if role not in filled],
        "members": seats if is_signed_in else [],
        "secretaries": [one for one in members if one.role is Role.SECRETARY] if is_signed_in else [],
        "is_demo": any(member.person.is_demo for member in members),
    }


_SECTORS: tuple[Sector | None, ...] = (*Sector, None)
