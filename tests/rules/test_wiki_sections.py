"""Parts of a text: each is found, and changing one leaves every other line as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.sections import find_section, links_fit, sections_in, text_of_section, with_section

BODY = "voor\n\n## Een\n\na\n\n### Onder\n\nb\n\n\n## Twee\nc\n\nDrie\n----\nd\n```\n## geen kop\n```\n"


def test_sections_are_the_headings_with_all_below_them():
    found = [(one.number, one.level, one.title) for one in sections_in(BODY)]
    assert found == [(1, 2, "Een"), (2, 3, "Onder"), (3, 2, "Twee"), (4, 2, "Drie")]
    assert text_of_section(BODY, sections_in(BODY)[0]) == "## Een\n\na\n\n### Onder\n\nb"
    assert text_of_section(BODY, sections_in(BODY)[3]) == "Drie\n----\nd\n```\n## geen kop\n```"
    assert find_section(BODY, 5) is None
    assert find_section(BODY, 0) is None


@given(
    st.lists(
        st.sampled_from(["## a", "### b", "# c", "tekst", "", "```", "x\n---", "> ## d", "- e"]), max_size=12
    )
)
def test_a_section_that_is_not_changed_changes_nothing(lines):
    body = "\n".join(lines)
    for section in sections_in(body):
        text = text_of_section(body, section)
        changed = with_section(body, section, text)
        assert [line for line in changed.split("\n") if line] == [line for line in body.split("\n") if line]
        kept = body.split("\n")
        assert changed.split("\n")[: section.start] == kept[: section.start]


def test_a_changed_section_stands_in_the_place_of_the_old_one():
    section = find_section(BODY, 2)
    changed = with_section(BODY, section, "### Onder\n\nanders\n")
    assert changed == BODY.replace("b\n\n\n## Twee", "anders\n\n\n## Twee")
    assert with_section(BODY, find_section(BODY, 3), "") == BODY.replace("## Twee\nc\n\n", "")
    tight = "## a\nx\n## b\ny"
    assert with_section(tight, find_section(tight, 1), "## a\nz") == "## a\nz\n\n## b\ny"


@pytest.mark.parametrize(
    ("body", "levels", "fits"),
    [
        (BODY, [2, 3, 2, 2], True),
        ("# Groot\n", [2], True),
        ("> ## In een citaat\n\n## Gewoon", [2, 2], False),
        ("## Een", [], False),
    ],
)
def test_links_are_only_there_when_every_heading_is_a_section(body, levels, fits):
    assert links_fit(body, levels) is fits
