"""The operator's scanner: a file that passes is kept, another is refused in words."""

import stat
import time
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import func, select

from accounts.rules.terms import Role
from core.database import db
from core.settings import SettingsError, read_settings
from tests.rules.test_wiki_attachments_types import PNG
from wiki.actions.scanning import FileRefused, scan
from wiki.models import Attachment

SCANNER = '#!/bin/sh\ncase "$(head -c 4 "$2")" in *PNG*) exit 0;; esac\nexit "$1"\n'


@pytest.fixture
def scanner(app, tmp_path, monkeypatch):
    """Let a real script decide; it passes PNG and ends with the status it is given for all else."""

    def use(status="1", text=SCANNER):
        path = tmp_path / "scan.sh"
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        settings = replace(app.config["SETTINGS"], scan_command=f"{path} {status}".strip())
        monkeypatch.setitem(app.config, "SETTINGS", settings)

    return use


def test_what_the_scanner_passes_is_kept_and_the_rest_is_refused(scanner, browser, make_page, make_person):
    make_page(title="Kaart", slug="kaart")
    browser.sign_in(make_person(Role.CONTRIBUTOR))
    scanner()
    address = "/wiki/kaart/attachments"
    browser.post(address, data={"file": (BytesIO(PNG), "a.png"), "alt": "Kaart"}, expect=303)
    answer = browser.post(address, data={"file": (BytesIO(b"tekst"), "a.txt"), "alt": ""}, expect=422)
    assert "De virusscanner houdt dit bestand tegen" in answer.text
    assert db.session.scalar(select(func.count(Attachment.id))) == 1


@pytest.mark.parametrize("text", ["#!/bin/sh\nsleep 60\n", "geen programma"])
def test_a_scanner_that_cannot_answer_lets_nothing_pass(app, database, scanner, text):
    scanner("", text)
    started = time.monotonic()
    with pytest.raises(FileRefused, match="file_scan_failed"):
        scan(PNG, seconds=0.3)
    assert time.monotonic() - started < 5


def test_without_a_scanner_everything_passes(app, database):
    scan(b"tekst")


@pytest.mark.parametrize("command", ["'open", "/er/is/geen/scanner --fast"])
def test_a_command_that_cannot_be_run_stops_the_start(command):
    with pytest.raises(SettingsError, match="ROUTEKAART_SCAN_COMMAND"):
        read_settings({"ROUTEKAART_ENV": "test", "ROUTEKAART_SCAN_COMMAND": command})
