"""The minutes of a meeting as an OpenDocument text with real headings, a title and a language."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, and points below them as a list."""

    title: str
    level: int = 1
    paragraphs: Sequence[str] = ()
    points: Sequence[str] = field(default=())


def minutes_bytes(title: str, language: str, sections: Sequence[Section], *, subject: str) -> bytes:
    """Return an .odt of these sections; ``language`` is "nl" or "en"."""
    from odf import dc, meta, style
    from odf.opendocument import OpenDocumentText
    from odf.text import H, List, ListItem, P

    document = OpenDocumentText()
    country = {"nl": "NL", "en": "GB"}[language]
    default = style.DefaultStyle(family="paragraph")
    default.addElement(style.TextProperties(language=language, country=country, fontsize="11pt"))
    document.styles.addElement(default)
    looks = {}
    for level, size in ((0, "20pt"), (1, "15pt"), (2, "12pt")):
        name = "Title" if level == 0 else f"Heading_20_{level}"
        words = "Title" if level == 0 else f"Heading {level}"
        look = style.Style(name=name, displayname=words, family="paragraph")
        if level:
            look.setAttribute("defaultoutlinelevel", str(level))
        look.addElement(style.TextProperties(fontsize=size, fontweight="bold"))
        look.addElement(
            style.ParagraphProperties(margintop="0.4cm", marginbottom="0.2cm", keepwithnext="always")
        )
        document.styles.addElement(look)
        looks[level] = look
    for element, text in ((dc.Title, title), (dc.Language, f"{language}-{country}"), (dc.Subject, subject)):
        document.meta.addElement(element(text=text))
    document.meta.addElement(meta.Generator(text="Routekaart"))
    document.text.addElement(P(stylename=looks[0], text=title))
    for section in sections:
        document.text.addElement(
            H(outlinelevel=section.level, stylename=looks[section.level], text=section.title)
        )
        for paragraph in section.paragraphs:
            for line in paragraph.split("\n"):
                if line.strip():
                    document.text.addElement(P(text=line.strip()))
        if section.points:
            points = List()
            for point in section.points:
                entry = ListItem()
                entry.addElement(P(text=point))
                points.addElement(entry)
            document.text.addElement(points)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()
