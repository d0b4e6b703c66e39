"""Every refusal of the portfolio's rules and actions has words that say what to do."""

import re
from pathlib import Path

import pytest

from core.messages import has_message, text_of
from portfolio.rules.completeness import WANTED
from portfolio.rules.phases import Finding

PACKAGE = Path(__file__).resolve().parents[2] / "portfolio"
# These would be a mistake of ours, not of a reader: no screen can bring them about.
OURS = {"interval_not_finite", "interval_wrong_way_round", "code_twice", "unknown_function", "part_twice"}
GIVEN = re.compile(
    r"(?:Finding|NotValid|NotPossible|FileNotReadable|CellNotValid|SheetNotValid)\(\s*\"([a-z_]+)\""
)
LISTED = re.compile(r"\(\"?[a-z_{}\".-]+\"?, \"([a-z_]+)\", \{")
REFUSED = re.compile(r"self\.refuse\(\"[a-z_]+\", \"([a-z_]+)\"")


def codes() -> list[str]:
    found = {code for code, _is_there in WANTED}
    for path in [
        *(PACKAGE / "rules").glob("*.py"),
        *(PACKAGE / "actions").glob("*.py"),
        *(PACKAGE / "forms").glob("*.py"),
    ]:
        text = path.read_text()
        for pattern in (GIVEN, LISTED, REFUSED):
            found |= set(pattern.findall(text))
    return sorted(found - OURS)


@pytest.mark.parametrize("code", codes())
def test_each_code_has_words(app, code):
    assert has_message(code)


def test_the_list_of_codes_is_not_empty_by_accident():
    assert len(codes()) > 60
    assert {"step_not_allowed", "row_twice", "cell_too_long", "sheet_empty", "row_version_missing"} <= set(
        codes()
    )


def test_words_are_in_the_language_of_the_reader(in_dutch):
    finding = Finding("missing_owner")
    assert text_of(finding.code, **finding.params) == "Kies een eigenaar."
