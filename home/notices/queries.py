"""Read notices, what a person chose, and which mails are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from accounts.models import Person
from core.database import db
from core.links import Resolved, resolve_many
from core.mail import MailMessage
from core.notices import MailRhythm, Notice, NoticeChoice, Topic, kind_of, topic_of, topics

KEPT = timedelta(days=365)
PER_PERSON = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice as its reader sees it now: the sentence, where it leads, and why it came."""

    id: int
    text: str
    url: str
    created_at: datetime
    is_read: bool
    topic: Topic

    @property
    def reason(self) -> str:
        """Why this person is told."""
        return self.topic.reason()


def list_notices(person: Person, *, only_unread: bool = False, limit: int = PER_PERSON) -> list[Shown]:
    """Return what ``person`` may still read of the notices, newest first: rights are checked now."""
    statement = (
        select(Notice)
        .where(Notice.person_id == person.id)
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(limit)
    )
    if only_unread:
        statement = statement.where(Notice.read_at.is_(None))
    choices = choices_of(person.id)
    rows = [
        notice
        for notice in db.session.scalars(statement)
        if (topic := topic_of(notice)) and choices[topic.key].is_shown
    ]
    return readable(rows, person)


def readable(notices: Sequence[Notice], person: Person) -> list[Shown]:
    """Return the notices whose subject ``person`` may read at this moment, in the same order."""
    found = resolve_many((notice.reference for notice in notices), person)
    return [shown for notice in notices if (shown := _shown(notice, found[notice.reference]))]


def _shown(notice: Notice, subject: Resolved | None) -> Shown | None:
    kind, topic = kind_of(notice), topic_of(notice)
    if kind is None or topic is None or subject is None:
        return None
    return Shown(
        notice.id,
        kind.sentence(title=subject.title, **notice.params),
        subject.url,
        notice.created_at,
        notice.read_at is not None,
        topic,
    )


def choices_of(person_id: int) -> dict[str, NoticeChoice]:
    """Return per topic what the person chose, or the default (not in the session)."""
    made = {
        choice.topic: choice
        for choice in db.session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == person_id))
    }
    return {
        topic.key: made.get(topic.key)
        or NoticeChoice(person_id=person_id, topic=topic.key, is_shown=True, mail=topic.mail)
        for topic in topics()
    }


def list_unmailed() -> dict[int, list[Notice]]:
    """Return per person the notices that no mail has told yet, oldest first; not what another worker has."""
    statement = (
        select(Notice)
        .where(Notice.mailed_at.is_(None))
        .order_by(Notice.person_id, Notice.id)
        .with_for_update(skip_locked=True)
    )
    found: dict[int, list[Notice]] = {}
    for notice in db.session.scalars(statement):
        found.setdefault(notice.person_id, []).append(notice)
    return found


def notices_by_id(ids: Sequence[int]) -> list[Notice]:
    """Return these notices as far as they are still there, oldest first."""
    return list(db.session.scalars(select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id)))


def people_by_id(ids: Sequence[int]) -> dict[int, Person]:
    """Return the people who can still sign in."""
    statement = select(Person).where(Person.id.in_(ids), Person.is_enabled.is_(True))
    return {person.id: person for person in db.session.scalars(statement)}


def last_digests(ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each person last got a mail with notices."""
    rows: Any = db.session.execute(
        select(MailMessage.person_id, func.max(MailMessage.created_at))
        .where(MailMessage.person_id.in_(ids))
        .group_by(MailMessage.person_id)
    )
    return dict(tuple(row) for row in rows)


def list_mail_of(person_id: int) -> list[MailMessage]:
    """Return the mails to one person, newest first."""
    return list(
        db.session.scalars(
            select(MailMessage)
            .where(MailMessage.person_id == person_id)
            .order_by(MailMessage.created_at.desc(), MailMessage.id.desc())
            .limit(50)
        )
    )


def wants_mail(choices: dict[str, NoticeChoice], notice: Notice) -> MailRhythm:
    """Return how this person wants to be mailed about the topic of ``notice``."""
    topic = topic_of(notice)
    return choices[topic.key].mail if topic else MailRhythm.OFF
