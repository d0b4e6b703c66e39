"""The spreadsheet from the command line: out, in, and nothing changed unless told to."""

import pytest
from sqlalchemy import func, select

from core.database import db
from portfolio.models import UseCase


@pytest.fixture
def run(app, database):
    def running(*arguments):
        result = app.test_cli_runner().invoke(args=[*map(str, arguments)])
        db.session.expire_all()
        return result

    return running


def total() -> int:
    return db.session.scalar(select(func.count(UseCase.id)))


def test_a_file_is_shown_and_read_in_only_when_told(run, make_domain, tmp_path):
    domain = make_domain()
    file = tmp_path / "bord.csv"
    file.write_text(f"title;domain\nEen idee;{domain.slug}\n")

    shown = run("import", "use-cases", file)
    assert (shown.exit_code, total()) == (0, 0)
    assert "row 2: new idea" in shown.stdout
    done = run("import", "use-cases", file, "--apply")

    assert (done.exit_code, total()) == (0, 1)
    assert db.session.scalar(select(UseCase.submitter_id)) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title;domain\nGoed;{slug}\nFout;nergens\n", "row 3, domain"),
        ("titel\nx\n", "kolommen"),
        ("", "leeg"),
        ("PKx", "niet lezen"),
    ],
)
def test_a_wrong_file_ends_with_status_one_and_nothing_read_in(run, make_domain, tmp_path, content, said):
    file = tmp_path / "bord.csv"
    file.write_text(content.format(slug=make_domain().slug))

    result = run("import", "use-cases", file, "--apply")

    assert (result.exit_code, total()) == (1, 0)
    assert said in result.stderr


@pytest.mark.parametrize("name", ["uit.csv", "uit.ods"])
def test_what_goes_out_comes_back_the_same(run, make_use_case, tmp_path, name):
    use_case = make_use_case(challenge="Een\ntwee")
    file = tmp_path / name

    assert run("export", "use-cases", file).exit_code == 0
    result = run("import", "use-cases", file, "--apply")

    assert result.exit_code == 0, result.output
    assert "0 use cases" in result.stdout
    assert db.session.get(UseCase, use_case.id).version == 1


def test_wrong_use_ends_with_status_two(run, tmp_path):
    assert run("import", "use-cases", tmp_path / "er-niet.csv").exit_code == 2
    assert run("export", "use-cases", tmp_path / "uit.txt").exit_code == 2
    assert run("import", "use-cases", "--help").exit_code == 0
