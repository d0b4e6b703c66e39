"""Where the PDF of a report lies, and how one is made: tagged (PDF/UA-1), without any network.

WeasyPrint is an extra (docs/dependencies.md); it is loaded only where a PDF is made, in the worker.
"""

import os
import tempfile
from ctypes.util import find_library
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import current_app

from core.settings import PROJECT

FONT = PROJECT / "static/vendor/source-sans-3-5.3.0/source-sans-3-latin-wght-normal.woff2"
SHEET = PROJECT / "templates/portfolio/reports/paper.css"
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def pdf_file(edition: str, language: str) -> Path:
    """Return where the PDF of a published report is kept, by ``Report.edition``; it can be made again."""
    folder: Path = current_app.config["SETTINGS"].data_dir / "reports"
    return folder / f"{edition}-{language}.pdf"


@lru_cache(maxsize=1)
def lacks() -> str:
    """Return what this machine lacks to make a PDF: "package", "libraries" or nothing."""
    if find_spec("weasyprint") is None:
        return "package"
    return "" if all(find_library(name) for name in LIBRARIES) else "libraries"


def pdf_bytes(html: str) -> bytes:
    """Return a tagged PDF of a page that stands alone; its pictures stand in the page itself."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    font_url = FONT.as_uri()

    class OwnFiles(URLFetcher):
        """Opens what is within the page itself, and our font; nothing else, on this machine or another."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url != font_url and not url.startswith("data:"):
                raise ValueError(f"not opened for a report: {url[:80]}")
            return super().fetch(url, headers)

    fonts, fetcher = FontConfiguration(), OwnFiles()
    sheet = SHEET.read_text(encoding="utf-8").replace("FONT_FILE", font_url)
    css = CSS(string=sheet, font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=html, url_fetcher=fetcher)
    made: bytes = page.write_pdf(
        stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1", custom_metadata=True
    )
    return made


def keep_pdf(edition: str, language: str, body: bytes) -> Path:
    """Put a PDF in its place, whole or not at all."""
    target = pdf_file(edition, language)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    os.replace(name, target)
    return target
