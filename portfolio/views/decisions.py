"""The register of decisions: a list with filters, the same as data and as a feed, and one decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, Scope, may, public, requires
from accounts.queries import get_domain
from core.database import today
from core.errors import NotFound
from core.forms import tidy
from core.i18n import localised
from core.links import Reference, Resolved
from core.web.page_cache import kept
from core.web.paging import wanted_page
from core.web.save import save
from core.web.tables import csv_response, json_response
from portfolio.actions import decisions_revisit as revisiting
from portfolio.exports.decisions import COLUMNS, cells_of, record_of
from portfolio.forms.decisions import SettleForm
from portfolio.labels import label
from portfolio.models import Decision
from portfolio.queries import decisions as queries
from portfolio.queries.decisions import Narrowed
from portfolio.rules.decisions import DecisionKind
from portfolio.rules.quarters import Quarter
from portfolio.views.blueprint import bp
from portfolio.views.decided_runs import proposals_of
from portfolio.views.use_case_story import quarter_words

FEED_LENGTH = 30


@bp.get("/decisions/")
@public
@kept
def list_decisions() -> ResponseReturnValue:
    """Show one page of the register."""
    narrowed = _narrowed()
    page = queries.page_of_decisions(narrowed, wanted_page())
    choices = queries.filter_choices()
    arguments = _arguments(narrowed)
    return render_template(
        "portfolio/decisions/list.html",
        page=page,
        followed=queries.followers([decision.id for decision in page.items]),
        narrowed=narrowed,
        chosen=len(arguments),
        count_words=ngettext("%(num)s besluit", "%(num)s besluiten", page.total),
        chosen_words=_chosen_words(narrowed, choices),
        choices=choices,
        kinds=list(DecisionKind),
        data_urls={form: url_for(".export_decisions", form=form, **arguments) for form in ("csv", "json")},
    )


@bp.get("/decisions.<any(csv, json):form>")
@public
def export_decisions(form: str) -> ResponseReturnValue:
    """Answer with all decisions that the filters leave."""
    rows = queries.all_decisions(_narrowed(), whole=True)
    followed = queries.followers([decision.id for decision in rows])
    records = [record_of(decision, followed.get(decision.id), _address) for decision in rows]
    if form == "json":
        return json_response({"count": len(records), "decisions": records})
    return csv_response("decisions", COLUMNS, [cells_of(record) for record in records])


@bp.get("/decisions.atom")
@public
@kept
def show_decisions_feed() -> ResponseReturnValue:
    """The newest decisions as a feed."""
    base = str(current_app.config["SETTINGS"].base_url or request.url_root.rstrip("/"))
    text = render_template(
        "portfolio/decisions/feed.xml", decisions=queries.latest_decisions(FEED_LENGTH), base=base
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")


@bp.get("/decisions/<number>")
@public
@kept
def show_decision(number: str) -> ResponseReturnValue:
    """Show one published decision; a number in small letters goes on to the real one."""
    decision = queries.find_decision(number)
    if decision is None:
        if number != number.upper() and queries.find_decision(number.upper()) is not None:
            return redirect(url_for(".show_decision", number=number.upper()), 301)
        raise NotFound("not_found")
    return decision_page(decision)


def decision_page(decision: Decision, **more: Any) -> str:
    """Return the page of a decision, draft or published; names of people only for its board."""
    scope = Scope(frozenset({decision.domain_id}))
    return render_template(
        "portfolio/decisions/decision.html",
        decision=decision,
        followed=queries.followed_by(decision),
        proposals=proposals_of([decision.id]),
        quarters=quarters_words,
        names=_names(decision) if may(Permission.USE_CASE_READ_DRAFT, scope) else {},
        may_prepare=may(Permission.USE_CASE_PLAN, scope),
        **more,
    )


def quarters_words(start: int, quarters: int) -> str:
    """Return Q1 2027 – Q3 2027."""
    first = Quarter.from_index(start)
    last = first + (quarters - 1)
    return quarter_words(first) if first == last else f"{quarter_words(first)} – {quarter_words(last)}"


def _names(decision: Decision) -> dict[str, list[tuple[str, str]]]:
    """Return (seat, name or pseudonym) of the people beside a decision, by their part."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in decision.people:
        name = one.person.name if one.person else one.pseudonym
        if name:
            found.setdefault(one.part, []).append((one.seat, name))
    return found


