"""One text to HTML. Runs in a worker process; imports Markdown and the sanitiser, not the application."""

from typing import Any

from markdown import Markdown
from markdown.extensions.toc import slugify

from wiki.rendering.policy import ID_PREFIX, sanitise
from wiki.rendering.toc import TocEntry, toc_of
from wiki.rendering.tree import House

EXTENSIONS = (
    *("markdown.extensions.abbr", "markdown.extensions.attr_list", "markdown.extensions.def_list"),
    *("markdown.extensions.footnotes", "markdown.extensions.tables", "markdown.extensions.sane_lists"),
    *("markdown.extensions.toc", "markdown.extensions.admonition"),
    *("pymdownx.superfences", "pymdownx.tilde"),
)


def _id_of_heading(words: str, separator: str) -> str:
    return f"{ID_PREFIX}{slugify(words, separator)[:80]}"


CONFIGS: dict[str, dict[str, Any]] = {
    "markdown.extensions.toc": {"marker": "", "slugify": _id_of_heading},
    "markdown.extensions.footnotes": {"BACKLINK_TITLE": "Terug naar noot {} in de tekst"},
    "pymdownx.superfences": {"css_class": "", "disable_indented_code_blocks": False},
    "pymdownx.highlight": {"use_pygments": False, "language_prefix": "language-"},
}


def make_markdown() -> Markdown:
    """Return a converter with our extensions."""
    return Markdown(
        extensions=[*EXTENSIONS, "pymdownx.highlight", House()],
        extension_configs=CONFIGS,
        output_format="html",
    )


def convert(source: str, markdown: Markdown | None = None) -> tuple[str, list[TocEntry]]:
    """Return sanitised HTML and its headings. May take for ever or raise: call it where that does no harm."""
    markdown = markdown or make_markdown()
    markdown.reset()
    text = sanitise(markdown.convert(source))
    return text, toc_of(text)
