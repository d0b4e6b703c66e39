"""Notices: what a person is told because it concerns them, on the site and by mail.

A feature registers its topics (what one may switch off) and kinds (one sentence
each), and calls ``notify`` in the transaction of the write. Titles and addresses
are looked up when a notice is shown or mailed, for that person at that moment:
who lost the right to read a thing is told nothing of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, db, utc_now
from core.links import Reference


class MailRhythm(StrEnum):
    """How often a topic may reach a person by mail."""

    OFF = "off"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Notice(Model):
    """One thing that one person is told. ``dedupe`` tells the same event from a second one."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "dedupe", name="uq_notice_person_id_dedupe"),
        Index("ix_notice_person_id_created_at", "person_id", "created_at"),
        Index("ix_notice_mailed_at_person_id", "mailed_at", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[str] = mapped_column(String(200))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    dedupe: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    @property
    def reference(self) -> Reference:
        """The thing it is about."""
        return Reference(self.subject_type, self.subject_key)


class NoticeChoice(Model):
    """What one person chose for one topic; no row is the topic's default."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(60), primary_key=True)
    is_shown: Mapped[bool] = mapped_column(default=True)
    mail: Mapped[MailRhythm]


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be switched off as one: its name, why one gets it, and what happens unless one chooses."""

    key: str
    label: Callable[[], str]
    reason: Callable[[], str]
    mail: MailRhythm = MailRhythm.DAILY


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of event: its topic and its sentence, called with the subject's title and the params."""

    key: str
    topic: str
    sentence: Callable[..., str]


_topics: dict[str, Topic] = {}
_kinds: dict[str, Kind] = {}


def register_topic(
    key: str,
    label: Callable[[], str],
    reason: Callable[[], str],
    mail: MailRhythm = MailRhythm.DAILY,
) -> None:
    """Let people choose about ``key``; ``reason`` is a sentence that says why one is told."""
    _topics[key] = Topic(key, label, reason, mail)


def register_kind(key: str, topic: str, sentence: Callable[..., str]) -> None:
    """Let ``notify`` use ``key``; ``sentence(title=…, **params)`` is what the person reads."""
    if topic not in _topics:
        raise KeyError(topic)
    _kinds[key] = Kind(key, topic, sentence)


def topics() -> list[Topic]:
    """Return the topics in order of registration."""
    return list(_topics.values())


def kind_of(notice: Notice) -> Kind | None:
    """Return the kind of a notice, or None when no feature knows it any more."""
    return _kinds.get(notice.kind)


def topic_of(notice: Notice) -> Topic | None:
    """Return the topic of a notice, or None when no feature knows its kind."""
    kind = kind_of(notice)
    return _topics[kind.topic] if kind else None


def notify(
    person_ids: Iterable[int], kind: str, subject: Reference, *, dedupe: str = "", **params: Any
) -> int:
    """Tell people about ``subject``; return how many are told that were not yet.

    ``dedupe`` names the event ("deadline-3-days"); the same event about the same
    subject is told once per person. ``params`` must be JSON, without titles of
    things (they could be unreadable later) and without anything personal.
    """
    topic = _kinds[kind].topic
    event = f"{kind}:{subject.type}:{subject.key}:{dedupe or utc_now().isoformat()}"[:200]
    wanted = dict.fromkeys(person_ids)
    if not wanted:
        return 0
    known = db.session.scalars(
        select(Notice.person_id).where(Notice.person_id.in_(wanted), Notice.dedupe == event)
    ).all()
    silent = db.session.scalars(
        select(NoticeChoice.person_id).where(
            NoticeChoice.person_id.in_(wanted),
            NoticeChoice.topic == topic,
            NoticeChoice.is_shown.is_(False),
            NoticeChoice.mail == MailRhythm.OFF,
        )
    ).all()
    told = [person_id for person_id in wanted if person_id not in {*known, *silent}]
    db.session.add_all(
        Notice(
            person_id=person_id,
            kind=kind,
            subject_type=subject.type,
            subject_key=subject.key,
            params=params,
            dedupe=event,
        )
        for person_id in told
    )
    return len(told)
