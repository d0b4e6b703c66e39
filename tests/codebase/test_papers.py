"""The papers keep up with the code: links, commands, settings, packages, words and versions."""

import re
import subprocess
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from flask import Flask

from core.settings import KNOWN_NAMES, PROJECT
from portfolio.rules import terms
from tests.codebase.test_content import runs
from tests.codebase.test_content import source_runs as source_runs

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PROJECT_TABLE = tomllib.loads((PROJECT / "pyproject.toml").read_text())
# where the glossary has other words for a kind of term than its name in code
OTHER_WORDS = {
    "basis": "count, effort and budget",
    "contribution level": "contribution: uses, extends, delivers",
    "government role": "role of government",
    "kind": "initiative",
    "precondition kind": "precondition, hard or soft",
    "precondition state": "precondition, hard or soft",
}


def papers() -> list[Path]:
    return sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def read(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def first_cells(name: str) -> list[str]:
    """Return the first cell of every row of every table in a paper."""
    rows = [line for line in read(name).splitlines() if line.startswith("|")]
    return [line.split("|")[1].strip() for line in rows]


@cache
def helped() -> list[str]:
    """Return the commands that ./run help lists."""
    told = subprocess.run(["./run", "help"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return re.findall(r"^ +([a-z]\w*) +\S", told, re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """Return the anchors of a paper's headings, as code hosts make them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("paper", papers(), ids=name_of)
def test_every_link_and_picture_is_there(paper: Path):
    missing = []
    for target in LINK.findall(paper.read_text("utf-8")):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        place, _, anchor = target.partition("#")
        there = (paper.parent / unquote(place)).resolve() if place else paper
        if not there.exists() or (anchor and anchor not in anchors(there)):
            missing.append(target)
    assert not missing


def test_every_command_of_help_is_in_the_papers():
    text = "".join(path.read_text("utf-8") for path in papers())
    told = [name for name in helped() if re.search(rf"\./run {name}\b", text)]
    assert set(helped()) - set(told) <= {"serve"}  # ./run alone


def test_every_command_in_the_papers_is_a_command():
    text = "".join(path.read_text("utf-8") for path in papers())
    assert set(re.findall(r"\./run ([a-z]\w*)", text)) <= {*helped(), "help"}


def test_the_makefile_only_forwards():
    lines = [line for line in read("Makefile").splitlines() if line.startswith("\t")]
    assert lines
    assert all("./run" in line for line in lines)


def test_every_setting_is_in_the_operations_guide_and_the_other_way_round():
    assert set(re.findall(r"ROUTEKAART_[A-Z_]+", read("docs/operations.md"))) == KNOWN_NAMES


def test_every_package_has_its_reason():
    lists = [PROJECT_TABLE["project"]["dependencies"], *PROJECT_TABLE["dependency-groups"].values()]
    needed = {re.split(r"[\[<>=~!]", line)[0].strip() for lines in lists for line in lines}
    told = {name.strip() for cell in first_cells("docs/dependencies.md") for name in re.split(r",| \(", cell)}
    assert needed - told == set()


def test_every_command_group_in_the_operations_guide_exists(app: Flask):
    named = {match for cell in first_cells("docs/operations.md") for match in re.findall(r"^`([a-z]+)", cell)}
    assert named
    assert named <= set(app.cli.commands) | {"db"}


def test_every_subcommand_in_the_operations_guide_exists(app: Flask):
    missing = []
    for cell in first_cells("docs/operations.md"):
        for group, name in re.findall(r"`([a-z]+) ([a-z][a-z-]+)", cell):
            held = app.cli.commands.get(group)
            if name not in getattr(held, "commands", {}):
                missing.append(f"{group} {name}")
    assert not missing


def test_every_kind_of_term_is_in_the_glossary():
    text = read("docs/glossary.md").lower()
    held = [name for name, value in vars(terms).items() if isinstance(value, type) and value is not StrEnum]
    names = [" ".join(re.findall("[A-Z][a-z]*", name)).lower() for name in held]
    assert len(names) > 10
    assert not [name for name in names if OTHER_WORDS.get(name, name) not in text]


def test_every_phase_is_in_the_glossary():
    text = read("docs/glossary.md")
    assert not [phase for phase in terms.Phase if phase.value.replace("_", "-") not in text]


def test_every_decision_has_its_own_number_in_a_row():
    numbers = [int(path.name[:4]) for path in sorted((PROJECT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_changelog_knows_this_version():
    version = re.escape(PROJECT_TABLE["project"]["version"])
    assert re.search(rf"^## (Unreleased|{version}\b)", read("CHANGELOG.md"), re.MULTILINE)


def test_publiccode_is_complete_and_of_this_version():
    told = yaml.safe_load(read("publiccode.yml"))
    assert told["softwareVersion"] == PROJECT_TABLE["project"]["version"]
    assert told["legal"]["license"] == PROJECT_TABLE["project"]["license"]
    assert {"name", "platforms", "categories", "developmentStatus", "maintenance"} <= set(told)
    for language, text in told["description"].items():
        assert language in told["localisation"]["availableLanguages"]
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000


@pytest.mark.parametrize("page", [p for p in papers() if "gebruikershandleiding" in p.parts], ids=name_of)
def test_a_page_of_the_guide_is_short_and_found_from_its_index(page: Path):
    lines = page.read_text("utf-8").splitlines()
    assert 40 <= len(lines) <= 120
    assert page.name == "README.md" or f"]({page.name})" in read("docs/gebruikershandleiding/README.md")


def test_the_papers_are_in_our_own_words(source_runs):
    quoted = {
        name_of(path): [" ".join(run) for run in shared]
        for path in papers()
        if (shared := runs(path.read_text("utf-8")) & source_runs)
    }
    assert not quoted
