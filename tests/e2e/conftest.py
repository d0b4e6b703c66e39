"""A running demo and a real Chromium; a page fails its test on anything a visitor should never meet."""

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

PROJECT = Path(__file__).resolve().parents[2]
AXE = PROJECT / "tests" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
AXE_SOURCE = AXE.read_text()
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "routekaart-demo"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder runs in a browser; a file stays together, but pages stand by themselves."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
            if item.path.stem != "test_accessibility":
                item.add_marker(pytest.mark.xdist_group(item.path.stem))


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_demo(data_dir: Path, port: int, **settings: str) -> subprocess.Popen[bytes]:
    """Start web and worker as ``./run`` does, on a data folder of its own; wait until it answers."""
    environ = os.environ | {"ROUTEKAART_ENV": "demo", "ROUTEKAART_DATA_DIR": str(data_dir), "PORT": str(port)}
    environ |= settings
    environ.pop("ROUTEKAART_TEST_POSTGRES", None)
    command = [sys.executable, "-m", "core.serve"]
    with (data_dir.parent / f"{data_dir.name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environ, stdout=log, stderr=log, start_new_session=True
        )
    log.close()  # the process has it now
    for _ in range(900):
        if process.poll() is not None:
            break
        try:
            urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    process.kill()
    raise AssertionError((data_dir.parent / f"{data_dir.name}.log").read_text()[-3000:])


def stop_demo(process: subprocess.Popen[bytes]) -> None:
    """Stop it as Ctrl-C does."""
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)


def wait_for_work(data_dir: Path) -> None:
    """Wait until the worker of a demo did what the first start asks of it, so that no copy does it again."""
    for _ in range(300):
        time.sleep(0.2)
        if not (data_dir / "worker-pulse").exists():
            continue  # its first round is not over
        with closing(sqlite3.connect(data_dir / "routekaart.sqlite3")) as database:
            (left,) = database.execute(
                "SELECT count(*) FROM job WHERE lower(state) IN ('waiting', 'running')"
            ).fetchone()
        if not left:
            return


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo that was started once and stopped: made by one test process for all."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    with (root / "first-start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        data_dir = root / "first-start"
        if not data_dir.exists():
            making = root / "first-start-making"
            making.mkdir()
            demo = start_demo(making, free_port(), WEB_PROCESSES="1")
            wait_for_work(making)
            stop_demo(demo)
            making.rename(data_dir)
    return data_dir


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> Iterator[str]:
    """The address of a demo with all its content; tests may add to it, and each uses its own things."""
    data_dir = tmp_path_factory.mktemp("demo")
    shutil.copytree(first_start, data_dir, dirs_exist_ok=True)
    port = free_port()
    # one web process: each of several would compile every page for itself
    process = start_demo(data_dir, port, WEB_PROCESSES="1")
    yield f"http://127.0.0.1:{port}"
    stop_demo(process)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory):
    """One Chromium for all tests; each test has a context of its own."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("ROUTEKAART_REQUIRE_ALL"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person in a browser of their own, watched for what should not happen."""

    def __init__(self, chromium, site: str, width: int = 1280, *, javascript: bool = True) -> None:
        self.site = site
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="nl-NL", java_script_enabled=javascript
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.expected_statuses: set[int] = set()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("request", self._note_request)
        self.page.on("response", self._note_response)

    def _note_console(self, message) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"{message.type}: {message.text}")

    def _note_request(self, request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.troubles.append(f"foreign request: {request.url}")

    def _note_response(self, response) -> None:
        if response.status >= 400 and response.status not in self.expected_statuses:
            self.troubles.append(f"{response.status}: {response.url}")

    def open(self, path: str):
        """Go to an address of the site; return the page."""
        self.page.goto(self.site + path)
        return self.page

    def sign_in(self, name: str) -> "Visitor":
        """Sign in by the form as a demo account, named without @voorbeeld.nl."""
        self.open("/login")
        self.page.fill("[name=email]", f"{name}@voorbeeld.nl")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main form button[type=submit], main form button:not([type])")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self

    def check(self) -> None:
        """Fail when something happened that a visitor should never meet."""
        assert not self.troubles, self.troubles

    def axe(self, rules: Sequence[str] = ()) -> list[str]:
        """Return what axe-core finds on the page as it stands; with ``rules`` only by those."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SOURCE)
        found = self.page.evaluate(
            "([type, values]) => axe.run(document, {runOnly: {type, values}, resultTypes: ['violations']})"
            ".then(result => result.violations.flatMap("
            "item => item.nodes.map(node => `${item.id}: ${node.target.join(' ')} ${node.failureSummary}`)))",
            ["rule", list(rules)] if rules else ["tag", TAGS],
        )
        return list(found)

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def close(self) -> None:
        """Close the browser window."""
        self.context.close()


@pytest.fixture
def visit(chromium, site: str) -> Iterator[Callable[..., Visitor]]:
    """Make visitors: ``visit(width=320)``; all are checked and closed at the end."""
    visitors: list[Visitor] = []

    def make(width: int = 1280, *, javascript: bool = True) -> Visitor:
        visitors.append(Visitor(chromium, site, width, javascript=javascript))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.close()
    for visitor in visitors:
        visitor.check()
