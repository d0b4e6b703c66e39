"""The form in which a person chooses what to be told, and how."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField

from core.forms import BaseForm, TermField
from core.notices import MailRhythm, NoticeChoice, Topic
from home.notices.words import rhythm_word


class ChoicesForm(BaseForm):
    """Two fields per topic; made by choices_form."""

    topics: Sequence[Topic] = ()

    def choices(self) -> dict[str, tuple[bool, MailRhythm]]:
        """Return per topic whether it is shown, and the rhythm."""
        return {
            topic.key: (bool(self[f"shown_{name}"].data), self[f"mail_{name}"].data)
            for name, topic in _named(self.topics)
        }

    @classmethod
    def data_of(cls, choices: Mapping[str, NoticeChoice]) -> dict[str, Any]:
        """Return what fills the form."""
        data: dict[str, Any] = {}
        for name, topic in _named(cls.topics):
            data[f"shown_{name}"] = choices[topic.key].is_shown
            data[f"mail_{name}"] = choices[topic.key].mail
        return data

    def pairs(self) -> list[tuple[Topic, Any, Any]]:
        """Return per topic its two fields, for the template."""
        return [(topic, self[f"shown_{name}"], self[f"mail_{name}"]) for name, topic in _named(self.topics)]


def _named(topics: Sequence[Topic]) -> list[tuple[str, Topic]]:
    return [(topic.key.replace(".", "_").replace("-", "_"), topic) for topic in topics]


def choices_form(topics: Sequence[Topic]) -> type[ChoicesForm]:
    """Return a form with two fields per topic."""
    fields: dict[str, Any] = {"topics": tuple(topics)}
    for name, _topic in _named(topics):
        fields[f"shown_{name}"] = BooleanField(label=None)
        fields[f"mail_{name}"] = TermField(None, terms=MailRhythm, words=rhythm_word)
    return type("FilledChoicesForm", (ChoicesForm,), fields)
