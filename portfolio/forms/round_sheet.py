"""The score sheet of one use case, and the form of an interest; fields follow from the frozen criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from core.forms import BaseForm, EditForm
from core.i18n import format_percent, language
from portfolio.actions.round_sheets import Given
from portfolio.labels import label
from portfolio.queries.round_scores import OwnSheet
from portfolio.rules.chance import STEP
from portfolio.rules.round_terms import CHANCE, InterestKind

UNKNOWN = "unknown"
LONGEST_COMMENT = 2000
LEVELS = range(6)


@dataclass(frozen=True)
class Line:
    """A criterion as the page shows it: its field names, help, and the words of each level."""

    code: str
    name: str
    level: str
    comment: str
    help: str
    hints: Mapping[str, str]


class SheetForm(EditForm):
    """The version and a comment; the criteria and the chance are added by ``sheet_form``."""

    comment = TextAreaField(
        _l("Wat wilt u nog zeggen over deze use case?"),
        [Length(max=LONGEST_COMMENT)],
        description=_l("Het bord leest dit bij de uitslag, met uw gezichtspunt en zonder uw naam."),
    )

    def given(self) -> dict[str, Given]:
        """Return what was filled in, by criterion."""
        codes = [name[6:] for name in self._fields if name.startswith("level_")]
        return {code: _given(self[f"level_{code}"].data, self[f"comment_{code}"].data) for code in codes}


def _given(answer: str | None, comment: str) -> Given:
    is_unknown = answer == UNKNOWN
    value = None if is_unknown or not answer else int(answer)
    return Given(value, is_unknown, comment or "")


def words_of(row: Mapping[str, Any], name: str) -> str:
    """Return a text of a frozen criterion in the reader's language."""
    english = row.get(f"{name}_en") if language() == "en" else ""
    return str(english or row.get(name, ""))


def sheet_form(frozen: Mapping[str, Any]) -> type[SheetForm]:
    """Return the form for the frozen criteria of a round, in the reader's language."""
    fields: dict[str, Any] = {}
    for row in frozen.get("criteria", ()):
        fields[f"level_{row['code']}"] = RadioField(
            words_of(row, "name"), choices=_choices([(str(n), str(n)) for n in LEVELS]), default=""
        )
        fields[f"comment_{row['code']}"] = _comment()
    words = {row["percent"]: words_of(row, "text") for row in frozen.get("chance_anchors", ())}
    chances = [(str(percent), _chance(percent, words)) for percent in range(0, 101, STEP)]
    fields[f"level_{CHANCE}"] = SelectField(
        _("Hoe groot is de kans dat het lukt?"), choices=_choices(chances), default=""
    )
    fields[f"comment_{CHANCE}"] = _comment()
    return type("SheetFormOfRound", (SheetForm,), fields)


def _choices(answers: list[tuple[str, str]]) -> list[SelectChoice]:
    all_answers = [("", _("Nog niet ingevuld")), *answers, (UNKNOWN, _("Weet ik niet"))]
    return [SelectChoice(value=value, label=words) for value, words in all_answers]


def _comment() -> TextAreaField:
    return TextAreaField(_("Waarom?"), [Length(max=LONGEST_COMMENT)])


def _chance(percent: int, words: Mapping[int, str]) -> str:
    shown = format_percent(percent / 100)
    return f"{shown}: {words[percent]}" if percent in words else shown


def lines(frozen: Mapping[str, Any]) -> list[Line]:
    """Return what the page shows of each criterion."""
    return [
        Line(
            row["code"],
            words_of(row, "name"),
            f"level_{row['code']}",
            f"comment_{row['code']}",
            words_of(row, "help"),
            {str(anchor["level"]): words_of(anchor, "text") for anchor in row["anchors"]}
            | {UNKNOWN: _("Telt niet mee in de mediaan.")},
        )
        for row in frozen.get("criteria", ())
    ]


def initial_sheet(sheet: OwnSheet | None) -> dict[str, Any]:
    """Return what the form shows at first: what was filled in so far."""
    if sheet is None:
        return {"version": 0}
    data: dict[str, Any] = {"version": sheet.version, "comment": sheet.comment}
    for code, score in sheet.scores.items():
        data[f"level_{code}"] = answer_of(score.value, is_unknown=score.is_unknown)
        data[f"comment_{code}"] = score.comment
    return data


def answer_of(value: int | None, *, is_unknown: bool) -> str:
    """Return the choice that stands for an answer."""
    return UNKNOWN if is_unknown else "" if value is None else str(value)


class InterestForm(BaseForm):
    """Why somebody leaves a use case to others."""

    kind = RadioField(
        _l("Welk belang hebt u?"),
        [InputRequired(message=_l("Kies welk belang u hebt."))],
        choices=[SelectChoice(value=kind.value, label=LazyString(label, kind)) for kind in InterestKind],
    )
