"""Nothing that a person writes runs, names a part of our page, or calls another host."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.rendering.injection_samples import RAW, SAMPLES
from wiki.rendering.convert import convert, make_markdown
from wiki.rendering.plain import as_plain
from wiki.rendering.policy import ATTRIBUTES, CLASSES, IMAGE, TAGS, sanitise

MARKDOWN = make_markdown()


def review(html: str) -> None:
    """Fail on anything that a browser could run, load from elsewhere, or confuse with our own."""
    page = BeautifulSoup(f"<main>{html}</main>", "html5lib").main
    assert page is not None
    ids = []
    for element in page.find_all(True):
        assert element.name in TAGS, element.name
        for name, value in element.attrs.items():
            assert name in ATTRIBUTES[element.name], (element.name, name)
            if name == "href":
                assert re.match(r"https?://|mailto:|ref:\d+$|#s-|/(?![/\\])|[\w.-]*$", value), value
                if value.startswith("http"):
                    assert element["rel"] == ["noopener", "nofollow"]
            if name == "src":
                assert IMAGE.fullmatch(value), value
            if name == "id":
                assert value.startswith("s-")
                ids.append(value)
            if name == "class":
                assert all(word in CLASSES or word.startswith("language-") for word in value), value
    assert len(ids) == len(set(ids)), ids


def test_there_are_enough_samples():
    assert len(SAMPLES) >= 60


@pytest.mark.parametrize("source", SAMPLES.values(), ids=SAMPLES)
def test_a_text_holds_nothing_that_runs(source):
    html, _toc = convert(source, MARKDOWN)

    review(html)


@pytest.mark.parametrize("source", RAW.values(), ids=RAW)
def test_the_sanitiser_alone_lets_nothing_through_either(source):
    """The second wall holds when the first one, which shows HTML as text, is gone."""
    review(sanitise(source))


@pytest.mark.parametrize("source", SAMPLES.values(), ids=SAMPLES)
def test_a_text_that_is_shown_as_typed_holds_nothing_that_runs(source):
    page = BeautifulSoup(as_plain(source), "html5lib").body

    assert {element.name for element in page.find_all(True)} <= {"pre", "a"}
    assert all(re.fullmatch(r"ref:\d+", link["href"]) for link in page.select("a"))


@pytest.mark.parametrize("source", SAMPLES.values(), ids=SAMPLES)
def test_a_text_within_a_text_holds_nothing_that_runs(source):
    quoted = "\n".join(f"> {line}" for line in source.split("\n"))
    listed = "- " + source.replace("\n", "\n    ")
    inline = f"**{source}** [{source}](http://x)"

    review(convert(f"{quoted}\n\n{listed}\n\n{inline}\n\n| a |\n|-|\n| {source} |", MARKDOWN)[0])


def test_html_is_shown_as_it_was_typed():
    html, _toc = convert("Stuur <bsn> naar <b>ons</b>.", MARKDOWN)

    assert BeautifulSoup(html, "html5lib").text.strip() == "Stuur <bsn> naar <b>ons</b>."
