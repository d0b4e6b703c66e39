"""A report as an OpenDocument text: real headings, tables with header rows, drawings with their words."""

import io
from typing import Any

from portfolio.exports.report_svg import svg_text
from portfolio.rules.report_document import Document, Drawing, Grid, Part, Section, Words, paragraphs

_COUNTRY = {"nl": "NL", "en": "GB"}
_FONT = "'Source Sans 3', Arial, 'Liberation Sans', sans-serif"
_INCHES = 6.5
_CENTIMETRES = 16.5
_LETTER, _ROOM = 0.19, 0.25  # centimetres at 9 points, and the space beside the words of a cell
_SHORT = 14  # so many rows stay together on a page
_TIGHT = {"marginbottom": "0cm"}
_SIZES = {0: "22pt", 1: "16pt", 2: "13pt"}


def odt_bytes(document: Document, *, number: str, table_words: str, note: str) -> bytes:
    """Return an .odt of the report; ``table_words`` says what a table is cut to: %(most)s of %(total)s."""
    return _Writer(document, number=number, table_words=table_words, note=note).finish()


class _Writer:
    """Builds one document; odfpy is loaded when the first is made."""

    def __init__(self, document: Document, *, number: str, table_words: str, note: str) -> None:
        from odf import dc, meta
        from odf.opendocument import OpenDocumentText

        self.document = document
        self.number = number
        self.table_words = table_words
        self.note = note
        self.pictures = 0
        self.out = OpenDocumentText()
        self.styles: dict[str, Any] = {}
        self._add_styles()
        country = _COUNTRY[document.language]
        for element, text in (
            (dc.Title, document.title),
            (dc.Language, f"{document.language}-{country}"),
            (dc.Subject, document.kicker),
        ):
            self.out.meta.addElement(element(text=text))
        self.out.meta.addElement(meta.Generator(text="Routekaart"))

    def finish(self) -> bytes:
        """Return the package."""
        self.paragraph(self.document.title, "title")
        self.paragraph(f"{self.document.kicker} · {self.number}" if self.number else self.document.kicker)
        for name, value in self.document.facts:
            self.paragraph(f"{name}: {value}")
        for text in self.document.warnings:
            self.paragraph(text, "strong")
        for section in self.document.sections:
            self.section(section)
        if self.note:
            self.paragraph(self.note, "small")
        out = io.BytesIO()
        self.out.write(out)
        return out.getvalue()

    def _add_styles(self) -> None:
        from odf import style

        language, country = self.document.language, _COUNTRY[self.document.language]
        default = style.DefaultStyle(family="paragraph")
        default.addElement(
            style.TextProperties(language=language, country=country, fontsize="11pt", fontfamily=_FONT)
        )
        default.addElement(style.ParagraphProperties(marginbottom="0.2cm"))
        self.out.styles.addElement(default)
        for level, size in _SIZES.items():
            name = "Title" if level == 0 else f"Heading_20_{level}"
            look = style.Style(
                name=name, displayname="Title" if level == 0 else f"Heading {level}", family="paragraph"
            )
            if level:
                look.setAttribute("defaultoutlinelevel", str(level))
            look.addElement(style.TextProperties(fontsize=size, fontweight="bold"))
            look.addElement(
                style.ParagraphProperties(margintop="0.5cm", marginbottom="0.2cm", keepwithnext="always")
            )
            self.out.styles.addElement(look)
            self.styles["title" if level == 0 else f"h{level}"] = look
        for name, text, place in (
            ("strong", {"fontweight": "bold"}, {}),
            ("small", {"fontsize": "9pt"}, {}),
            ("caption", {"fontweight": "bold", "fontsize": "10pt"}, {"keepwithnext": "always"}),
            ("head", {"fontweight": "bold", "fontsize": "9pt"}, _TIGHT),
            ("head-number", {"fontweight": "bold", "fontsize": "9pt"}, {**_TIGHT, "textalign": "end"}),
            ("cell", {"fontsize": "9pt"}, _TIGHT),
            ("number", {"fontsize": "9pt"}, {**_TIGHT, "textalign": "end"}),
            ("sub", {"fontsize": "8pt", "color": "#54626f"}, _TIGHT),
            ("dutch", {"language": "nl", "country": "NL"}, {}),
        ):
            look = style.Style(name=f"Report_{name}", family="paragraph")
            look.addElement(style.TextProperties(**text))
            if place:
                look.addElement(style.ParagraphProperties(**place))
            self.out.automaticstyles.addElement(look)
            self.styles[name] = look
        box = style.Style(name="Report_box", family="table-cell")
        box.addElement(style.TableCellProperties(padding="0.1cm", borderbottom="0.5pt solid #76838f"))
        for name, may_break in (("table", "true"), ("short-table", "false")):
            look = style.Style(name=f"Report_{name}", family="table")
            look.addElement(
                style.TableProperties(
                    width=f"{_CENTIMETRES}cm",
                    align="left",
                    marginbottom="0.3cm",
                    maybreakbetweenrows=may_break,
                )
            )
            self.out.automaticstyles.addElement(look)
            self.styles[name] = look
        row = style.Style(name="Report_row", family="table-row")
        row.addElement(style.TableRowProperties(keeptogether="always"))
        for name, look in (("box", box), ("row", row)):
            self.out.automaticstyles.addElement(look)
            self.styles[name] = look

    def paragraph(self, text: str, look: str = "") -> None:
        """Add a paragraph."""
        from odf.text import P

        style = {"stylename": self.styles[look]} if look else {}
        self.out.text.addElement(P(text=text, **style))

    def heading(self, text: str, level: int) -> None:
        """Add a heading of the document's outline."""
        from odf.text import H

        self.out.text.addElement(H(outlinelevel=level, stylename=self.styles[f"h{level}"], text=text))

    def section(self, section: Section) -> None:
        """Add a section with all its parts."""
        self.heading(section.title, 1)
        for text in section.sentences:
            self.paragraph(text, "strong")
        self.prose(section.prose)
        for figure in section.figures:
            mark = "°" if figure.is_illustrative and figure.number else ""
            self.paragraph(f"{figure.name}: {figure.number or '–'}{mark} ({figure.sub})")
        for part in section.parts:
            self.part(part)
        for text in section.notes:
            self.paragraph(text, "small")

    def prose(self, text: str) -> None:
        """Add what people wrote; that is Dutch, also in an English document."""
        from odf.text import List, ListItem, P

        style = {"stylename": self.styles["dutch"]} if self.document.language != "nl" else {}
        for kind, lines in paragraphs(text):
            if kind == "p":
                self.out.text.addElement(P(text=lines[0], **style))
                continue
            points = List()
            for line in lines:
                entry = ListItem()
                entry.addElement(P(text=line, **style))
                points.addElement(entry)
            self.out.text.addElement(points)

    def part(self, part: Part) -> None:
        """Add a part: heading, sentences, drawing, table, notes."""
        if part.title:
            self.heading(part.title, 2)
        for text in part.sentences:
            self.paragraph(text)
        if part.drawing:
            self.drawing(part.drawing)
        if part.grid:
            self.grid(part.grid)
        for text in part.notes:
            self.paragraph(text, "small")

    def drawing(self, drawing: Drawing) -> None:
        """Add a picture with its title and description, 16.5 cm wide."""
        from odf import svg
        from odf.draw import Frame, Image
        from odf.text import P

        self.pictures += 1
        # A name of our own: the same report is the same package each time.
        name = f"Pictures/{self.pictures}-{drawing.slug}.svg"
        href = self.out.addPicture(name, "image/svg+xml", svg_text(drawing).encode())
        height = _INCHES * drawing.height / drawing.width
        frame = Frame(
            name=f"{drawing.slug}-{self.pictures}",
            width=f"{_INCHES}in",
            height=f"{height:.2f}in",
            anchortype="as-char",
        )
        frame.addElement(Image(href=href, type="simple", show="embed", actuate="onLoad"))
        frame.addElement(svg.Title(text=drawing.title))
        frame.addElement(svg.Desc(text=drawing.desc))
        paragraph = P()
        paragraph.addElement(frame)
        self.out.text.addElement(paragraph)

    def grid(self, grid: Grid) -> None:
        """Add a table with a row of heads that repeats on every page; an empty one is a sentence."""
        from odf.table import Table, TableColumn, TableHeaderRows, TableRow

        self.paragraph(grid.caption, "caption")
        if not grid.rows:
            self.paragraph(grid.empty)
            return
        look = "short-table" if len(grid.rows) <= _SHORT else "table"
        table = Table(name=grid.caption, stylename=self.styles[look])
        for width in widths(grid):
            table.addElement(TableColumn(stylename=self.column(width)))
        heads, row = TableHeaderRows(), TableRow()
        for words, is_numeric in zip(grid.columns, grid.numeric, strict=True):
            row.addElement(self.cell(Words(words), "head-number" if is_numeric else "head"))
        heads.addElement(row)
        table.addElement(heads)
        for cells in grid.rows:
            row = TableRow(stylename=self.styles["row"])
            for cell, is_numeric in zip(cells, grid.numeric, strict=True):
                row.addElement(self.cell(cell, "number" if is_numeric else "cell"))
            table.addElement(row)
        self.out.text.addElement(table)
        if grid.length > len(grid.rows):
            self.paragraph(self.table_words % {"most": len(grid.rows), "total": grid.length}, "small")

    def cell(self, words: Words, look: str) -> Any:
        """Return a cell; what stands below its words becomes a second paragraph."""
        from odf.table import TableCell
        from odf.text import P

        cell = TableCell(stylename=self.styles["box"], valuetype="string")
        cell.addElement(P(text=words.marked, stylename=self.styles[look]))
        if words.sub:
            cell.addElement(P(text=words.sub, stylename=self.styles["sub"]))
        return cell

    def column(self, width: float) -> Any:
        """Return the style of a column so many centimetres wide, made once."""
        from odf import style

        name = f"column-{width:.1f}"
        if name not in self.styles:
            look = style.Style(name=f"Report_{name.replace('.', '_')}", family="table-column")
            look.addElement(style.TableColumnProperties(columnwidth=f"{width:.1f}cm"))
            self.out.automaticstyles.addElement(look)
            self.styles[name] = look
        return self.styles[name]


def widths(grid: Grid) -> list[float]:
    """Return how wide each column is, in centimetres: its longest word fits, the rest by usual length."""
    needs, wants = [], []
    for place, head in enumerate(grid.columns):
        texts = [head, *(part for row in grid.rows for part in (row[place].marked, row[place].sub))]
        word = max(len(piece) for text in texts for piece in text.split(" "))
        lengths = [max(len(row[place].marked), len(row[place].sub) * 0.8) for row in grid.rows]
        mean = sum(lengths) / max(1, len(lengths))
        needs.append(_ROOM + _LETTER * word)
        wants.append(max(0.2, min(mean, 34) - word))
    over = _CENTIMETRES - sum(needs)
    if over <= 0:
        return [_CENTIMETRES * need / sum(needs) for need in needs]
    return [need + over * want / sum(wants) for need, want in zip(needs, wants, strict=True)]
