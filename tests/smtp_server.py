"""A small SMTP server for tests: keeps what it gets, refuses on request, and can speak TLS."""

import socketserver
import ssl
import threading
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any


class Line(socketserver.StreamRequestHandler):
    """One connection, as RFC 5321 has it; only what smtplib asks."""

    server: "SmtpServer"

    def handle(self) -> None:
        """Answer until the client leaves."""
        self.is_encrypted = False
        self.say("220 proef ESMTP")
        while line := self.rfile.readline():
            word, _space, rest = line.decode().rstrip("\r\n").partition(" ")
            self.server.heard.append(word.upper())
            answer = getattr(self, f"do_{word.lower()}", None)
            if answer is None:
                self.say("502 not known")
            elif answer(rest) is False:
                return

    def finish(self) -> None:
        """Close what ``handle`` may have wrapped anew."""
        super().finish()
        self.request.close()

    def say(self, *lines: str) -> None:
        """Answer, each line but the last with a dash after its code."""
        for place, line in enumerate(lines):
            sign = "-" if place < len(lines) - 1 else " "
            self.wfile.write(f"{line[:3]}{sign}{line[4:]}\r\n".encode())

    def do_ehlo(self, _rest: str) -> None:
        """Tell what this server can do."""
        extras = ["250 STARTTLS"] if self.server.tls and not self.is_encrypted else []
        self.say("250 proef", *extras, "250 AUTH PLAIN")

    def do_starttls(self, _rest: str) -> bool | None:
        """Go on over an encrypted line; a client that does not trust us leaves."""
        self.say("220 go on")
        assert self.server.tls is not None
        self.request = self.server.tls.wrap_socket(
            self.request, server_side=True, do_handshake_on_connect=False
        )
        try:
            self.request.do_handshake()
        except (ssl.SSLError, OSError):
            return False
        self.rfile.close()
        self.wfile.close()
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self.is_encrypted = True
        return None

    def do_auth(self, rest: str) -> None:
        """Note the password and let in."""
        self.server.passwords.append((rest, self.is_encrypted))
        self.say("235 welcome")

    def do_mail(self, _rest: str) -> None:
        """Take any sender."""
        self.say("250 ok")

    def do_rcpt(self, rest: str) -> None:
        """Refuse whom the test told to."""
        address = rest[rest.index("<") + 1 : rest.index(">")]
        self.say(self.server.refused.get(address, "250 ok"))

    def do_data(self, _rest: str) -> None:
        """Keep the message."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.messages.append(message_from_bytes(b"".join(lines), policy=default))
        self.say(self.server.after_data)

    def do_rset(self, _rest: str) -> None:
        """Begin again."""
        self.say("250 ok")

    def do_quit(self, _rest: str) -> bool:
        """Say goodbye."""
        self.say("221 bye")
        return False


class SmtpServer(socketserver.ThreadingTCPServer):
    """The server; use it as a context, then ``url`` is where it listens."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Line)
        self.tls = tls
        self.messages: list[Message] = []
        self.heard: list[str] = []
        self.passwords: list[tuple[str, bool]] = []
        self.refused: dict[str, str] = {}
        self.after_data = "250 kept"

    def url(self, account: str = "") -> str:
        """Return the setting that sends mail here."""
        return f"smtp://{account}127.0.0.1:{self.server_address[1]}?from=routekaart@voorbeeld.nl"

    def __enter__(self) -> "SmtpServer":
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of ours."""
