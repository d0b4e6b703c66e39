"""The text of a mail: one line per notice, why it came, and how to stop it."""

from collections.abc import Sequence
from urllib.parse import urljoin

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from itsdangerous import BadSignature, URLSafeSerializer

from accounts.models import Person
from core.notices import MailRhythm
from home.notices.queries import Shown

_SALT = "notices-off"


def rhythm_word(rhythm: MailRhythm) -> str:
    """Return the words for a rhythm."""
    return {
        MailRhythm.OFF: _("Geen mail"),
        MailRhythm.AT_ONCE: _("Meteen"),
        MailRhythm.DAILY: _("Elke ochtend, als er iets is"),
        MailRhythm.WEEKLY: _("Elke maandag, als er iets is"),
    }[rhythm]


def compose(person: Person, shown: Sequence[Shown], base_url: str) -> tuple[str, str]:
    """Return subject and text of the mail to ``person``; call it in the person's language."""
    subject = (
        shown[0].text
        if len(shown) == 1
        else ngettext("%(num)s bericht van Routekaart", "%(num)s berichten van Routekaart", len(shown))
    )
    lines = [_("Dag %(name)s,", name=person.name), ""]
    for one in shown:
        lines += [f"* {one.text}", f"  {urljoin(base_url, one.url)}", ""]
    lines += [_("Waarom u dit krijgt"), ""]
    for topic in dict.fromkeys(one.topic for one in shown):
        address = url_for("notices.switch_off", token=sign(person.id, topic.key))
        lines += [
            f"* {topic.label()}: {topic.reason()}",
            "  " + _("Geen mail meer hierover: %(address)s", address=urljoin(base_url, address)),
            "",
        ]
    settings = urljoin(base_url, url_for("notices.edit_choices"))
    lines.append(_("Alle keuzes over berichten: %(address)s", address=settings))
    return " ".join(subject.split()), "\n".join(lines) + "\n"


def sign(person_id: int, topic: str) -> str:
    """Return the token of the link that stops the mail of one topic without signing in."""
    return str(_serializer().dumps([person_id, topic]))


def unsign(token: str) -> tuple[int, str] | None:
    """Return person and topic of a token that we made, or None."""
    try:
        person_id, topic = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(person_id), str(topic)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
