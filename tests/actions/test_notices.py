"""Who is told what, once, by which way, and only of what they may still read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import current_app
from sqlalchemy import select

from core.database import db, utc_now
from core.links import Reference
from core.mail import WAITS, MailMessage, MailState, as_email, post, send_queued
from core.notices import MailRhythm, Notice, notify, register_kind, register_topic
from home.notices import actions, queries
from home.notices.rhythm import is_due
from portfolio.rules.terms import Phase

URL = "smtp://post.example.org?from=routekaart@example.org"
register_topic("test", lambda: "Proef", lambda: "U doet mee aan een proef.")
register_kind("test.moved", "test", lambda title, **p: f"{title} ging naar fase {p['phase']}.")


def tell(person, use_case, **values):
    told = notify([person.id], "test.moved", Reference("use-case", use_case.code), phase="pilot", **values)
    db.session.commit()
    return told


def at(day: int, hour: int) -> datetime:
    """A moment in March 2026, when Amsterdam is an hour ahead; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "created_at", "last_mail", "now", "expected"),
    [
        (MailRhythm.OFF, at(3, 1), None, at(9, 12), False),
        (MailRhythm.AT_ONCE, at(3, 12), at(3, 12), at(3, 12), True),
        (MailRhythm.DAILY, at(3, 5), None, at(3, 6), True),
        (MailRhythm.DAILY, at(3, 7), None, at(3, 20), False),
        (MailRhythm.DAILY, at(3, 7), None, at(4, 6), True),
        (MailRhythm.DAILY, at(3, 7), None, at(4, 5), False),
        (MailRhythm.WEEKLY, at(3, 7), None, at(8, 12), False),
        (MailRhythm.WEEKLY, at(3, 7), None, at(9, 6), True),
    ],
)
def test_a_rhythm_says_when_a_notice_is_mailed(rhythm, created_at, last_mail, now, expected):
    assert is_due(rhythm, created_at=created_at, last_mail=last_mail, now=now) is expected


def test_the_same_event_is_told_once(make_person, make_use_case):
    person, use_case = make_person("contributor"), make_use_case(phase=Phase.PILOT)
    assert tell(person, use_case, dedupe="pilot") == 1
    assert tell(person, use_case, dedupe="pilot") == 0
    assert tell(person, use_case, dedupe="production") == 1


def test_what_one_may_no_longer_read_is_neither_shown_nor_mailed(app, make_person, make_use_case, in_dutch):
    person = make_person("contributor")
    open_one, draft = make_use_case(phase=Phase.PILOT), make_use_case(title="Schets", is_draft=True)
    tell(person, open_one)
    tell(person, draft)
    assert [open_one.title in one.text for one in queries.list_notices(person)] == [True]

    actions.write_mails(utc_now() + timedelta(days=2))
    db.session.commit()

    (mail,) = db.session.scalars(select(MailMessage)).all()
    assert open_one.title in mail.text and "Schets" not in mail.text
    assert mail.state is MailState.KEPT
    assert actions.write_mails(utc_now() + timedelta(days=4)) == 0


def test_a_mail_says_in_the_readers_language_why_it_came_and_how_to_stop_it(app, make_person, make_use_case):
    person = make_person("contributor", language="en")
    tell(person, make_use_case(phase=Phase.PILOT, title="Kaart", title_en="Map"))
    assert actions.write_mails(utc_now() + timedelta(days=2)) == 1
    mail = db.session.scalars(select(MailMessage)).one()
    assert "Map ging naar" in mail.subject
    assert "U doet mee aan een proef." in mail.text and "/notifications/off/" in mail.text
    assert mail.language == "en" and "/use-cases/" in mail.text


def test_who_wants_nothing_gets_nothing(make_person, make_use_case):
    person, use_case = make_person("contributor"), make_use_case(phase=Phase.PILOT)
    actions.choose(person, {"test": (False, MailRhythm.OFF)})
    db.session.commit()
    assert tell(person, use_case) == 0


def test_what_was_read_on_the_site_is_not_mailed(make_person, make_use_case):
    person = make_person("contributor")
    tell(person, make_use_case(phase=Phase.PILOT))
    assert actions.mark_read(person) == 1
    assert actions.write_mails(utc_now() + timedelta(days=2)) == 0


def test_a_closed_account_gets_no_mail(make_person, make_use_case):
    person = make_person("contributor")
    tell(person, make_use_case(phase=Phase.PILOT))
    person.is_enabled = False
    db.session.commit()
    assert actions.write_mails(utc_now() + timedelta(days=2)) == 0
    assert db.session.scalars(select(Notice.mailed_at)).one() is not None


@pytest.fixture
def with_server(app, monkeypatch):
    """A site with a mail server."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail_url=URL))


def test_mail_is_sent_once(database, with_server, make_person):
    person = make_person()
    post(person.id, person.email, "nl", "Onderwerp", "Tekst")
    db.session.commit()
    sent: list[EmailMessage] = []
    assert send_queued(lambda url, email: sent.append(email)) == 1
    assert send_queued(lambda url, email: sent.append(email)) == 0
    (email,) = sent
    assert email["From"] == "routekaart@example.org" and email["Auto-Submitted"] == "auto-generated"
    assert email.get_content() == "Tekst\n"


def test_while_a_mail_server_thinks_others_save_and_no_second_worker_sends(
    database, with_server, make_person
):
    person = make_person()
    post(person.id, person.email, "nl", "Onderwerp", "Tekst")
    db.session.commit()
    seen = []

    def think(url, email):
        seen.append((db.session().in_transaction(), send_queued(lambda *_again: None)))

    assert send_queued(think) == 1
    assert seen == [(False, 0)]


def test_mail_that_cannot_be_sent_is_tried_later_and_given_up_in_the_end(database, with_server, make_person):
    person = make_person()
    message = post(person.id, person.email, "nl", "Onderwerp", "Tekst")
    db.session.commit()

    def refuse(url, email):
        raise ConnectionRefusedError

    assert send_queued(refuse) == 0
    assert message.state is MailState.QUEUED and message.due_at > utc_now()
    for _wait in WAITS:
        message.due_at = utc_now()
        db.session.commit()
        send_queued(refuse)
    assert message.state is MailState.FAILED and message.error == "ConnectionRefusedError"


def test_a_mail_header_holds_no_second_line(database, with_server, make_person):
    person = make_person()
    message = post(person.id, person.email, "nl", "Onderwerp", "Tekst")
    message.subject = "Een\nBcc: ander@example.org"
    with pytest.raises(ValueError, match="linefeed"):
        as_email(message, URL)
    assert current_app.config["SETTINGS"].mail_url == URL
