"""Start and stop the servers that are measured, on free ports of this machine only."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(target: str, environ: dict[str, str]) -> Iterator[int]:
    """Run ``target`` in gunicorn with two sync workers; yield its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += [
        "--preload",
        "--no-control-socket",
        "--log-level",
        "error",
        "--keep-alive",
        "5",
        "--threads",
        "1",
    ]
    process = subprocess.Popen(command, cwd=PROJECT, env=os.environ | environ, stderr=subprocess.DEVNULL)
    try:
        for _ in range(900):
            try:
                connection = HTTPConnection("127.0.0.1", port, timeout=2)
                connection.request("GET", "/")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:  # a machine that is busy ends slowly; the figures are there
            process.kill()
            process.wait()


def flask(*words: str, environ: dict[str, str]) -> float:
    """Run a command of the application; return how many seconds it took."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=PROJECT,
        env=os.environ | environ,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started
