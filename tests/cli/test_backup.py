"""A backup is whole, is checked, and brings back what there was."""

import os
import zipfile

import pytest

from accounts.models import LoginSession
from core.backup import archive
from core.backup.databases import BackupError
from core.database import db
from portfolio.models import UseCase

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("ROUTEKAART_TEST_POSTGRES")), reason="restoring replaces the database under the tests"
)


@pytest.fixture
def settings(app, database):
    return app.config["SETTINGS"]


def run(app, *words):
    return app.test_cli_runner().invoke(args=["backup", *words])


def test_what_was_there_at_the_backup_is_there_after_the_restore(app, settings, tmp_path, make_use_case):
    make_use_case(title="Vóór de back-up")
    attachments = settings.data_dir / "attachments"
    attachments.mkdir(exist_ok=True)
    (attachments / "kaart.png").write_bytes(b"een plaatje")
    made = run(app, "create", str(tmp_path / "backup.zip"))
    make_use_case(title="Na de back-up")
    (attachments / "kaart.png").unlink()

    restored = run(app, "restore", "--yes", str(tmp_path / "backup.zip"))

    assert made.exit_code == restored.exit_code == 0, made.output + restored.output
    assert [use_case.title for use_case in db.session.query(UseCase)] == ["Vóór de back-up"]
    assert (attachments / "kaart.png").read_bytes() == b"een plaatje"
    assert list((settings.data_dir / "before-restore").glob("*.zip"))


def test_a_changed_backup_is_refused(app, settings, tmp_path):
    good = tmp_path / "good.zip"
    archive.create(settings, good)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[:-1] + b"x" if name == "database" else content)

    with pytest.raises(BackupError, match="changed since"):
        archive.verify(settings, bad)
    assert run(app, "verify", str(bad)).exit_code == 1


@pytest.mark.parametrize("content", [b"", b"PK not a zip", b"\0" * 100])
def test_what_is_no_backup_is_refused_in_one_line(app, database, tmp_path, content):
    file = tmp_path / "odd.zip"
    file.write_bytes(content)

    answer = run(app, "verify", str(file))

    assert answer.exit_code == 1
    assert len(answer.output.splitlines()) == 1


def test_a_backup_with_a_file_outside_its_folder_is_refused(app, settings, tmp_path):
    good = tmp_path / "good.zip"
    archive.create(settings, good)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        manifest = source.read("manifest.json").replace(b'"database"', b'"../database"')
        target.writestr("manifest.json", manifest)
        target.writestr("../database", source.read("database"))

    with pytest.raises(BackupError):
        archive.verify(settings, bad)


def test_a_restore_signs_everyone_out(app, settings, tmp_path, browser, make_person):
    browser.sign_in(make_person())
    run(app, "create", str(tmp_path / "backup.zip"))
    run(app, "restore", "--yes", str(tmp_path / "backup.zip"))
    assert db.session.query(LoginSession).count() == 0
