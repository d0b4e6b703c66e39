"""One worker process seen from the application: started when needed, killed when late."""

import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
CPU_SECONDS = 3  # for one text, and at most one more; a normal page of 5 KB takes 0.03
START_SECONDS = 30.0  # first imports on a slow disk
MOST_TEXTS = 500  # then a fresh process: memory that was freed is not given back
_KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR")  # of our environment; no secrets


class TooHard(Exception):
    """The text took more time or memory than one text may have, or the converter gave up on it."""


class Broken(Exception):
    """The process ended for another reason, or could not be started."""


class Worker:
    """A process that renders one text at a time."""

    def __init__(self, cpu_seconds: int = CPU_SECONDS) -> None:
        self.cpu_seconds = cpu_seconds
        self.process: subprocess.Popen[bytes] | None = None
        self.texts = 0

    def render(self, source: str, seconds: float) -> dict[str, Any]:
        """Return the worker's answer, or kill it and raise TooHard or Broken."""
        if self.texts >= MOST_TEXTS:
            self.stop()
        self._start()
        self.texts += 1
        body = json.dumps(source).encode()
        until = time.monotonic() + seconds
        try:
            self._write(struct.pack(">I", len(body)) + body, until)
            answer = self._read_frame(until)
        except (TimeoutError, EOFError, OSError) as error:
            raise self._end(error) from None
        if "html" not in answer:
            raise TooHard(str(answer.get("error")))
        return answer

    def stop(self) -> None:
        """End the process and wait for it, so that no zombie stays."""
        process, self.process, self.texts = self.process, None, 0
        if process is None:
            return
        process.kill()
        process.wait()
        _close(process)

    def forget(self) -> None:
        """Let go of a process that belongs to the parent that we were forked from."""
        process, self.process, self.texts = self.process, None, 0
        if process is not None:
            process.returncode = 0  # not ours to wait for
            _close(process)

    def _start(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        self.stop()
        environ = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "wiki.rendering.worker", str(self.cpu_seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT,
                env=environ | {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
                bufsize=0,
            )
            for pipe in filter(None, (self.process.stdin, self.process.stdout)):
                os.set_blocking(pipe.fileno(), False)
            self._read_frame(time.monotonic() + START_SECONDS)
        except (TimeoutError, EOFError, OSError) as error:
            self.stop()
            raise Broken("start") from error

    def _end(self, error: Exception) -> Exception:
        """Kill the process; tell whether its text was the cause."""
        process = self.process
        if process is None:
            return Broken("gone")
        is_late = isinstance(error, TimeoutError)
        if not is_late:
            try:
                process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                process.kill()
        code = process.poll()
        self.stop()
        # SIGABRT: the sanitiser, written in Rust, got no memory.
        if is_late or code in (-signal.SIGXCPU, -signal.SIGABRT, -signal.SIGSEGV):
            return TooHard(str(code))
        return Broken(str(code))

    def _write(self, data: bytes, until: float) -> None:
        assert self.process is not None  # noqa: S101
        assert self.process.stdin is not None  # noqa: S101
        number, view = self.process.stdin.fileno(), memoryview(data)
        while view:
            _wait(number, select.POLLOUT, until)
            view = view[os.write(number, view[:65536]) :]

    def _read_frame(self, until: float) -> dict[str, Any]:
        (length,) = struct.unpack(">I", self._read(4, until))
        answer: dict[str, Any] = json.loads(self._read(length, until))
        return answer

    def _read(self, length: int, until: float) -> bytes:
        assert self.process is not None  # noqa: S101
        assert self.process.stdout is not None  # noqa: S101
        number, parts = self.process.stdout.fileno(), []
        while length:
            _wait(number, select.POLLIN, until)
            part = os.read(number, min(length, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def _wait(number: int, event: int, until: float) -> None:
    poll = select.poll()
    poll.register(number, event)
    left = until - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
