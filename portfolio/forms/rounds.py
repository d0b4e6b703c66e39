"""The forms of the secretary: prepare a round, move its deadline, cancel it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.database import ZONE
from core.forms import BaseForm, EditForm
from portfolio.actions.rounds import Plan
from portfolio.labels import label
from portfolio.models import ScoringRound
from portfolio.queries.rounds import Member
from portfolio.rules.round_terms import Viewpoint

USUAL_TIME = time(17, 0)
LAST_YEAR = 2199


def moment_of(day: date, at: time) -> datetime:
    """Return the moment of a day and time where our users live, in UTC."""
    return datetime.combine(day, at, ZONE).astimezone(UTC)


def day_and_time(moment: datetime) -> tuple[date, time]:
    """Return day and time of a moment where our users live."""
    local = moment.astimezone(ZONE)
    return local.date(), local.time().replace(second=0, microsecond=0, tzinfo=None)


def _within_reach(_form: Any, field: Any) -> None:
    if field.data is not None and not 1900 <= field.data.year <= LAST_YEAR:
        raise ValidationError(_("Kies een jaar van 1900 tot en met 2199."))


class ClockField(TimeField):
    """A time of day; what is no time is refused in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Schrijf een tijd als 17:00.")) from None


class MomentForm(EditForm):
    """A form with a last moment."""

    day = DateField(_l("Uiterste dag"), [InputRequired(message=_l("Kies een dag.")), _within_reach])
    at = ClockField(_l("Tijd"), [InputRequired(message=_l("Kies een tijd."))], default=USUAL_TIME)

    def moment(self) -> datetime:
        """Return the moment that was chosen; only after a good validation."""
        return moment_of(self.day.data, self.at.data)


class RoundForm(MomentForm):
    """What is scored, until when; ``round_form`` adds a choice of viewpoint per member."""

    title = StringField(_l("Titel"), [DataRequired(message=_l("Geef een titel.")), Length(max=160)])
    use_cases = SelectMultipleField(
        _l("Use cases"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("De kandidaten van dit domein."),
    )

    def plan(self) -> Plan:
        """Return what was filled in."""
        chosen = {name: self[name].data for name in self._fields if name.startswith("scorer_")}
        return Plan(
            title=self.title.data,
            deadline=self.moment(),
            use_case_ids=self.use_cases.data or [],
            scorers={int(name[7:]): Viewpoint(value) for name, value in chosen.items() if value},
        )


def round_form(candidates: Sequence[tuple[int, str]], members: Sequence[Member]) -> type[RoundForm]:
    """Return the form for a board with these candidates as (id, words) and members."""
    choices = [SelectChoice(value="", label=_("scoort niet mee"))]
    choices += [SelectChoice(value=point.value, label=label(point)) for point in Viewpoint]
    fields: dict[str, Any] = {
        f"scorer_{member.person_id}": SelectField(member.name, choices=list(choices), default="")
        for member in members
    }

    class RoundFormOfBoard(RoundForm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.use_cases.choices = [SelectChoice(value=str(id_), label=words) for id_, words in candidates]

    return type("RoundFormOfMembers", (RoundFormOfBoard,), fields)


def initial_round(round_: ScoringRound) -> dict[str, Any]:
    """Return what the form shows of a draft."""
    day, at = day_and_time(round_.deadline)
    return {
        "version": round_.version,
        "title": round_.title,
        "use_cases": [entry.use_case_id for entry in round_.use_cases],
        "day": day,
        "at": at,
        **{f"scorer_{scorer.person_id}": scorer.viewpoint.value for scorer in round_.scorers},
    }


def first_values(viewpoints: Mapping[int, Viewpoint]) -> dict[str, Any]:
    """Return what the form shows at first: who scores for which viewpoint, as the last time."""
    return {f"scorer_{person_id}": viewpoint.value for person_id, viewpoint in viewpoints.items()}


class DeadlineForm(MomentForm):
    """A later last moment, and why."""

    reason = TextAreaField(
        _l("Waarom?"),
        [DataRequired(message=_l("Schrijf op waarom. Anderen lezen dit later terug.")), Length(max=600)],
        description=_l("Het bord leest dit bij de ronde."),
    )


class CancelForm(EditForm):
    """Why a round is broken off."""

    reason = TextAreaField(
        _l("Waarom breekt u de ronde af?"),
        [DataRequired(message=_l("Schrijf op waarom. Anderen lezen dit later terug.")), Length(max=600)],
    )


class StepForm(EditForm):
    """A step that needs no more than a press: open, reveal, hand in, settle."""


class PlainForm(BaseForm):
    """A press on something that has no version."""
