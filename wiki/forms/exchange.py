"""Forms for doubt about a page and for its discussion."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from core.forms import BaseForm, EditForm, TermField
from wiki.actions.doubts import LONGEST
from wiki.rules.life import DoubtState


class DoubtForm(BaseForm):
    """What someone doubts. ``website`` is for robots: people do not see it and leave it empty."""

    field = SelectField(_l("Waarover gaat het?"), validators=[Length(max=40)])
    text = TextAreaField(_l("Wat klopt er volgens u niet, en hoe weet u dat?"), [Length(max=LONGEST)])
    website = StringField(_l("Laat dit leeg"), [Length(max=200)])

    def offer(self, parts: list[tuple[str, str]]) -> "DoubtForm":
        """Set what can be chosen, as (name, words)."""
        self.field.choices = [SelectChoice(value=name, label=words) for name, words in parts]
        return self


class ReplyForm(EditForm):
    """A turn of the exchange about a doubt, with what it settles."""

    text = TextAreaField(_l("Uw reactie"), [Length(max=LONGEST)])
    state: Any = TermField(_l("Wat is de uitkomst?"), terms=(), words={}, blank="")
    release = BooleanField(_l("Toon deze melding aan iedereen"))


def reply_form(words: dict[DoubtState, str], nothing: str) -> type[ReplyForm]:
    """Return the form with the states as choices; ``nothing`` is the words for only a reaction."""
    field = TermField(_l("Wat is de uitkomst?"), terms=tuple(words), words=words, blank=nothing)
    return type("FilledReplyForm", (ReplyForm,), {"state": field})


class CommentForm(EditForm):
    """Something to say in a discussion."""

    text = TextAreaField(_l("Uw bericht"), [Length(max=LONGEST)])


class HideForm(EditForm):
    """Why a comment is taken out of sight."""

    reason = StringField(_l("Waarom?"), [InputRequired(), Length(max=300)])
