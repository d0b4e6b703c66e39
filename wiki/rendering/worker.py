"""The worker process: reads a text, answers with HTML, and dies of its limits rather than ours.

Frames on standard input and output are a length of four bytes and UTF-8 JSON. The
end of its input ends the process, so it never outlives whoever started it.
"""

import json
import resource
import signal
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

MEMORY = 512 * 1024 * 1024  # bytes of address space


def read_frame(stream: BinaryIO) -> bytes | None:
    """Return the next frame, or None when there is no more."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    body = stream.read(length)
    return body if len(body) == length else None


def frame(answer: object) -> bytes:
    """Return ``answer`` as a frame."""
    body = json.dumps(answer).encode()
    return struct.pack(">I", len(body)) + body


def _limit_process() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(ValueError, OSError):  # a system may refuse to know a limit
            resource.setrlimit(what, (most, most))


def _limit_this_text(seconds: int) -> None:
    """Let the system end this process when the next text takes more of its time than this."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def main(cpu_seconds: int) -> None:
    """Answer texts until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us
    from wiki.rendering.convert import convert, make_markdown

    source, target = sys.stdin.buffer, sys.stdout.buffer
    markdown = make_markdown()
    convert("# Eerste\n\n[x](ref:1)", markdown)  # what loads late, loads before the limits
    _limit_process()
    target.write(frame({"ready": True}))
    target.flush()
    while (body := read_frame(source)) is not None:
        _limit_this_text(cpu_seconds)
        try:
            html, toc = convert(json.loads(body), markdown)
            answer = frame({"html": html, "toc": toc})
        except (Exception, MemoryError) as error:
            answer = frame({"error": type(error).__name__})
            markdown = make_markdown()
        target.write(answer)
        target.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
