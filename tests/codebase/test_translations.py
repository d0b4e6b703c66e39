"""The English catalogue: every text of the screens is in it, translated, with the same placeholders."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parents[2]
CATALOGUE = PROJECT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "_l": None,
    "pgettext": ((1, "c"), 2),
}
PACKAGES = ("core", "accounts", "search", "portfolio", "wiki", "home", "seed")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.fixture(scope="module")
def catalogue():
    """The messages of the catalogue by their (singular) text."""
    with CATALOGUE.open("rb") as file:
        messages = read_po(file, locale="en")
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in messages
        if message.id
    }


def test_every_text_of_the_screens_is_in_the_catalogue(catalogue):
    with (PROJECT / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(PROJECT, methods, options, keywords=KEYWORDS)
    texts = {text if isinstance(text, str) else text[0] for _file, _line, text, _comments, _context in found}
    missing = sorted(texts - set(catalogue))
    assert not missing, "run ./run translations, then translate what is empty"


def test_no_text_hides_in_an_f_string():
    """Before Python 3.12 Babel looks for texts beside f-strings, not within them."""
    hidden = [
        f"{path.relative_to(PROJECT)}:{call.lineno} {ast.unparse(call)}"
        for package in PACKAGES
        for path in (PROJECT / package).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert not hidden


def test_every_text_is_translated(catalogue):
    empty = [
        text
        for text, message in catalogue.items()
        if not (all(message.string) if isinstance(message.string, (tuple, list)) else message.string)
    ]
    assert not empty


def test_a_translation_keeps_the_placeholders(catalogue):
    wrong = []
    for text, message in catalogue.items():
        strings = [message.string] if isinstance(message.string, str) else [message.string[-1]]
        source = message.id if isinstance(message.id, str) else message.id[-1]
        wrong += [
            text for string in strings if set(PLACEHOLDER.findall(string)) != set(PLACEHOLDER.findall(source))
        ]
    assert not wrong


def test_no_text_was_guessed(catalogue):
    assert not [text for text, message in catalogue.items() if message.fuzzy]
