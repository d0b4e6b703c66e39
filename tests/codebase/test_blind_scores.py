"""What people scored is read in one module, so that blindness can be checked by reading it."""

import ast
import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "accounts", "search", "portfolio", "wiki", "home", "seed")
TABLES = re.compile(r"\bBlind(Sheet|Score)\b|blind_(sheet|score)")
READS = PROJECT / "portfolio/queries/round_scores.py"
KNOWN = {
    "portfolio/models/round_blind.py",  # defines them
    "portfolio/models/__init__.py",  # loads the module, exports nothing of it
    "portfolio/queries/round_scores.py",  # the one that reads
    "portfolio/actions/round_sheets.py",  # writes and erases
    "portfolio/actions/round_filing.py",  # files a round that is over
    "portfolio/round_words.py",  # words for the trail
    "core/content_version.py",  # writes to them change no page
}


def sources() -> dict[str, str]:
    """Return the text of every module of ours."""
    paths = [path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")]
    paths += [PROJECT / "app.py"]
    return {str(path.relative_to(PROJECT)): path.read_text() for path in paths}


def test_no_other_module_names_the_tables_of_blind_scores():
    assert {name for name, text in sources().items() if TABLES.search(text)} <= KNOWN


def test_only_the_one_module_selects_from_them():
    for name in KNOWN - {"portfolio/queries/round_scores.py"}:
        path = PROJECT / name
        if not path.exists():
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            called = ast.unparse(call.func)
            if called.split(".")[-1] in {"select", "get", "get_one", "scalars", "query", "exists", "text"}:
                assert not TABLES.search(ast.unparse(call)), f"{name}: {ast.unparse(call)}"


def test_no_relation_and_no_key_of_another_table_leads_to_them():
    blind = (PROJECT / "portfolio/models/round_blind.py").read_text()
    others = [
        path.read_text()
        for path in (PROJECT / "portfolio/models").glob("*.py")
        if path.name != "round_blind.py"
    ]
    assert not [text for text in others if re.search(r'relationship\([^)]*Blind|"blind_', text)]
    assert "backref" not in blind
    assert "datetime" not in blind, "when somebody scored is nobody's business"


def test_the_module_that_reads_gives_no_person_away():
    tree = ast.parse(READS.read_text())
    public = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    fields = {
        field.target.id
        for node in public
        for field in node.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    }
    assert not fields & {"rater", "scorer", "scorer_id", "person", "person_id", "name"}
