"""A megabyte of malice costs seconds at most: every rule is linear, or stops looking.

Time is that of the processor, and the limit is loose: what is not linear takes
minutes here, not seconds.
"""

import time
from random import Random

import pytest

from wiki.rules.checks import check_page
from wiki.rules.diff import compare
from wiki.rules.links import find_links
from wiki.rules.merge import merge
from wiki.rules.prose import masked
from wiki.rules.provenance import carry_origins, first_origins
from wiki.rules.slugs import slugify

MEGABYTE = 1_000_000
SECONDS = 12


def noise(seed):
    return "".join(Random(seed).choices("ab\n", k=MEGABYTE))


def shuffled():
    lines = [str(number) for number in range(150_000)]
    Random(1).shuffle(lines)
    return "\n".join(lines)


BODIES = {
    "line ends": lambda: "\n" * (MEGABYTE - 1) + "`",
    "opening brackets": lambda: "[" * MEGABYTE,
    "links that never close": lambda: "[[a" * (MEGABYTE // 3),
    "links": lambda: "[[a]]" * (MEGABYTE // 5),
    "images that never close": lambda: "![](" * (MEGABYTE // 4),
    "tags that never close": lambda: "<img " * (MEGABYTE // 5),
    "backticks": lambda: "`" * MEGABYTE,
    "single backticks": lambda: "` " * (MEGABYTE // 2),
    "ever longer backticks": lambda: " ".join("`" * length for length in range(1, 1400)),
    "ever longer fences": lambda: "\n".join("`" * length for length in range(3, 1400)),
    "ever shorter fences": lambda: "\n".join("~" * length for length in range(1400, 3, -1)),
    "backslashes": lambda: "\\" * MEGABYTE + "`",
    "quotes": lambda: ">" * MEGABYTE,
    "hashes": lambda: "#" * MEGABYTE,
    "headings": lambda: "# \n" * (MEGABYTE // 3),
    "spaces": lambda: " " * MEGABYTE,
    "one word": lambda: "a" * MEGABYTE,
    "accents": lambda: "\u0301" * MEGABYTE,
    "signs that unfold": lambda: "\ufdfa" * MEGABYTE,
}


@pytest.fixture(autouse=True)
def _limit():
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("rule", [masked, find_links, check_page, slugify])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_body_is_no_trouble(rule, body):
    rule(body())


PAIRS = {
    "noise": lambda: (noise(1), noise(2)),
    "the same lines in another order": lambda: (
        "\n".join(str(number) for number in range(150_000)),
        shuffled(),
    ),
    "nothing in common": lambda: ("a\n" * (MEGABYTE // 2), "b\n" * (MEGABYTE // 2)),
    "lines and line ends": lambda: ("a\nb\n" * (MEGABYTE // 4), "\n" * MEGABYTE),
    "one long line each": lambda: ("a b " * (MEGABYTE // 4), "b c " * (MEGABYTE // 4)),
    "long lines": lambda: (("a b " * 400 + "\n") * 600, ("b a c " * 300 + "\n") * 600),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_hostile_texts_are_compared_traced_and_merged(pair):
    old, new = pair()
    diff = compare(old, new)
    carry_origins(old, first_origins(old, 1), new, 2)
    merged = merge(old, new, old + "\nslot")

    assert not diff.is_empty
    assert merged.text is None or merged.text.startswith(new[:10])
