"""The versions of an assessment, and what differs between any two that this reader may see."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import public
from core.i18n import format_day
from portfolio.actions.framework_copy import FIELDS, ROW_FIELDS
from portfolio.labels import label
from portfolio.models import FrameworkVersion
from portfolio.queries import framework as queries
from portfolio.queries.use_cases import find_use_case
from portfolio.rules.framework import PartyRole, Question, Verdict, Viewpoint
from portfolio.rules.text_diff import Piece, whole_pieces, word_pieces
from portfolio.views.blueprint import bp
from portfolio.views.framework_words import look
from portfolio.views.use_case_page import known_code

DiffRow = tuple[str, list[Piece], list[Piece], bool]
WORDS: dict[str, Callable[[], str]] = {
    "purpose": lambda: _("Wat het oplevert"),
    "value_kind": lambda: _("In cijfers"),
    "data": lambda: _("Data"),
    "has_personal": lambda: _("Persoonsgegevens"),
    "has_special": lambda: _("Bijzondere of strafrechtelijke persoonsgegevens"),
    "has_sensitive": lambda: _("Bedrijfsgevoelige gegevens"),
    "has_private": lambda: _("Gegevens van een private partij"),
    "data_note": lambda: _("Toelichting op de data"),
    "may_level": lambda: _("Mag het? Score"),
    "may_reason": lambda: _("Mag het? Waarom"),
    "may_explanation": lambda: _("Mag het? Waarom niet 0 of 5"),
    "legal_basis": lambda: _("Wetten en artikelen"),
    "can_level": lambda: _("Kan het? Score"),
    "can_reason": lambda: _("Kan het? Waarom"),
    "want_level": lambda: _("Willen we het? Score"),
    "want_reason": lambda: _("Willen we het? Waarom"),
    "verdict": lambda: _("Oordeel"),
    "verdict_reason": lambda: _("Waarom dit oordeel"),
    "parties": lambda: _("Betrokken"),
    "tools": lambda: _("Hulpmiddel"),
    "consultations": lambda: _("Geraadpleegd"),
    "viewpoints": lambda: _("Gehoord"),
    "conditions": lambda: _("Voorwaarde"),
}
TERMS: dict[tuple[str, str], Any] = {
    ("parties", "role"): PartyRole,
    ("tools", "question"): Question,
    ("viewpoints", "viewpoint"): Viewpoint,
}


@bp.get("/use-cases/<code>/assessment/history")
@public
def show_framework_history(code: str) -> ResponseReturnValue:
    """Show the versions and, of the two chosen (else the last two), what differs field by field."""
    use_case = find_use_case(code, current_user)
    if use_case is None:
        return redirect(url_for(".show_framework_history", code=known_code(code)), 301)
    versions = queries.list_versions(use_case, current_user)
    before, after = _chosen(versions)
    return render_template(
        "portfolio/framework/history.html",
        use_case=use_case,
        versions=versions,
        look=look,
        before=before,
        after=after,
        rows=diff_rows(before.snapshot, after.snapshot) if before and after else [],
    )


def _chosen(versions: Sequence[FrameworkVersion]) -> tuple[FrameworkVersion | None, FrameworkVersion | None]:
    by_number = {version.number: version for version in versions}
    wanted = [_number(name) for name in ("from", "to")]
    if any(number is not None and number not in by_number for number in wanted):
        abort(404)
    last = wanted[1] if wanted[1] is not None else max(by_number, default=None)
    if last is None:
        return None, None
    first = wanted[0]
    if first is None:
        first = max((number for number in by_number if number < last), default=None)
    if first is None:
        return None, by_number[last]
    first, last = sorted((first, last))
    return by_number[first], by_number[last]


def _number(name: str) -> int | None:
    text = request.args.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        abort(400)
    return int(text)


def diff_rows(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[DiffRow]:
    """Return a line per field, and per row of a list, that differs; in the order of the page."""
    rows: list[DiffRow] = []
    for name in FIELDS:
        was, now = _words(name, old.get(name)), _words(name, new.get(name))
        if was != now:
            rows.append(_line(WORDS[name](), was, now))
    for name in ROW_FIELDS:
        before = {row["id"]: _row_words(name, row) for row in old.get(name, ())}
        after = {row["id"]: _row_words(name, row) for row in new.get(name, ())}
        rows += [
            _line(WORDS[name](), before.get(key, ""), after.get(key, ""))
            for key in dict.fromkeys((*before, *after))
            if before.get(key) != after.get(key)
        ]
    return rows


def _line(name: str, was: str, now: str) -> DiffRow:
    pieces = word_pieces(was, now) if was and now else whole_pieces(was, now)
    return (name, *pieces, True)


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if value is None or value == "":
        return ""
    return label(Verdict(value)) if name == "verdict" else str(value)


def _row_words(name: str, row: Mapping[str, Any]) -> str:
    told = []
    for field in ROW_FIELDS[name]:
        value = row.get(field)
        if not value:
            continue
        if (name, field) in TERMS:
            told.append(label(TERMS[name, field](value)))
        else:
            told.append(format_day(date.fromisoformat(value)) if field.endswith("_on") else str(value))
    return "; ".join(told)