@bp.get("/domains/<slug>/not-chosen")
@public
@kept
def show_not_chosen(slug: str) -> ResponseReturnValue:
    """Show what a board did not choose, and why."""
    domain = get_domain(slug)
    if domain.slug != slug:
        return redirect(url_for(".show_not_chosen", slug=domain.slug), 301)
    items = queries.list_not_chosen(domain.id)
    return render_template(
        "portfolio/decisions/not_chosen.html",
        domain=domain,
        items=items,
        proposals=proposals_of({item.decision_id for item in items}),
    )


def _scope_of_number(number: str, revisit_id: int) -> Scope:
    decision = queries.find_decision(number)
    if decision is None or revisiting.find_revisit(decision, revisit_id) is None:
        raise NotFound("not_found")
    return Scope(frozenset({decision.domain_id}))


@bp.route("/decisions/<number>/revisits/<id:revisit_id>", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=_scope_of_number)
def settle_revisit(number: str, revisit_id: int) -> ResponseReturnValue:
    """Record what the board found when it looked again."""
    decision = queries.find_decision(number)
    revisit = revisiting.find_revisit(decision, revisit_id) if decision else None
    if decision is None or revisit is None:
        raise NotFound("not_found")
    form = SettleForm()
    if form.is_submitted():
        outcome = save(
            form,
            lambda: revisiting.settle_revisit(revisit, note=form.note.data, on=today(), by=current_user),
        )
        if outcome.is_saved:
            flash(_("Vastgelegd. Het besluit zelf is niet veranderd."), "success")
            return redirect(url_for(".show_decision", number=number))
        return _settle_page(form, number, revisit_id), outcome.status
    return _settle_page(form, number, revisit_id)


def _settle_page(form: SettleForm, number: str, revisit_id: int) -> str:
    decision = queries.find_decision(number)
    if decision is None:
        raise NotFound("not_found")
    revisit = next(one for one in decision.revisits if one.id == revisit_id)
    return render_template("portfolio/decisions/settle.html", form=form, decision=decision, revisit=revisit)


def _narrowed() -> Narrowed:
    """Return what is asked for; a value that does not exist is left out."""
    year = request.args.get("year", "")
    kind = request.args.get("kind", "")
    return Narrowed(
        q=" ".join(tidy(request.args.get("q", "")[:200]).split()),
        board=tidy(request.args.get("board", "")[:80]),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        kind=DecisionKind(kind) if kind in list(DecisionKind) else None,
    )


def _arguments(narrowed: Narrowed) -> dict[str, Any]:
    known: dict[str, Any] = {
        "q": narrowed.q,
        "board": narrowed.board,
        "year": narrowed.year,
        "kind": narrowed.kind.value if narrowed.kind else "",
    }
    return {name: value for name, value in known.items() if value}


def _chosen_words(narrowed: Narrowed, choices: queries.Choices) -> str:
    words = [f"‘{narrowed.q}’"] if narrowed.q else []
    words += [localised(board, "name") for board in choices.boards if board.slug == narrowed.board]
    words += [str(narrowed.year)] if narrowed.year else []
    words += [label(narrowed.kind)] if narrowed.kind else []
    return ", ".join(words)


def _address(number: str) -> str:
    return url_for(".show_decision", number=number, _external=True)


def resolve_decisions(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "decision"; the key is a number. What is published is public."""
    found = queries.by_numbers(reference.key for reference in references)
    return {
        reference: Resolved(
            title=localised(decision, "subject"),
            url=url_for("portfolio.show_decision", number=decision.number),
            id=decision.id,
            kind=_("besluit"),
        )
        for reference in references
        if (decision := found.get(reference.key))
    }


def address_of_decision(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one."""
    number = queries.find_by_id(id_)
    return url_for("portfolio.show_decision", number=number) if number else None
