"""The history of a use case: who saved what when, and what differs between any two versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import public
from core.i18n import localised
from core.web.paging import PER_PAGE, Page, wanted_page
from portfolio.queries.revisions import Version, list_versions
from portfolio.queries.scoring_models import list_criterion_names
from portfolio.queries.use_cases import find_use_case
from portfolio.rules.changes import changes
from portfolio.rules.text_diff import Piece, whole_pieces, word_pieces
from portfolio.views.blueprint import bp
from portfolio.views.change_words import TEXTS, field_words, mark_words, part_words, row_words, value_words
from portfolio.views.use_case_page import known_code

DiffRow = tuple[str, list[Piece], list[Piece], bool]
LONGEST_NAME = 60
NAMED_BY = ("code", "text", "name", "source", "id")  # what people call a row by, the first that it has
NO_ROW: Mapping[str, Any] = {}


@bp.get("/use-cases/<code>/history")
@public
def show_history(code: str) -> ResponseReturnValue:
    """Show the versions that this reader may know of, and the difference between two of them."""
    use_case = find_use_case(code, current_user)
    if use_case is None:
        return redirect(url_for(".show_history", code=known_code(code)), 301)
    versions = list_versions(use_case, current_user)
    before, after = _chosen(versions)
    names = {row.code: localised(row, "name") for row in list_criterion_names()}
    return render_template(
        "portfolio/use_case_history.html",
        use_case=use_case,
        page=_page_of(versions),
        before=before,
        after=after,
        rows=diff_rows(before, after, names) if before and after else [],
    )


def _chosen(versions: Sequence[Version]) -> tuple[Version | None, Version | None]:
    """Return the two versions asked for, older first; without a question the last two."""
    by_number = {version.number: version for version in versions}
    numbers = [_number(name) for name in ("from", "to")]
    if any(number is not None and number not in by_number for number in numbers):
        abort(404)
    newest = versions[0].number if versions else None
    wanted_to = numbers[1] if numbers[1] is not None else newest
    if wanted_to is None:
        return None, None
    wanted_from = numbers[0] if numbers[0] is not None else _previous(versions, wanted_to)
    if wanted_from is None:
        return None, by_number[wanted_to]
    first, last = sorted((wanted_from, wanted_to))
    return by_number[first], by_number[last]


def _number(name: str) -> int | None:
    """Return the number of a version in the address; something else than a number is a bad address."""
    text = request.args.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        abort(400)
    return int(text)


def _previous(versions: Sequence[Version], number: int) -> int | None:
    older = [version.number for version in versions if version.number < number]
    return max(older, default=None)


def _page_of(versions: list[Version]) -> Page[Version]:
    last = max(1, -(-len(versions) // PER_PAGE))
    number = min(wanted_page(), last)
    start = (number - 1) * PER_PAGE
    return Page(versions[start : start + PER_PAGE], number, len(versions))


def diff_rows(before: Version, after: Version, criteria: Mapping[str, str]) -> list[DiffRow]:
    """Return what differs, one line per field or per value of a row, in the order of the fields."""
    rows: list[DiffRow] = []
    for old, new in ((before.open, after.open), (before.board, after.board)):
        done: set[tuple[str, str | int | None]] = set()
        for change in changes(old, new):
            field = str(change.path[0])
            key: str | int | None = None
            if _holds_rows(old.get(field)) or _holds_rows(new.get(field)):
                key = change.path[1] if len(change.path) > 1 else None
                if (field, key) not in done:
                    rows += _row_changes(field, key, old.get(field) or [], new.get(field) or [], criteria)
                done.add((field, key))
            elif (field, key) not in done:
                done.add((field, key))
                was, now = _plain(field, old.get(field)), _plain(field, new.get(field))
                rows.append(_line(field_words(field), was, now, is_text=field in TEXTS))
    return rows


def _holds_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, Mapping) for row in value)


def _row_changes(
    field: str, key: str | int | None, old: list[Any], new: list[Any], criteria: Mapping[str, str]
) -> list[DiffRow]:
    """Return the lines of one row that came, went or changed; without a key, of all rows or their order."""
    before, after = _by_key(old), _by_key(new)
    if key is None:
        if set(before) == set(after):
            return [
                _line(
                    _("%(field)s: volgorde", field=field_words(field)), _names(field, old), _names(field, new)
                )
            ]
        return [
            line
            for each in dict.fromkeys((*before, *after))
            for line in _row_changes(field, each, old, new, criteria)
        ]
    was, now = before.get(key, NO_ROW), after.get(key, NO_ROW)
    name = f"{field_words(field)} {_name_of(field, now or was, criteria)}"
    if not was or not now:
        return [_line(name, row_words(field, was) or _there(was), row_words(field, now) or _there(now))]
    return [
        _line(
            f"{name}, {part_words(part)}",
            value_words((field, part), was.get(part)),
            value_words((field, part), now.get(part)),
            is_text=part in TEXTS,
        )
        for part in dict.fromkeys((*was, *now))
        if was.get(part) != now.get(part)
    ]


def _by_key(rows: list[Any]) -> dict[Any, Mapping[str, Any]]:
    """Return rows by what rules/changes.py finds them by: their id or code, else their place."""
    return {row.get("id", row.get("code", place)): row for place, row in enumerate(rows)}


def _name_of(field: str, row: Mapping[str, Any], criteria: Mapping[str, str]) -> str:
    if field == "scores":
        return criteria.get(row["code"], row["code"])
    if field == "adoptions":
        return value_words((field, "as_of"), row.get("as_of"))
    name = next((str(row[part]) for part in NAMED_BY if row.get(part)), "")
    return f"‘{name[:LONGEST_NAME].rstrip()}…’" if len(name) > LONGEST_NAME else f"‘{name}’"


def _names(field: str, rows: list[Any]) -> str:
    return ", ".join(_name_of(field, row, {}) for row in rows)


def _there(row: Mapping[str, Any]) -> str:
    return _("ja") if row else ""


def _plain(field: str, value: Any) -> str:
    if isinstance(value, list):
        words = mark_words if field == "illustrative" else str
        return ", ".join(words(item) for item in value)
    return value_words((field,), value)


def _line(name: str, old: str, new: str, *, is_text: bool = False) -> DiffRow:
    return (name, *(word_pieces(old, new) if is_text else whole_pieces(old, new)), True)
