"""Mail: written to a table in the transaction that causes it, sent by the worker.

Without ROUTEKAART_MAIL_URL nothing leaves the machine: messages are kept, and
people can read their own. A message that can't be sent is tried again, later
each time, and after the last try it says why; one that the server refuses for
good (no such mailbox) is given up at once.

What a message tells may stop being the reader's to know while it waits. Who makes
messages of such things names them in ``about`` and registers a refresher: before
every try it writes the message anew, or says that nothing is left to send.
"""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, db, reading, utc_now
from core.web.log import logger

WAITS = (1, 5, 30, 120, 720)  # minutes before the next try
CLAIMED_FOR = timedelta(minutes=5)
_SECONDS = 20
_FINAL = 500
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


class MailState(StrEnum):
    """Where a message is: waiting, sent, given up, kept as no mail server is set, or dropped.

    Dropped is what nobody may read any more by the time it would have gone.
    """

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"
    DROPPED = "dropped"


class MailMessage(Model):
    """A message to one person. It goes with the account."""

    __tablename__ = "mail_message"
    __table_args__ = (Index("ix_mail_message_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    message_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[MailState]
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    due_at: Mapped[datetime] = mapped_column(default=utc_now)
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[list[Any]] = mapped_column(default=list)


Refresh = Callable[[MailMessage], tuple[str, str, str] | None]
"""Returns address, subject and text as they should be now; None when nothing is left to tell."""
_refreshers: list[Refresh] = []


def register_refresh(refresh: Refresh) -> None:
    """Let ``refresh`` write anew, before each try, the messages that are ``about`` something."""
    if refresh not in _refreshers:
        _refreshers.append(refresh)


Send = Callable[[str, EmailMessage], None]


def post(
    person_id: int, address: str, language: str, subject: str, text: str, about: Sequence[int] = ()
) -> MailMessage:
    """Queue a message in the running transaction, or keep it where no mail server is set."""
    settings = current_app.config["SETTINGS"]
    message = MailMessage(
        person_id=person_id,
        address=address,
        language=language,
        subject=subject[:200],
        text=text,
        message_id=make_msgid(domain=urlsplit(settings.base_url).hostname or "routekaart.invalid"),
        state=MailState.QUEUED if settings.mail_url else MailState.KEPT,
        about=list(about),
    )
    db.session.add(message)
    return message


def send_queued(send: Send | None = None) -> int:
    """Send what is due, one after the other; return how many went.

    No transaction is open while the mail server is spoken to: it may take its time, and
    nobody could save meanwhile. A message is claimed for a while instead, so that a second
    worker leaves it alone. A process that dies before it wrote down that a message went
    sends it again after that, with the same Message-ID, by which mail programs recognise a double.
    """
    url = current_app.config["SETTINGS"].mail_url
    if not url:
        return 0
    with reading():
        due = db.session.scalars(
            select(MailMessage.id)
            .where(MailMessage.state == MailState.QUEUED, MailMessage.due_at <= utc_now())
            .order_by(MailMessage.due_at, MailMessage.id)
            .limit(100)
        ).all()
        db.session.rollback()
    return sum(_send_one(id_, url, send or send_by_smtp) for id_ in due)


def _send_one(id_: int, url: str, send: Send) -> bool:
    email = _claim(id_, url)
    if email is None:
        return False
    failure: Exception | None = None
    try:
        send(url, email)
    except (OSError, smtplib.SMTPException) as error:
        failure = error
    message = db.session.get(MailMessage, id_, with_for_update=True, populate_existing=True)
    if message is not None and failure is not None:
        _try_later(message, failure)
    elif message is not None:
        message.state, message.sent_at, message.error = MailState.SENT, utc_now(), ""
    db.session.commit()
    return failure is None


def _claim(id_: int, url: str) -> EmailMessage | None:
    """Return a message as it should go now, and keep others from it; None where it goes no more."""
    message = db.session.get(MailMessage, id_, with_for_update=True, populate_existing=True)
    if message is None or message.state is not MailState.QUEUED or message.due_at > utc_now():
        db.session.rollback()
        return None
    email: EmailMessage | None = None
    if message.about and not _is_refreshed(message):
        message.state, message.text = MailState.DROPPED, ""
    else:
        message.due_at = utc_now() + CLAIMED_FOR
        email = as_email(message, url)
    db.session.commit()
    return email


def _is_refreshed(message: MailMessage) -> bool:
    """Write the message as it should be now; tell whether anything is left to send."""
    for refresh in _refreshers:
        now = refresh(message)
        if now is None:
            return False
        message.address, message.subject, message.text = now[0], now[1][:200], now[2]
    return True


def is_final(error: Exception) -> bool:
    """Tell whether a server refused mailbox or content for good, with a code of 500 or more."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _FINAL for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _FINAL


def _try_later(message: MailMessage, error: Exception) -> None:
    message.error = type(error).__name__
    if is_final(error) or message.tries >= len(WAITS):
        message.state = MailState.FAILED
    else:
        message.due_at = utc_now() + timedelta(minutes=WAITS[message.tries])
        message.tries += 1
    logger.warning("mail not sent", message=message.id, tries=message.tries, error=type(error).__name__)


def as_email(message: MailMessage, url: str) -> EmailMessage:
    """Return the message as it goes over the line: plain text, in one language, marked as automatic."""
    email = EmailMessage()
    email["From"] = parse_qs(urlsplit(url).query)["from"][0]
    email["To"] = message.address
    email["Subject"] = message.subject
    email["Date"] = format_datetime(message.created_at)
    email["Message-ID"] = message.message_id
    email["Auto-Submitted"] = "auto-generated"
    email["Precedence"] = "bulk"
    email.set_content(message.text)
    email["Content-Language"] = message.language  # after the content, which takes its headers along
    return email


def send_by_smtp(url: str, email: EmailMessage) -> None:
    """Hand the message to the server of ``url``: smtp:// (with STARTTLS where offered), or smtps://.

    A certificate that is not trusted is refused. A password goes over an encrypted line
    only, or to this machine itself.
    """
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=_SECONDS)
    with server:
        server.ehlo()
        is_encrypted = parts.scheme == "smtps"
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
            is_encrypted = True
        if parts.username:
            if not is_encrypted and host not in _OWN_MACHINE:
                raise smtplib.SMTPNotSupportedError("no password over a line that is not encrypted")
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(email)
