"""Mail over a real line: sent, refused for good, tried again, encrypted, and written anew before it goes."""

import os
import shutil
import ssl
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.database import db, utc_now
from core.links import Reference
from core.mail import MailMessage, MailState, post, send_queued
from core.notices import MailRhythm, notify, register_kind, register_topic
from home.notices import actions
from portfolio.rules.terms import Phase
from tests.smtp_server import SmtpServer

register_topic("line", lambda: "Lijn", lambda: "U doet mee aan een proef.")
register_kind("line.moved", "line", lambda title, **p: f"{title} ging verder.")


@pytest.fixture
def server():
    """A mail server that is up."""
    with SmtpServer() as running:
        yield running


@pytest.fixture
def sends_to(app, monkeypatch):
    """Return what lets the site send its mail to an address."""

    def use(url: str) -> None:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], mail_url=url))

    return use


def queue(person, text="Tekst"):
    message = post(person.id, person.email, "nl", "Onderwerp é", text)
    db.session.commit()
    return message


def test_a_message_arrives_as_it_was_written(database, server, sends_to, make_person):
    sends_to(server.url())
    person = make_person()
    message = queue(person, "Eén regel\n.punt\nU leest dit.")
    assert send_queued() == 1
    [mail] = server.messages
    assert (mail["To"], mail["From"]) == (person.email, "routekaart@voorbeeld.nl")
    assert (mail["Subject"], mail["Content-Language"]) == ("Onderwerp é", "nl")
    assert mail["Message-ID"] == message.message_id
    assert mail.get_content().splitlines() == ["Eén regel", ".punt", "U leest dit."]
    assert message.state is MailState.SENT
    assert send_queued() == 0


@pytest.mark.parametrize(
    ("answer", "state", "tries"),
    [("550 no such mailbox", MailState.FAILED, 0), ("450 mailbox is full", MailState.QUEUED, 1)],
)
def test_a_mailbox_that_is_not_there_is_given_up_and_a_full_one_tried_later(
    database, server, sends_to, make_person, answer, state, tries
):
    sends_to(server.url())
    gone, fine = make_person(), make_person()
    refused, other = queue(gone), queue(fine)
    server.refused[gone.email] = answer
    assert send_queued() == 1
    assert (refused.state, refused.tries, refused.error) == (state, tries, "SMTPRecipientsRefused")
    assert other.state is MailState.SENT
    assert [mail["To"] for mail in server.messages] == [fine.email]


def test_content_that_is_refused_for_good_is_given_up(database, server, sends_to, make_person):
    sends_to(server.url())
    server.after_data = "554 not wanted"
    message = queue(make_person())
    assert send_queued() == 0
    assert (message.state, message.error) == (MailState.FAILED, "SMTPDataError")


def test_a_server_that_is_down_gets_the_mail_when_it_is_up_again(database, sends_to, make_person):
    with SmtpServer() as down:
        url = down.url()
    sends_to(url)
    message = queue(make_person())
    assert send_queued() == 0
    assert (message.state, message.tries, message.error) == (MailState.QUEUED, 1, "ConnectionRefusedError")
    assert send_queued() == 0  # not before it is due
    assert message.tries == 1
    with SmtpServer() as up:
        sends_to(up.url())
        message.due_at = utc_now()
        db.session.commit()
        assert send_queued() == 1
        assert len(up.messages) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1, signed by itself."""
    program = shutil.which("openssl")
    if program is None:
        if os.environ.get("ROUTEKAART_REQUIRE_ALL"):
            pytest.fail("openssl is missing: apt-get install openssl")
        pytest.skip("makes its certificate with openssl, which is not here")
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(  # noqa: S603
        [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-keyout", str(key), "-out", str(made)],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return made, context


def test_the_line_is_encrypted_where_the_server_offers_it(
    database, certificate, sends_to, make_person, monkeypatch
):
    path, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with SmtpServer(context) as server:
        sends_to(server.url("post:geheim@"))
        queue(make_person())
        assert send_queued() == 1
    assert server.heard.index("STARTTLS") < server.heard.index("AUTH") < server.heard.index("MAIL")
    assert [is_encrypted for _words, is_encrypted in server.passwords] == [True]


def test_a_certificate_that_nobody_vouches_for_gets_no_mail(database, certificate, sends_to, make_person):
    with SmtpServer(certificate[1]) as server:
        sends_to(server.url("post:geheim@"))
        message = queue(make_person())
        assert send_queued() == 0
    assert (message.state, message.error) == (MailState.QUEUED, "SSLCertVerificationError")
    assert (server.messages, server.passwords) == ([], [])


def test_a_password_does_not_go_over_an_open_line_to_another_machine(
    database, server, sends_to, make_person, monkeypatch
):
    monkeypatch.setattr("core.mail._OWN_MACHINE", ())
    sends_to(server.url("post:geheim@"))
    message = queue(make_person())
    assert send_queued() == 0
    assert (message.error, server.passwords) == ("SMTPNotSupportedError", [])


@pytest.fixture
def waiting(make_person, make_use_case, sends_to, server):
    """A digest about two use cases that waits to be sent; (person, first, second, message)."""
    sends_to(server.url())
    person = make_person("contributor")
    first, second = (make_use_case(title=title, phase=Phase.PILOT) for title in ("Kaart", "Rapport"))
    for use_case in (first, second):
        notify([person.id], "line.moved", Reference("use-case", use_case.code))
    db.session.commit()
    assert actions.write_mails(utc_now() + timedelta(days=2)) == 1
    db.session.commit()
    return person, first, second, db.session.scalars(select(MailMessage)).one()


def test_a_digest_is_one_mail_with_reasons_and_a_way_to_stop(waiting, server):
    assert send_queued() == 1
    [mail] = server.messages
    text = mail.get_content()
    assert mail["Subject"] == "2 berichten van Routekaart"
    assert ["Kaart ging verder." in text, "Rapport ging verder." in text] == [True, True]
    assert text.count("U doet mee aan een proef.") == 1
    assert "/notifications/off/" in text


def test_rights_lost_while_a_mail_waits_are_seen_when_it_is_sent(waiting, server):
    _person, first, second, message = waiting
    first.is_draft = True
    db.session.commit()
    assert send_queued() == 1
    text = server.messages[0].get_content()
    assert "Rapport" in text
    assert "Kaart" not in text + server.messages[0]["Subject"] + message.text
    assert second.title in message.subject


@pytest.mark.parametrize("why", ["closed account", "nothing left to read", "switched off"])
def test_a_mail_of_which_nothing_is_left_is_dropped(waiting, server, why):
    person, first, second, message = waiting
    if why == "closed account":
        person.is_enabled = False
    elif why == "switched off":
        actions.choose(person, {"line": (True, MailRhythm.OFF)})
    else:
        first.is_draft = second.is_draft = True
    db.session.commit()
    assert send_queued() == 0
    assert (message.state, message.text, server.messages) == (MailState.DROPPED, "", [])


def test_an_address_that_changed_while_a_mail_waited_is_the_one_it_goes_to(waiting, server):
    person, *_rest = waiting
    person.email = "nieuw@voorbeeld.nl"
    db.session.commit()
    assert send_queued() == 1
    assert server.messages[0]["To"] == "nieuw@voorbeeld.nl"
