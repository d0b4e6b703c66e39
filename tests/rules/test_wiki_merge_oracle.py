"""A thousand random three-way merges beside ``git merge-file``, which has done this for many years."""

import random
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from wiki.rules.lines import split_lines
from wiki.rules.merge import merge

WORDS = ["adres", "straat", "huis", "", "de gemeente", "een register", "- punt", "## Kop", "zie ook"]
TOTAL = 1000


def line(chance: random.Random) -> str:
    """Return a line; one in three is common, so that texts hold the same lines more than once."""
    if chance.random() < 0.35:
        return chance.choice(WORDS)
    return f"{chance.choice(WORDS[:3])} {chance.randrange(10_000)}"


def changed(text: list[str], chance: random.Random) -> list[str]:
    """Return the text with one to four changes, as a person makes them."""
    lines = [*text]
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(lines))
        kind = chance.random()
        if kind < 0.4:
            lines[place:place] = [line(chance) for _ in range(chance.randint(1, 3))]
        elif kind < 0.75 and lines:
            lines[place : place + chance.randint(1, 2)] = [line(chance)]
        elif kind < 0.92:
            del lines[place : place + chance.randint(1, 3)]
        else:
            lines.insert(chance.randint(0, len(lines)), lines.pop(place - 1) if lines else "")
    return lines


# One shell for all: starting git a thousand times from a large process takes longer than its work.
SCRIPT = """
number=0
while [ $number -lt "$1" ]; do
  git merge-file -p -q $number.mine $number.base $number.theirs > $number.merged
  echo $? > $number.status
  number=$((number + 1))
done
"""


def by_git(folder: Path, cases: list[tuple[list[str], list[str], list[str]]]) -> list[str | None]:
    """Return git's merge of each (base, mine, theirs); None when it finds a conflict."""
    for number, texts in enumerate(cases):
        for name, lines in zip(("base", "mine", "theirs"), texts, strict=True):
            (folder / f"{number}.{name}").write_text("".join(f"{line}\n" for line in lines))
    subprocess.run(["sh", "-c", SCRIPT, "sh", str(len(cases))], cwd=folder, check=True)
    statuses = [int((folder / f"{number}.status").read_text()) for number in range(len(cases))]
    assert max(statuses) < 128
    return [
        None if status else (folder / f"{number}.merged").read_text()
        for number, status in enumerate(statuses)
    ]


def is_lossless(base: list[str], mine: list[str], theirs: list[str], merged: list[str]) -> bool:
    """Whether every line that either added is in the merged text, as often as they added it."""
    before, after = Counter(base), Counter(merged)
    return all(
        after[text] >= count
        for text, count in ((Counter(mine) - before) | (Counter(theirs) - before)).items()
    )


@pytest.fixture(scope="module")
def merges(tmp_path_factory):
    """(base, mine, theirs, ours or None, git's or None) of every case."""
    cases = []
    for seed in range(TOTAL):
        chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
        base = [line(chance) for _ in range(chance.randint(3, 40))]
        cases.append((base, changed(base, chance), changed(base, chance)))
    ours = [merge(*("\n".join(lines) for lines in texts)).text for texts in cases]
    gits = by_git(tmp_path_factory.mktemp("merge"), cases)
    return [(*texts, one, git) for texts, one, git in zip(cases, ours, gits, strict=True)]


def test_where_both_are_clean_the_text_is_the_same(merges):
    clean = [(ours, git) for *_texts, ours, git in merges if ours is not None and git is not None]
    same = sum(ours == git.removesuffix("\n") for ours, git in clean)
    assert len(clean) > TOTAL // 3
    assert same >= 0.99 * len(clean)


def test_where_git_finds_a_conflict_we_ask_or_lose_no_line(merges):
    conflicts = [case for case in merges if case[4] is None]
    assert len(conflicts) > TOTAL // 5
    for base, mine, theirs, ours, _git in conflicts:
        assert ours is None or is_lossless(base, mine, theirs, split_lines(ours))


def test_we_seldom_ask_where_git_does_not(merges):
    asked = sum(ours is None and git is not None for *_texts, ours, git in merges)
    assert asked <= 0.03 * TOTAL
