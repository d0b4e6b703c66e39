"""Mail: written to a table in the transaction that causes it, sent by the worker.

Without ROUTEKAART_MAIL_URL nothing leaves the machine: messages are kept, and
people can read their own. A message that can't be sent is tried again, later
each time, and after the last try it says why.
"""

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, db, utc_now
from core.web.log import logger

WAITS = (1, 5, 30, 120, 720)  # minutes before the next try
_SECONDS = 20


class MailState(StrEnum):
    """Where a message is: waiting, sent, given up, or kept because no mail server is set."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


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


Send = Callable[[str, EmailMessage], None]


def post(person_id: int, address: str, language: str, subject: str, text: str) -> MailMessage:
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
    )
    db.session.add(message)
    return message


def send_queued(send: Send | None = None) -> int:
    """Send what is due, each in a transaction of its own; return how many went.

    A process that dies between sending and committing sends again, with the same
    Message-ID, by which mail programs recognise a double.
    """
    url = current_app.config["SETTINGS"].mail_url
    if not url:
        return 0
    due = db.session.scalars(
        select(MailMessage)
        .where(MailMessage.state == MailState.QUEUED, MailMessage.due_at <= utc_now())
        .order_by(MailMessage.due_at, MailMessage.id)
        .limit(100)
    ).all()
    sent = 0
    for message in due:
        try:
            (send or send_by_smtp)(url, as_email(message, url))
        except (OSError, smtplib.SMTPException) as error:
            _try_later(message, error)
        else:
            message.state, message.sent_at, message.error = MailState.SENT, utc_now(), ""
            sent += 1
        db.session.commit()
    return sent


def _try_later(message: MailMessage, error: Exception) -> None:
    message.error = type(error).__name__
    if message.tries >= len(WAITS):
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
    email["Content-Language"] = message.language
    email["Auto-Submitted"] = "auto-generated"
    email["Precedence"] = "bulk"
    email.set_content(message.text)
    return email


def send_by_smtp(url: str, email: EmailMessage) -> None:
    """Hand the message to the server of ``url``: smtp:// (with STARTTLS where offered), or smtps://."""
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
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(email)
