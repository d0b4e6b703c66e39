"""What is served as it is: vendored parts unchanged, style sheets readable, colours legible."""

import hashlib
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
STATIC = PROJECT / "static"
VENDOR = STATIC / "vendor"
SHEETS = sorted((STATIC / "css").glob("*.css"))
THEME = (STATIC / "css" / "theme.css").read_text()
TOKENS = dict(re.findall(r"(--app-[a-z0-9-]+):\s*(#[0-9a-f]{3,6});", THEME))


def test_every_vendored_file_is_the_one_that_was_checked():
    lines = (VENDOR / "CHECKSUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    ours = {"CHECKSUMS", "README.md", "cut_css.py"}
    present = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in ours and "__pycache__" not in path.parts
    }

    assert present == listed


def test_every_vendored_folder_has_its_licence_and_a_line_in_the_readme():
    readme = (VENDOR / "README.md").read_text()
    for folder in VENDOR.iterdir():
        if folder.is_dir() and not folder.name.startswith(("_", ".")):
            assert list(folder.glob("LICENSE*")), folder.name
            assert folder.name in readme, folder.name


def test_the_extracted_chart_style_is_of_the_version_that_is_served():
    (folder,) = VENDOR.glob("plotly-cartesian-*")
    version = folder.name.rsplit("-", 1)[1]
    style = (folder / "plotly.css").read_text()

    assert f"plotly.js {version}" in style.splitlines()[0]
    assert f"v{version}" in (folder / "plotly-cartesian.min.js").read_text()[:400]
    assert style.count("{") == 66


def test_every_style_sheet_of_ours_is_linked_and_every_link_exists():
    linked = re.findall(r'"((?:css|vendor)/[^"]+\.css)"', (PROJECT / "templates" / "base.html").read_text())

    assert {f"css/{sheet.name}" for sheet in SHEETS} == {name for name in linked if name.startswith("css/")}
    assert all((STATIC / name).is_file() for name in linked)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_has_one_declaration_a_line(sheet):
    crowded = [line for line in sheet.read_text().splitlines() if re.search(r";\s*[a-z-]+\s*:", line)]

    assert not crowded


def test_every_token_that_is_read_is_set():
    css = "".join(sheet.read_text() for sheet in SHEETS)
    read = set(re.findall(r"var\((--app-[a-z0-9-]+)", css))

    assert read <= set(re.findall(r"(--app-[a-z0-9-]+):", css))


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb. Source: WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink", "tint", 7),
        ("ink", "tint-2", 7),
        ("ink", "amber-bg", 7),
        ("ink", "green-bg", 7),
        ("ink", "mark", 7),
        ("muted", "paper", 4.5),
        ("muted", "tint", 4.5),
        ("muted", "tint-2", 4.5),
        ("navy", "paper", 4.5),
        ("blue", "paper", 4.5),
        ("blue", "tint", 4.5),
        ("blue", "amber-bg", 4.5),
        ("blue", "green-bg", 4.5),
        ("paper", "navy", 4.5),
        ("paper", "blue", 4.5),
        ("green", "paper", 4.5),
        ("green", "green-bg", 4.5),
        ("amber", "paper", 4.5),
        ("amber", "amber-bg", 4.5),
        ("red", "paper", 4.5),
        ("red", "red-bg", 4.5),
        ("del", "red-bg", 4.5),
        ("ins", "green-bg", 4.5),
        ("focus-ink", "focus-bg", 7),
        ("mid", "paper", 3),
        ("line-strong", "paper", 3),
        ("focus-ink", "paper", 3),
        ("focus-bg", "navy", 3),
    ],
)
def test_colours_that_meet_are_legible(ink, ground, least):
    assert contrast(TOKENS[f"--app-{ink}"], TOKENS[f"--app-{ground}"]) >= least
