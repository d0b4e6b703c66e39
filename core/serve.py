"""The demo from one command: brings the database up to date, then runs web and worker.

One parent starts both, passes on a stop, and ends when either ends. Production
runs the same two commands under its own supervisor (docs/operations.md).
"""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from core.settings import SettingsError, read_settings

FLASK = [sys.executable, "-m", "flask", "--app", "app"]
ACCOUNTS = (
    ("lezer@", "signed in, no role"),
    ("bijdrager@", "contributor"),
    ("bestuurslid@ … bestuurslid4@", "board, social domain"),
    ("secretaris@, secretaris2@", "secretary of the social domain, of energy"),
    ("redacteur@, redacteur2@", "wiki curators"),
    ("programma@", "programme manager"),
    ("beheer@", "administrator"),
)


def main() -> int:
    """Run until a signal or until a child ends; return the exit status."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    try:
        settings = read_settings(os.environ)
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    if not _is_free(host, port):
        print(f"Port {port} is taken. Choose another: PORT=8001 ./run", file=sys.stderr)  # noqa: T201
        return 1
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    # Goes on as `flask prepare` unless a look at the database says that nothing is to be done.
    status = subprocess.run([sys.executable, "-m", "seed.start"], check=False).returncode
    if status:
        return status
    web = [
        *(sys.executable, "-m", "gunicorn", "app:create_app()", "--bind", f"{host}:{port}", "--preload"),
        *(
            "--workers",
            os.environ.get("WEB_PROCESSES", "2"),
            "--threads",
            "4",
            "--log-level",
            "warning",
            "--no-control-socket",
        ),
        *("--graceful-timeout", "10", "--max-requests", "5000", "--max-requests-jitter", "500"),
    ]
    children = [_start(web), _start([*FLASK, "jobs", "run"])]
    _on_stop(children)
    _wait_until_up(host, port, children)
    _welcome(host, port, time.monotonic() - started, is_demo=settings.is_demo)
    return _watch(children)


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603


def _on_stop(children: list[subprocess.Popen[bytes]]) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            if child.poll() is None:
                child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _wait_until_up(host: str, port: int, children: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(300):
        if any(child.poll() is not None for child in children):
            return
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _welcome(host: str, port: int, seconds: float, *, is_demo: bool) -> None:
    lines = [f"\nRoutekaart runs on http://{host}:{port} (ready in {seconds:.1f} s). Stop with Ctrl-C."]
    if is_demo:
        lines.append("Accounts to try, all @voorbeeld.nl with password routekaart-demo:")
        lines += [f"  {name:<30} {role}" for name, role in ACCOUNTS]
    print("\n".join(lines), flush=True)  # noqa: T201


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
    return max((0 if child.returncode in (0, -signal.SIGTERM, -signal.SIGINT) else 1) for child in children)


if __name__ == "__main__":
    sys.exit(main())
