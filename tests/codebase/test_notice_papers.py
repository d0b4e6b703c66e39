"""Every kind of notice stands in the operations guide, with who gets it and when."""

import re
from pathlib import Path

from core import notices

GUIDE = Path(__file__).parents[2] / "docs" / "operations.md"
OF_TESTS = {"test", "trial", "line"}


def test_the_guide_names_every_kind_of_notice_and_no_other(app):
    told = GUIDE.read_text().split("## Mail and reminders")[1].split("\n## ")[0]
    rows = [line.split("|")[3] for line in told.splitlines() if line.startswith("| ")]
    named = {kind for row in rows for kind in re.findall(r"`([a-z0-9.-]+)`", row)}
    known = {kind for kind, one in notices._kinds.items() if one.topic not in OF_TESTS}
    assert named == known
