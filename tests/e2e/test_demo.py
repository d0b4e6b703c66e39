"""The demo as ./run serves it: every account finds its way without one error."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from tests.browser import filled_in
from tests.e2e.conftest import PROJECT, free_port, start_demo, stop_demo

ACCOUNTS = [
    *("lezer", "bijdrager", "bestuurslid", "bestuurslid2", "bestuurslid3", "bestuurslid4"),
    *("secretaris", "secretaris2", "redacteur", "redacteur2", "programma", "beheer"),
]
WALK = (
    "/",
    "/domains/sociaal-domein",
    "/use-cases/",
    "/use-cases/SOC-002",
    "/progress/",
    "/account/",
)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_demo_account_signs_in_walks_round_and_leaves(visit, name):
    visitor = visit().sign_in(name)
    # a second one with the same role sees what the first saw
    for path in ("/", "/account/") if name[-1].isdigit() else WALK:
        page = visitor.open(path)
        assert page.locator("h1").count() == 1
    page.locator("header form button").last.click()
    page.wait_for_load_state()
    assert page.locator("a[href*='/login']").count()


def test_english_is_one_link_away_and_stays(visit):
    visitor = visit()
    page = visitor.open("/use-cases/SOC-001")
    page.click("header a[hreflang=en]")
    assert page.locator("html").get_attribute("lang") == "en"
    visitor.open("/domains/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_without_javascript_a_visitor_filters_and_reads(visit):
    visitor = visit(javascript=False)
    page = visitor.open("/use-cases/?domain=sociaal-domein&sort=title")
    page.locator("main table a").first.click()
    assert page.locator("h1").count() == 1


def test_the_keyboard_alone_gets_past_the_header(visit):
    page = visit().open("/use-cases/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_a_secretary_changes_a_use_case_and_sees_it_in_its_history(visit):
    visitor = visit().sign_in("secretaris")
    page = visitor.open("/use-cases/SOC-008/edit")
    page.fill("[name=title]", "Kinderen en armoede, met kaart")
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url("**/use-cases/SOC-008")
    assert "met kaart" in page.locator("h1").text_content()
    visitor.open("/use-cases/SOC-008/history")
    assert "Voorbeeld" in page.locator("main").text_content()


@pytest.mark.parametrize("moment", [0.9])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, first_start: Path, chromium, moment):
    """Save again and again, kill everything at once, start again: each acknowledged save is there."""
    from tests.e2e.conftest import Visitor

    data_dir = tmp_path / "data"
    shutil.copytree(first_start, data_dir)
    port = free_port()
    process = start_demo(data_dir, port)
    visitor = Visitor(chromium, f"http://127.0.0.1:{port}").sign_in("secretaris")
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in visitor.context.cookies())
    visitor.close()
    acknowledged: list[str] = []
    thread = threading.Thread(target=_save_many, args=(port, cookies, acknowledged))
    thread.start()
    patience = time.monotonic() + 30
    while not acknowledged and time.monotonic() < patience:
        time.sleep(0.05)
    time.sleep(moment)
    _kill_children_of(process.pid)
    process.kill()
    process.wait(timeout=10)
    thread.join(timeout=30)
    assert acknowledged

    process = start_demo(data_dir, port)
    try:
        code = (
            "from app import create_app; from portfolio.models import UseCase; from core.database import db\n"
        )
        code += (
            "with create_app().app_context(): print('\\n'.join(u.title for u in db.session.query(UseCase)))"
        )
        environ = os.environ | {"ROUTEKAART_ENV": "demo", "ROUTEKAART_DATA_DIR": str(data_dir)}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, env=environ, capture_output=True, text=True, check=True
        )
        assert set(acknowledged) <= set(done.stdout.splitlines())
    finally:
        stop_demo(process)


def _kill_children_of(pid: int) -> None:
    """Kill what a parent started in sessions of their own."""
    for child in subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split():
        _kill_children_of(int(child))
        os.kill(int(child), signal.SIGKILL)


def _save_many(port: int, cookies: str, acknowledged: list[str]) -> None:
    """Propose ideas until the server is gone; note each that was answered by a redirect."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        for number in range(500):
            connection.request("GET", "/use-cases/new", headers={"Cookie": cookies})
            answer = connection.getresponse()
            # The token of a form belongs to the session that came with it.
            cookies = (answer.getheader("Set-Cookie") or cookies).split(";")[0]
            page = BeautifulSoup(answer.read().decode(), "html.parser")
            form = filled_in(page.select_one("main form"))
            title = f"Bewaard {number}"
            form |= {"title": title, "challenge": "x", "summary": "x", "save": "propose"}
            form["domain_id"] = page.select("[name=domain_id] option[value]:not([value=''])")[0]["value"]
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/use-cases/new", urlencode(form, doseq=True), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status in (302, 303):
                acknowledged.append(title)
    except (OSError, HTTPException):
        return  # the server was killed
    finally:
        connection.close()
