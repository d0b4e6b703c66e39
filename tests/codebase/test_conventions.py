"""Conventions that would else be remarks: checked on every file of ours."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "accounts", "search", "portfolio", "wiki", "home", "seed")
LIMIT = 400
DRAWERS = {"utils", "helpers", "common", "manager", "service", "misc"}


def files(*suffixes: str) -> list[Path]:
    """Return our own files of these kinds, as git knows them."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [PROJECT / line for line in listed.stdout.splitlines()]
    return [
        path for path in paths if path.suffix in suffixes and path.exists() and "vendor" not in path.parts
    ]


def test_no_file_of_ours_is_longer_than_the_limit():
    long = {
        str(path.relative_to(PROJECT)): length
        for path in files(".py", ".html", ".css", ".js")
        if "versions" not in path.parts and (length := len(path.read_text().splitlines())) > LIMIT
    }
    assert not long


def test_no_module_is_a_drawer():
    assert not [path for path in files(".py") if path.stem in DRAWERS or path.parent.name in DRAWERS]


def test_the_application_module_stays_small():
    assert len((PROJECT / "app.py").read_text().splitlines()) <= 120


def test_markup_is_trusted_only_in_the_one_markdown_filter():
    allowed = {"wiki/markup.py"}
    found = {
        str(path.relative_to(PROJECT))
        for path in files(".py", ".html")
        if path.is_relative_to(PROJECT) and path.parts[len(PROJECT.parts)] not in ("tests", "bench")
        if re.search(r"\|\s*safe\b|\bMarkup\(", path.read_text())
    }
    assert found <= allowed


def test_no_template_holds_inline_style_or_script():
    wrong = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(src=|application/json))")
    assert not [str(path) for path in files(".html") if wrong.search(path.read_text())]


def test_templates_hold_no_query():
    assert not [
        str(path)
        for path in files(".html")
        if re.search(r"\bdb\.|\bsession\.|\.query\.|\.query\(", path.read_text())
    ]


@pytest.mark.parametrize("package", ["portfolio", "wiki"])
def test_rules_read_no_clock_and_no_unseeded_chance(package):
    for path in (PROJECT / package / "rules").rglob("*.py"):
        text = path.read_text()
        assert not re.search(r"\btoday\(\)|\bnow\(|^import random|random\.random", text, re.M), path


def test_actions_never_commit():
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("actions/**/*.py"):
            assert ".commit()" not in path.read_text(), path


def test_statements_are_built_only_in_queries_and_actions():
    places = ("queries", "actions", "models")
    allowed_modules = {"paging.py", "database.py", "audit.py", "permissions.py", "bulk.py"}
    wrong = []
    for package in ("accounts", "portfolio", "wiki"):
        for path in (PROJECT / package).rglob("*.py"):
            inside = path.relative_to(PROJECT / package).parts
            if inside[0] in places or inside[0].removesuffix(".py") in places or path.name in allowed_modules:
                continue
            imported = {
                alias.name
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy"
                for alias in node.names
            }
            if imported & {"select", "update", "delete", "insert", "text"}:
                wrong.append(str(path.relative_to(PROJECT)))
    assert not wrong


def test_public_functions_say_what_they_do():
    missing = []
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.py"):
            tree = ast.parse(path.read_text())
            if not ast.get_docstring(tree) and path.name != "__init__.py":
                missing.append(str(path))
            for node in tree.body:
                is_public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith(
                    "_"
                )
                if is_public and not ast.get_docstring(node):
                    missing.append(f"{path.relative_to(PROJECT)}:{node.name}")
    assert not missing


def test_the_repository_names_no_host_of_a_package_registry():
    names = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian")
    wrong = [
        str(path.relative_to(PROJECT))
        for path in files(".py", ".md", ".toml", ".lock", ".yml", ".yaml", ".html", ".css", ".js", ".sh", "")
        if path.name != "test_conventions.py" and names.search(path.read_text(errors="ignore"))
    ]
    assert not wrong
