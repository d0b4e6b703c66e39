"""Write what a person read and chose, and compose the mails. None of these commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import delete, select, update

from accounts.models import Person
from core.database import count_changed, db, reading, utc_now
from core.mail import MailMessage, MailState, post
from core.notices import MailRhythm, Notice, NoticeChoice
from home.notices import queries
from home.notices.rhythm import is_due
from home.notices.words import compose


def mark_read(person: Person, ids: Sequence[int] | None = None) -> int:
    """Mark a person's own notices as read, all of them or those in ``ids``; return how many."""
    statement = (
        update(Notice)
        .where(Notice.person_id == person.id, Notice.read_at.is_(None))
        .values(read_at=utc_now())
    )
    if ids is not None:
        statement = statement.where(Notice.id.in_(ids))
    return count_changed(statement)


def choose(person: Person, choices: Mapping[str, tuple[bool, MailRhythm]]) -> None:
    """Keep per topic whether it is shown and how it is mailed."""
    known = {
        row.topic: row
        for row in db.session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == person.id))
    }
    for topic, (is_shown, mail) in choices.items():
        row = known.get(topic)
        if row is None:
            db.session.add(NoticeChoice(person_id=person.id, topic=topic, is_shown=is_shown, mail=mail))
        else:
            row.is_shown, row.mail = is_shown, mail


def switch_off_mail(person_id: int, topic: str) -> None:
    """Stop the mail of one topic, as the link under each mail does."""
    choice = db.session.get(NoticeChoice, (person_id, topic))
    if choice is None:
        choice = NoticeChoice(person_id=person_id, topic=topic, is_shown=True)
        db.session.add(choice)
    choice.mail = MailRhythm.OFF


def write_mails(now: datetime) -> int:
    """Write one mail per person for all that is due; return how many.

    What the person may no longer read is passed over for good. A notice that was
    read on the site is not mailed any more.
    """
    unmailed = queries.list_unmailed()
    people = queries.people_by_id(list(unmailed))
    last = queries.last_digests(list(unmailed))
    written = 0
    for person_id, notices in unmailed.items():
        person = people.get(person_id)
        if person is None:
            _settle(notices, now)
            continue
        choices = queries.choices_of(person_id)
        due, passed_over = [], []
        for notice in notices:
            rhythm = queries.wants_mail(choices, notice)
            if rhythm is MailRhythm.OFF or notice.read_at is not None:
                passed_over.append(notice)
            elif is_due(rhythm, created_at=notice.created_at, last_mail=last.get(person_id), now=now):
                due.append(notice)
        _settle([*passed_over, *due], now)
        written += _write(person, due)
    return written


def _settle(notices: Sequence[Notice], now: datetime) -> None:
    for notice in notices:
        notice.mailed_at = now


def _write(person: Person, due: Sequence[Notice]) -> int:
    mail = _compose(person, due)
    if mail is None:
        return 0
    post(person.id, person.email, person.language, *mail, about=[notice.id for notice in due])
    return 1


def _compose(person: Person, due: Sequence[Notice]) -> tuple[str, str] | None:
    base_url = _base_url()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy stands for it
    # A context of its own per person: addresses, language and caches of one must not reach the next.
    request = app.test_request_context("/", base_url=base_url)
    with app.app_context(), reading(), request, force_locale(person.language):
        shown = queries.readable(due, person)
        return compose(person, shown, base_url) if shown else None


def refresh_mail(message: MailMessage) -> tuple[str, str, str] | None:
    """Write a waiting mail anew, with what its reader may read and wants at this moment.

    None when the account was closed, or nothing is left. What was read on the site
    meanwhile stays in: the mail says what came, not what is new.
    """
    person = queries.people_by_id([message.person_id]).get(message.person_id)
    if person is None:
        return None
    choices = queries.choices_of(person.id)
    wanted = [
        notice
        for notice in queries.notices_by_id(message.about)
        if queries.wants_mail(choices, notice) is not MailRhythm.OFF
    ]
    mail = _compose(person, wanted)
    return (person.email, *mail) if mail else None


def _base_url() -> str:
    return current_app.config["SETTINGS"].base_url or "http://127.0.0.1:8000"


def purge(now: datetime) -> int:
    """Delete what is a year old, and mails of which nothing is to be expected; return how many rows."""
    statements = (
        delete(Notice).where(Notice.created_at < now - queries.KEPT),
        delete(MailMessage).where(
            MailMessage.created_at < now - queries.KEPT, MailMessage.state != MailState.QUEUED
        ),
    )
    return sum(count_changed(statement, synchronize_session=False) for statement in statements)
