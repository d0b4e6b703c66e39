"""Ask the operator's scanner about a file before it is kept (ROUTEKAART_SCAN_COMMAND).

The command gets the path of a copy as its last argument and must end with status 0.
Any other end, no end within the time limit, or a command that cannot be started,
and the file is refused: a scanner that is down lets nothing pass.
"""

import os
import shlex
import signal
import subprocess
import tempfile

from flask import current_app

from core.errors import Refusal
from core.web.log import logger

SECONDS = 30


class FileRefused(Refusal):
    """The scanner said no, or could not say anything."""

    def __init__(self, code: str) -> None:
        super().__init__(code, "file")


def scan(content: bytes, *, seconds: float = SECONDS) -> None:
    """Return when there is no scanner or it passes ``content``; else raise FileRefused.

    Codes: file_refused_by_scan, file_scan_failed. Call it where nobody waits for
    this transaction: it may take ``seconds``.
    """
    command = shlex.split(current_app.config["SETTINGS"].scan_command)
    if not command:
        return
    with tempfile.NamedTemporaryFile(prefix="scan-") as copy:
        copy.write(content)
        copy.flush()
        status = _run([*command, copy.name], seconds)
    if status is None:
        raise FileRefused("file_scan_failed")
    if status != 0:
        logger.warning("file refused by scanner", status=status)
        raise FileRefused("file_refused_by_scan")


def _run(command: list[str], seconds: float) -> int | None:
    """Return the status with which the command ended; None when it did not start or did not end in time."""
    try:
        process = subprocess.Popen(  # noqa: S603 (the operator's own command, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        logger.error("scanner not started", error=type(error).__name__)
        return None
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        logger.error("scanner took too long", seconds=seconds)
        return None
