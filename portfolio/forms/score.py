"""The form in which one assessor scores a use case; its fields follow from the criteria."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from core.forms import EditForm
from core.i18n import format_percent, localised
from portfolio.models import ChanceAnchor, UseCase
from portfolio.rules.chance import STEP
from portfolio.rules.scoring_model import CriterionView

LEVELS = range(6)
LONGEST_REASON = 2000


def _number(value: Any) -> int | None:
    return None if value in (None, "") else int(value)


@dataclass(frozen=True)
class Line:
    """One criterion as the page shows it: its field names, help, and the words of each level."""

    level: str
    reason: str
    help: str
    hints: Mapping[str, str]


class ScoreForm(EditForm):
    """The version; the criteria and the chance are added by ``score_form``."""

    def levels(self) -> dict[str, int | None]:
        """Return the level of each criterion by its code; None is unknown."""
        return {name[6:]: self[name].data for name in self._fields if name.startswith("level_")}

    def reasons(self) -> dict[str, str]:
        """Return the reason of each criterion by its code."""
        return {name[7:]: self[name].data for name in self._fields if name.startswith("reason_")}


def score_form(criteria: Sequence[CriterionView], anchors: Sequence[ChanceAnchor]) -> type[ScoreForm]:
    """Return the form for these criteria, in the reader's language."""
    fields: dict[str, Any] = {}
    unknown = SelectChoice(value="", label=_("Nog onbekend"))
    for criterion in criteria:
        levels = [SelectChoice(value=str(level), label=str(level)) for level in LEVELS]
        fields[f"level_{criterion.code}"] = RadioField(
            localised(criterion, "name"), coerce=_number, choices=[unknown, *levels]
        )
        fields[f"reason_{criterion.code}"] = TextAreaField(_("Waarom?"), [Length(max=LONGEST_REASON)])
    words = {anchor.percent: localised(anchor, "text") for anchor in anchors}
    chances = [
        SelectChoice(value=str(percent), label=_chance(percent, words)) for percent in range(0, 101, STEP)
    ]
    fields["chance"] = SelectField(
        _("Hoe groot is de kans dat het lukt?"),
        coerce=_number,
        choices=[unknown, *chances],
        description=_("In stappen van 5 procent."),
    )
    return type("ScoreFormOfModel", (ScoreForm,), fields)


def _chance(percent: int, words: Mapping[int, str]) -> str:
    shown = format_percent(percent / 100)
    return f"{shown}: {words[percent]}" if percent in words else shown


def lines(criteria: Sequence[CriterionView]) -> list[Line]:
    """Return what the page shows of each criterion."""
    open_words = {"": _("Telt van laagst tot hoogst mee, dus niet als nul.")}
    return [
        Line(
            f"level_{row.code}",
            f"reason_{row.code}",
            localised(row, "help"),
            open_words | {str(anchor.level): localised(anchor, "text") for anchor in row.levels},
        )
        for row in criteria
    ]


def initial_scores(use_case: UseCase) -> dict[str, Any]:
    """Return what the form shows at first: the scores there are."""
    data: dict[str, Any] = {"version": use_case.version, "chance": use_case.chance}
    for score in use_case.assessment.scores if use_case.assessment else []:
        data[f"level_{score.criterion.code}"] = score.level
        data[f"reason_{score.criterion.code}"] = score.reason
    return data
